using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Inbox;

/// <summary>One filter: its title, what is chosen, what can be, and where each choice leads.</summary>
/// <param name="Title">类型.</param>
/// <param name="Value">What is chosen, or null.</param>
/// <param name="Choices">What occurs in the view.</param>
/// <param name="Href">The address of a choice; of null: all.</param>
public sealed record FilterMenu(string Title, string? Value, IReadOnlyList<Facet> Choices, Func<string?, string> Href)
{
    /// <summary>The name of what is chosen.</summary>
    public string Shown => Value is null ? "" : IndexModel.NameIn(Choices, Value);
}
