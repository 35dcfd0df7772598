namespace BalancedEdu.Web.Features.Shared;

/// <summary>How loud a count is.</summary>
public enum CountTone
{
    /// <summary>A number.</summary>
    Plain,

    /// <summary>Near or due today.</summary>
    Warm,

    /// <summary>Overdue.</summary>
    Hot,
}

/// <summary>One place to go.</summary>
/// <param name="Title">待我办.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Current">Whether it is the page being read.</param>
/// <param name="Count">How much waits there; null where nothing is counted.</param>
/// <param name="Tone">How loud the count is.</param>
/// <param name="Key">The key sequence that goes there, or null.</param>
public sealed record NavigationItem(
    string Title, string Icon, string Url, bool Current, int? Count, CountTone Tone, string? Key);

/// <summary>A group of places under one heading; the first group has none.</summary>
public sealed record NavigationGroup(string? Heading, string Label, IReadOnlyList<NavigationItem> Items);

/// <summary>All that the shell shows.</summary>
/// <param name="BureauName">Whose installation this is.</param>
/// <param name="PersonName">沈知远.</param>
/// <param name="Unit">规划建设科.</param>
/// <param name="Groups">Only what exists and what this person may open.</param>
/// <param name="Tabs">The phone's tab bar: at most five.</param>
/// <param name="Overdue">The badge of the phone's inbox.</param>
/// <param name="Theme">light or dark.</param>
public sealed record ShellModel(
    string BureauName, string PersonName, string Unit, IReadOnlyList<NavigationGroup> Groups,
    IReadOnlyList<NavigationItem> Tabs, int Overdue, string Theme)
{
    /// <summary>How many notifications are unread.</summary>
    public int Unread { get; init; }

    /// <summary>What the bell says.</summary>
    public string BellLabel => Unread == 0 ? "通知" : $"通知，{Unread} 条未读";

    /// <summary>The character in the round mark: the surname.</summary>
    public string Face => PersonName.Length == 0 ? "" : PersonName[..1];
}
