using System.Text.Json;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>A case goes on by another version of its bundle: what else than its state says by which.</summary>
/// <param name="VersionId">The row of the version.</param>
/// <param name="Elements">Old ids and new ids, of elements that are called otherwise there.</param>
/// <param name="Tasks">The open tasks.</param>
/// <param name="Ladders">Ladders of open tasks that the version draws otherwise.</param>
internal sealed record VersionChange(
    long VersionId, IReadOnlyDictionary<string, string> Elements, IReadOnlyList<MovedTask> Tasks,
    IReadOnlyList<MovedLadder> Ladders)
{
    /// <summary>The event that says who moved it, whence, where to and why.</summary>
    public const string Kind = "CaseMigrated";

    /// <summary>Which version the event says it went to, as people count them.</summary>
    public static string NumberIn(JsonElement data) => data.GetProperty("to").GetRawText();
}

/// <summary>An open task of a case that moves; whoever has it keeps it, with what they have saved.</summary>
/// <param name="Id">The row.</param>
/// <param name="Name">What the new version calls it.</param>
/// <param name="BackTo">Where it goes straight back to, by its new name: <see cref="WorkTask.BackTo"/>.</param>
internal sealed record MovedTask(long Id, string Name, string? BackTo);

/// <summary>A ladder that is drawn otherwise. What has fired has fired; what is in both keeps its instant.</summary>
/// <param name="ClockRowId">The clock.</param>
/// <param name="Rungs">All rungs of the new ladder, and whether each still lies ahead.</param>
internal sealed record MovedLadder(long ClockRowId, IReadOnlyList<(RungRow Rung, bool Ahead)> Rungs);
