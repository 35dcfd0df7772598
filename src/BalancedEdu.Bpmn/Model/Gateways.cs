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
