using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Validation;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// Reads one process element: nodes first, then what connects them, so that the order in the file doesn't matter.
/// </summary>
internal sealed class ProcessReading(
    XElement process, FeelEnvironment environment, FindingLog findings, Func<string, DecisionLogic?> decisions)
{
    /// <summary>Words that the engine has no use for and that change nothing when a process runs.</summary>
    internal static readonly IReadOnlySet<string> Silent = new HashSet<string>
    {
        "documentation", "extensionElements", "auditing", "monitoring", "laneSet", "dataObject", "dataObjectReference",
        "dataStoreReference", "property", "ioSpecification", "association", "textAnnotation", "group", "artifact",
        "category", "incoming", "outgoing", "multiInstanceLoopCharacteristics", "dataInputAssociation",
        "dataOutputAssociation", "resourceRole", "performer", "humanPerformer", "potentialOwner",
        "supportedInterfaceRef",
        "correlationSubscription", "supports", "rendering", "standardLoopCharacteristics", "completionCondition",
    };

    private readonly Expressions _expressions = new(environment, findings);
    private readonly List<FlowNode> _nodes = [];
    private readonly List<SequenceFlow> _flows = [];
    private readonly Dictionary<string, FlowNode> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<(XElement Element, FlowNode Container)> _boundaries = [];
    private readonly List<(XElement Element, FlowNode Container)> _sequenceFlows = [];
    private readonly List<(XElement Element, FlowNode Node)> _defaults = [];

    /// <summary>The definition, or null when the file can't even be put together.</summary>
    public ProcessDefinition? Read(byte[] source)
    {
        var words = new Words(_expressions, findings);
        var root = new Process { Id = Id(process), Name = BpmnXml.Text(process, "name"), Line = BpmnXml.Line(process) };
        words.CheckAttributes(process);
        Add(root, null);
        var details = words.Process(process);
        var nodes = new NodeReader(_expressions, words, findings, process, decisions);
        ReadChildren(process, root, nodes);
        foreach (var (element, container) in _boundaries)
            ReadBoundary(element, container, nodes);
        foreach (var (element, container) in _sequenceFlows)
            ReadFlow(element, container);
        Connect();
        ConnectCompensation();
        if (findings.Broken)
            return null;
        return new ProcessDefinition(_nodes, _flows, details, source);
    }

    private void ReadChildren(XElement element, FlowNode container, NodeReader nodes)
    {
        foreach (var child in element.Elements().Where(child => child.Name.Namespace == BpmnXml.Bpmn))
            switch (child.Name.LocalName)
            {
                case "sequenceFlow":
                    _sequenceFlows.Add((child, container));
                    break;
                case "boundaryEvent":
                    _boundaries.Add((child, container));
                    break;
                case var word when Silent.Contains(word):
                    break;
                default:
                    ReadNode(child, container, nodes);
                    break;
            }
    }

    private void ReadNode(XElement element, FlowNode container, NodeReader nodes)
    {
        // The id is taken even when the element can't run, so that flows to it aren't reported as well.
        var id = Id(element);
        if (nodes.Read(element, id) is not { } node)
            return;
        Add(node, container);
        if (BpmnXml.Text(element, "default") is not null)
            _defaults.Add((element, node));
        if (node is SubProcess)
            ReadChildren(element, node, nodes);
    }

    private void ReadBoundary(XElement element, FlowNode container, NodeReader nodes)
    {
        var id = Id(element);
        var host = BpmnXml.Text(element, "attachedToRef");
        if (host is null || !_byId.TryGetValue(host, out var activity) || activity is not Activity attached)
        {
            findings.BoundaryWithoutActivity(id, host, BpmnXml.Line(element));
            return;
        }
        if (attached.Container != container)
            findings.BoundaryAcrossScopes(id, attached, BpmnXml.Line(element));
        if (nodes.ReadBoundary(element, id, attached) is { } node)
        {
            Add(node, container);
            attached.BoundaryEvents = [.. attached.BoundaryEvents, node];
        }
    }

    private void ReadFlow(XElement element, FlowNode container)
    {
        var id = Id(element);
        var line = BpmnXml.Line(element);
        var source = End(element, "sourceRef", id, line);
        var target = End(element, "targetRef", id, line);
        if (source is null || target is null)
            return;
        if (source.Container != container || target.Container != container)
        {
            findings.FlowAcrossScopes(id, source, target, line);
            return;
        }
        var condition = element.Element(BpmnXml.Bpmn + "conditionExpression");
        _flows.Add(new SequenceFlow
        {
            Id = id,
            Name = BpmnXml.Text(element, "name"),
            Line = line,
            Source = source,
            Target = target,
            Condition = condition is null || condition.Value.Trim().Length == 0
                ? null
                : _expressions.Feel(condition.Value, id, "条件", BpmnXml.Line(condition)),
        });
    }

    private FlowNode? End(XElement element, string attribute, string flowId, int line)
    {
        var id = BpmnXml.Text(element, attribute);
        if (id is not null && _byId.TryGetValue(id, out var node))
            return node;
        if (id is null || !_ids.Contains(id))
            findings.FlowWithoutEnd(flowId, attribute == "sourceRef" ? "起点" : "终点", id, line);
        return null;
    }

    private void Connect()
    {
        foreach (var group in _flows.GroupBy(flow => flow.Source))
            group.Key.Outgoing = [.. group];
        foreach (var group in _flows.GroupBy(flow => flow.Target))
            group.Key.Incoming = [.. group];
        foreach (var (element, node) in _defaults)
        {
            var id = BpmnXml.Text(element, "default")!;
            node.Default = node.Outgoing.FirstOrDefault(flow => flow.Id == id);
            if (node.Default is null)
                findings.DefaultIsNoFlowOf(node, id);
        }
    }

    /// <summary>A compensation boundary event and its handler are joined by an association, not by a flow.</summary>
    private void ConnectCompensation()
    {
        var targets = process.Descendants(BpmnXml.Bpmn + "association")
            .Select(link => (From: BpmnXml.Text(link, "sourceRef"), To: BpmnXml.Text(link, "targetRef")))
            .Where(link => link is { From: not null, To: not null })
            .ToLookup(link => Declarations.LocalOf(link.From!), link => Declarations.LocalOf(link.To!));
        foreach (var boundary in _nodes.OfType<BoundaryEvent>())
            if (boundary.Definition is CompensateEventDefinition)
            {
                var handler = targets[boundary.Id].Select(id => _byId.GetValueOrDefault(id)).OfType<Activity>()
                    .FirstOrDefault(activity => activity.IsForCompensation);
                if (handler is null)
                    findings.CompensationWithoutHandler(boundary);
                else
                    boundary.AttachedTo.CompensationHandler = handler;
            }
    }

    private string Id(XElement element)
    {
        var id = BpmnXml.Text(element, "id");
        if (id is null)
            findings.WithoutId(element.Name.LocalName, BpmnXml.Line(element));
        else if (!_ids.Add(id))
            findings.IdTwice(id, BpmnXml.Line(element));
        return id ?? "";
    }

    private void Add(FlowNode node, FlowNode? container)
    {
        if (!_byId.TryAdd(node.Id, node))
            return;
        node.Container = container;
        node.Index = _nodes.Count;
        _nodes.Add(node);
    }
}
