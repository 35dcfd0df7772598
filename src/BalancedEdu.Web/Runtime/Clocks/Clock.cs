namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>How a clock stands.</summary>
public enum ClockState
{
    /// <summary>The start event has not happened.</summary>
    NotStarted,

    /// <summary>Running, with time left.</summary>
    Running,

    /// <summary>停表.</summary>
    Paused,

    /// <summary>Running, little time left (黄牌).</summary>
    Near,

    /// <summary>The time is up (红牌).</summary>
    Overdue,

    /// <summary>What it measures was done.</summary>
    Met,
}

/// <summary>
/// A legal clock (时限): what the end of a period is derived from. The day of the start event is not counted; the period
/// ends at the closing time of its last day; pauses prolong it by what they cost in its own unit.
/// </summary>
/// <param name="Budget">The period that the rule grants, without extension.</param>
/// <param name="Start">The start event, or null while it is awaited.</param>
public sealed record Clock(Budget Budget, DateTimeOffset? Start)
{
    /// <summary>The suspension ledger; changing the budget keeps it.</summary>
    public IReadOnlyList<Pause> Pauses { get; init; } = [];

    /// <summary>The one extension, or null.</summary>
    public Extension? Extension { get; init; }

    /// <summary>When what it measures was done, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How much left counts as near; null: what the office's settings say.</summary>
    public Budget? Warn { get; init; }

    /// <summary>The rule that grants the budget, as shown: 行政许可法第四十二条; may be empty.</summary>
    public string Law { get; init; } = "";

    /// <summary>The budget with the extension.</summary>
    public Budget Total => Extension is null ? Budget : Budget with { Amount = Budget.Amount + Extension.Added.Amount };

    /// <summary>Whether it stands still now.</summary>
    public bool IsPaused => Pauses.Any(p => p.To is null);

    /// <summary>Derives due, used, remaining and state at an instant.</summary>
    public ClockReading Read(OfficeTime office, DateTimeOffset now) => ClockReading.Of(this, office, now);

    /// <summary>Stops it. The same source pauses once; another source's pause may overlap.</summary>
    public Clock PausedBy(string source, DateTimeOffset at, string reason, Budget? limit) =>
        Pauses.Any(p => p.Source == source && p.To is null)
            ? this
            : this with { Pauses = [.. Pauses, new(source, at, null, reason, limit)] };

    /// <summary>Ends the pause of one source; the clock goes on when no other lasts.</summary>
    /// <returns>The clock, the same when that source did not pause it.</returns>
    public Clock ResumedBy(string source, DateTimeOffset at) =>
        this with { Pauses = [.. Pauses.Select(p => p.Source == source && p.To is null ? p with { To = at } : p)] };

    /// <summary>Grants more time.</summary>
    /// <returns>The clock, or null with the reason in <paramref name="refusal"/>.</returns>
    public Clock? ExtendedBy(Extension extension, out ClockTextRefusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(extension);
        refusal = extension switch
        {
            _ when Extension is { } first => new("clock.extension.twice",
                $"时限已由 {first.ApprovedBy} 于 {OfficeTime.DateOf(first.At):yyyy-MM-dd} 延长 {first.Added.InWords}，只能延长一次。",
                "如确需更多时间，请按规则停表或终止后重新受理。"),
            _ when extension.Added.Unit != Budget.Unit => new("clock.extension.unit",
                $"时限以{Budget.UnitName}计，不能延长 {extension.Added.InWords}。", $"请以{Budget.UnitName}延长。"),
            _ when string.IsNullOrWhiteSpace(extension.ApprovedBy) => new("clock.extension.approver",
                "延长时限没有写明批准人。", "请写明批准人。"),
            _ when string.IsNullOrWhiteSpace(extension.Reason) => new("clock.extension.reason",
                "延长时限没有写明理由。", "请写明理由，它将告知申请人。"),
            _ when EndedAt is not null => new("clock.extension.ended", "它已经结束，不能再延长。", "无须延长。"),
            _ => null,
        };
        return refusal is null ? this with { Extension = extension } : null;
    }
}
