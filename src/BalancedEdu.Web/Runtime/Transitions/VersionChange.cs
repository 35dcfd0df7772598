using System.Text.Json;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>A case goes on by another version of its bundle: what else than its state says by which.</summary>
/// <param name="VersionId">The row of the version.</param>
/// <param name="Elements">Old ids and new ids, of elements that are called otherwise there.</param>
/// <param name="Tasks">The open tasks.</param>
/// <param name="Clocks">Clocks of open tasks of which the version says something else.</param>
internal sealed record VersionChange(
    long VersionId, IReadOnlyDictionary<string, string> Elements, IReadOnlyList<MovedTask> Tasks,
    IReadOnlyList<MovedClock> Clocks)
{
    /// <summary>The event that says who moved it, whence, where to and why.</summary>
    public const string Kind = "CaseMigrated";

    /// <summary>Which version the event says it went to, as people count them.</summary>
    public static string NumberIn(JsonElement data) => data.GetProperty("to").GetRawText();
}

/// <summary>An open task of a case that moves; whoever has it keeps it, with what they have saved.</summary>
/// <param name="Id">The row.</param>
/// <param name="Name">What the new version calls it.</param>
/// <param name="Role">The role that the new version gives whoever does it.</param>
/// <param name="Drawn">Whether the new version gives it by lot: then nobody claims it.</param>
/// <param name="BackTo">Where it goes straight back to, by its new name: <see cref="WorkTask.BackTo"/>.</param>
internal sealed record MovedTask(long Id, string Name, string Role, bool Drawn, string? BackTo);

/// <summary>
/// A clock whose ladder is drawn otherwise or which goes by another rule. What has fired has fired; what is in both
/// ladders keeps its instant.
/// </summary>
/// <param name="ClockRowId">The clock.</param>
/// <param name="Law">The rule that the reminders name from now on; may be empty.</param>
/// <param name="Rungs">All rungs of a new ladder, and whether each still lies ahead; null for the same one.</param>
internal sealed record MovedClock(long ClockRowId, string Law, IReadOnlyList<(RungRow Rung, bool Ahead)>? Rungs);
