using System.Collections;

namespace BalancedEdu.Bpmn.Model;

/// <summary>
/// What can still bring a token to an inclusive gateway, worked out once: for each flow into it, the nodes of the same
/// scope from which a path leads to that flow without passing the gateway (BPMN 2.0.2, 13.4.3).
/// </summary>
internal sealed class InclusiveJoin
{
    private readonly Dictionary<SequenceFlow, BitArray> _reaching = [];

    public InclusiveJoin(InclusiveGateway gateway, ProcessDefinition definition)
    {
        Gateway = gateway;
        foreach (var flow in gateway.Incoming)
            _reaching.Add(flow, Reaching(flow, definition));
    }

    public InclusiveGateway Gateway { get; }

    /// <summary>Whether a token on a node can come to the gateway along a flow.</summary>
    public bool CanReach(FlowNode node, SequenceFlow flow) => _reaching[flow][node.Index];

    private BitArray Reaching(SequenceFlow flow, ProcessDefinition definition)
    {
        var reaching = new BitArray(definition.Nodes.Count);
        var open = new Stack<FlowNode>([flow.Source]);
        while (open.TryPop(out var node))
        {
            if (node == Gateway || reaching[node.Index])
                continue;
            reaching[node.Index] = true;
            foreach (var incoming in node.Incoming)
                open.Push(incoming.Source);
            if (node is BoundaryEvent boundary)
                open.Push(boundary.AttachedTo);
            if (node is IntermediateCatchEvent { Definition: LinkEventDefinition link })
                foreach (var source in definition.Nodes)
                    if (source.Container == node.Container
                        && source is IntermediateThrowEvent { Definition: LinkEventDefinition thrown }
                        && thrown.Name == link.Name)
                        open.Push(source);
        }
        return reaching;
    }
}
