namespace BalancedEdu.Bpmn.Model;

/// <summary>Where flows split and meet.</summary>
public abstract class Gateway : FlowNode;

/// <summary>Takes the first flow whose condition is true.</summary>
public sealed class ExclusiveGateway : Gateway
{
    /// <inheritdoc/>
    public override string Word => "exclusiveGateway";
}

/// <summary>Waits for one token on each incoming flow, then takes every outgoing one.</summary>
public sealed class ParallelGateway : Gateway
{
    /// <inheritdoc/>
    public override string Word => "parallelGateway";
}

/// <summary>Takes every flow whose condition is true; waits for every token that can still come.</summary>
public sealed class InclusiveGateway : Gateway
{
    /// <inheritdoc/>
    public override string Word => "inclusiveGateway";
}

/// <summary>Waits for the first of the events behind it, or for all of them.</summary>
public sealed class EventBasedGateway : Gateway
{
    /// <summary>Whether the first of the events starts an instance here.</summary>
    public bool Instantiate { get; init; }

    /// <summary>
    /// <c>eventGatewayType="Parallel"</c>: whether the others are still waited for when one of them has come.
    /// </summary>
    public bool IsParallel { get; init; }

    /// <inheritdoc/>
    public override string Word => "eventBasedGateway";
}
