namespace BalancedEdu.Web.Data.Bundles;

/// <summary>What starts a process from outside.</summary>
public enum StartKind
{
    /// <summary>A message.</summary>
    Message = 0,

    /// <summary>A signal.</summary>
    Signal = 1,

    /// <summary>A timer.</summary>
    Timer = 2,
}

/// <summary>
/// A start event of the newest version of a process that is not started by hand. A new version replaces all of them.
/// </summary>
public sealed class ProcessStart
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The process.</summary>
    public required string ProcessId { get; set; }

    /// <summary>The version that is started.</summary>
    public long BundleVersionId { get; set; }

    /// <summary>The start event, or what stands in its place.</summary>
    public required string ElementId { get; set; }

    /// <summary>Message, signal or timer.</summary>
    public StartKind Kind { get; set; }

    /// <summary>The name of the message or signal; empty for a timer.</summary>
    public required string Name { get; set; }

    /// <summary>
    /// Whether the key of the message is the business key of the case: a second message with it starts nothing.
    /// </summary>
    public bool Keyed { get; set; }

    /// <summary>The first due of a timer; what is due later is counted from it.</summary>
    public DateTimeOffset FirstDueAt { get; set; }

    /// <summary>How often a timer starts in all; -1 without end.</summary>
    public int Repetitions { get; set; }

    /// <summary>From one due to the next, as ISO 8601, or null.</summary>
    public string? Interval { get; set; }

    /// <summary>How often it was due before.</summary>
    public int Fired { get; set; }

    /// <summary>When a timer is due next; null for messages and signals, and when it is over.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Another node has it until then; null when free.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Why the last start failed, or null.</summary>
    public string? LastError { get; set; }
}

/// <summary>Which version of a process another one calls: the newest when the caller was published.</summary>
public sealed class BundleBinding
{
    /// <summary>The version that calls.</summary>
    public long BundleVersionId { get; set; }

    /// <summary>The process that it calls.</summary>
    public required string ProcessId { get; set; }

    /// <summary>The version of that.</summary>
    public long CalledVersionId { get; set; }
}
