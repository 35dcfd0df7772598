namespace BalancedEdu.Web.Data.Notifications;

/// <summary>How far the digests of a day are written: nodes and restarts go on from here.</summary>
public sealed class DigestDay
{
    /// <summary>The day in Beijing: <c>2026-11-27</c>.</summary>
    public required string Day { get; set; }

    /// <summary>The last account that was looked at; empty at the start.</summary>
    public string After { get; set; } = "";

    /// <summary>When all had been looked at, or null.</summary>
    public DateTimeOffset? DoneAt { get; set; }
}
