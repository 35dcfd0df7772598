namespace BalancedEdu.Web.Features.Ledgers.LargeClasses;

/// <summary>One filter of the ledger.</summary>
/// <param name="Title">级别.</param>
/// <param name="Choices">What can be chosen; the first one is all.</param>
public sealed record FilterMenu(string Title, IReadOnlyList<FilterChoice> Choices)
{
    /// <summary>The name of what is chosen, or null for all.</summary>
    public string? Shown => Choices.Skip(1).FirstOrDefault(c => c.Chosen)?.Name;
}

/// <summary>One choice of a filter.</summary>
/// <param name="Name">S3 超大班额.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Chosen">Whether it holds now.</param>
public sealed record FilterChoice(string Name, string Href, bool Chosen);
