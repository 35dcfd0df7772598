using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>What a handler that exists only in memory answers.</summary>
public sealed record JobAnswer
{
    private JobAnswer()
    {
    }

    /// <summary>How long it works, by the network's clock; zero for at once.</summary>
    public TimeSpan After { get; private init; }

    /// <summary>What it gives when all went well; null otherwise.</summary>
    public FeelContext? Outputs { get; private init; }

    /// <summary>The code of the BPMN error that it throws, or null.</summary>
    public string? ErrorCode { get; private init; }

    /// <summary>Why it failed for good, or null.</summary>
    public string? Failure { get; private init; }

    /// <summary>The job is done.</summary>
    /// <param name="outputs">What it gives.</param>
    /// <param name="after">How long it works; not negative.</param>
    public static JobAnswer Done(FeelContext outputs, TimeSpan after = default) =>
        new() { Outputs = outputs, After = after };

    /// <summary>The job throws a BPMN error.</summary>
    public static JobAnswer Throws(string errorCode) => new() { ErrorCode = errorCode };

    /// <summary>The job fails: an incident.</summary>
    public static JobAnswer Fails(string message) => new() { Failure = message };
}
