namespace BalancedEdu.Web.Processes;

/// <summary>A set of rules that holds from a day on, until the next set of the same kind.</summary>
public interface IEffectiveDated
{
    /// <summary>The first day it holds.</summary>
    DateOnly EffectiveFrom { get; }

    /// <summary>Where its numbers come from.</summary>
    string Source { get; }
}

/// <summary>
/// Versions of one kind of rules, read from data: a changed number is a new version, never an edited one.
/// </summary>
public sealed class DatedRules<T>
    where T : class, IEffectiveDated
{
    private readonly IReadOnlyList<T> _versions;

    internal DatedRules(IReadOnlyList<T> versions) => _versions = versions;

    /// <summary>The version that holds on a day.</summary>
    /// <exception cref="InvalidOperationException">The day lies before the first version.</exception>
    public T On(DateOnly day) => _versions.LastOrDefault(v => v.EffectiveFrom <= day)
        ?? throw new InvalidOperationException(
            $"Expected to find the rules of {day:yyyy-MM-dd}, but the first version starts on "
            + $"{_versions[0].EffectiveFrom:yyyy-MM-dd}; add a version to the data.");
}
