using System.Text;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>What exploring a definition found.</summary>
/// <param name="Findings">Dead ends, joins that wait for ever, elements that are never reached; empty when all is
/// well.</param>
/// <param name="Situations">How many different situations were looked at.</param>
/// <param name="Complete">Whether all were looked at; false when there are more than the limit.</param>
public sealed record Exploration(IReadOnlyList<Finding> Findings, int Situations, bool Complete);

/// <summary>
/// Walks a definition on every path that the drawing allows, with the real engine: each gateway takes each of its ways,
/// each timer fires or doesn't. What the data would decide is left open (<see cref="AbstractProcess"/>), so a path may
/// be explored that real data never takes.
/// </summary>
public sealed partial class PathExplorer
{
    private static readonly DateTimeOffset Morning = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly ProcessDefinition _definition;
    private readonly int _situationsMax;
    private readonly Dictionary<string, int> _known = [];
    private readonly List<ProcessState> _states = [];
    private readonly List<List<int>> _cameFrom = [];
    private readonly List<Finding> _findings = [];
    private readonly HashSet<string> _reported = [];
    private readonly HashSet<string> _passed = [];

    private PathExplorer(ProcessDefinition definition, int situationsMax) =>
        (_definition, _situationsMax) = (definition, situationsMax);

    /// <summary>Explores a definition.</summary>
    /// <param name="definition">As it was compiled for running.</param>
    /// <param name="situationsMax">How many situations to look at before giving up; 20,000 take some seconds.</param>
    public static Exploration Explore(ProcessDefinition definition, int situationsMax = 20_000)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var compiled = DefinitionCompiler.Compile(
            AbstractProcess.Of(definition.Source), Feel.FeelEnvironment.Default, null, definition.Id);
        return compiled.Definition is { } process
            ? new PathExplorer(process, situationsMax).Explore()
            : new(compiled.Findings, 0, false);
    }

    private Exploration Explore()
    {
        foreach (var (start, trigger) in _definition.StartTriggers)
            if (Step(ProcessState.New, new StartInstance(start.Id, FeelContext.Empty) { Trigger = trigger })
                is { Started: true } started)
                Visit(started, -1);
        var ends = new List<int>();
        for (var at = 0; at < _states.Count && at < _situationsMax; at++)
        {
            if (_states[at].Ended || GoesToTheCaller(_states[at]))
            {
                ends.Add(at);
                continue;
            }
            foreach (var next in Next(_states[at]))
                Visit(next, at);
        }
        var complete = _states.Count <= _situationsMax;
        if (complete)
        {
            ReportEndless(ends);
            ReportNeverReached();
        }
        return new(_findings, Math.Min(_states.Count, _situationsMax), complete);
    }

    private ProcessState Choose(ProcessState state, ElementInstance element, IReadOnlyList<string> way)
    {
        var node = _definition.Find(element.ElementId)!;
        var choice = new FeelContext(node.Outgoing.Select(flow => flow.Id).Append(AbstractProcess.LoopChoice(node.Id))
            .Select(id => KeyValuePair.Create(id, FeelValue.Of(way.Contains(id)))));
        state = Step(state, new SetVariables(Choice(FeelValue.Of(choice))));
        state = Step(state, new ResolveIncident(element.Id));
        return Forget(state);
    }

    /// <summary>
    /// Open again for the next round; a choice that two gateways in a row share doesn't arise, as it names flows.
    /// </summary>
    private ProcessState Forget(ProcessState state) =>
        state.Ended ? state : Step(state, new SetVariables(Choice(FeelValue.Null)));

    private static FeelContext Choice(FeelValue value) => new([new(AbstractProcess.Choice, value)]);

    private ProcessState Step(ProcessState state, Command command, DateTimeOffset? now = null)
    {
        var result = ProcessEngine.Step(_definition, state, command, now ?? Morning);
        if (result.Refusal is not { } refusal)
            return result.State;
        // A step that doesn't come to an end is a loop without a way out; anything else is a defect of the explorer.
        if (refusal.Code != "bpmn.step.endless")
            throw new InvalidOperationException($"{command} is refused: {refusal}");
        if (_reported.Add(refusal.Code))
            _findings.Add(new(refusal.Code, Severity.Refused, null, refusal.Message, "给循环加一个等人办理或等时间的环节。"));
        return state;
    }

    private void Visit(ProcessState state, int from)
    {
        // What was passed on the way isn't part of the situation, so it counts also where the situation is known.
        _passed.UnionWith(state.CompletedElementIds);
        var key = Situation(state);
        if (!_known.TryGetValue(key, out var at))
        {
            at = _states.Count;
            _known.Add(key, at);
            _states.Add(state);
            _cameFrom.Add([]);
        }
        if (from >= 0)
            _cameFrom[at].Add(from);
    }

    /// <summary>Where tokens stand, without the numbers that grow with each step.</summary>
    private static string Situation(ProcessState state)
    {
        if (state.Ended)
            return "ended " + state.EndEventId;
        var children = state.Elements.Values.ToLookup(element => element.ParentId);
        var compensations = state.Compensations.Values.ToLookup(done => done.ScopeId);
        return Describe(ProcessState.RootId);

        string Describe(long id)
        {
            var element = state.Elements[id];
            var text = new StringBuilder(element.ElementId).Append(':').Append((int)element.Lifecycle);
            if (element.Incident is { } incident)
                text.Append('!').Append(incident.Code);
            if (element.Loop is { } loop)
                text.Append('#').Append(loop.Results.Count).Append('/').Append(loop.Total);
            foreach (var (flow, count) in element.FlowTokens)
                text.Append(' ').Append(flow).Append('*').Append(count);
            foreach (var timer in element.TimerIds)
                text.Append('@').Append(state.Timers[timer].ElementId);
            foreach (var subscription in element.SubscriptionIds)
                text.Append('?').Append(state.Subscriptions[subscription].ElementId);
            foreach (var done in compensations[id])
                text.Append('~').Append(done.ElementId);
            if (element.Compensating.Count > 0)
                text.Append('^').Append(element.Compensating.Count);
            if (element.Variables.TryGet("doneActivities", out var list))
                text.Append('=').AppendJoin(',', list.AsList()!.Select(item => item.ToString()).Distinct().Order(
                    StringComparer.Ordinal));
            var inside = children[id].Select(child => Describe(child.Id)).Order(StringComparer.Ordinal);
            return text.Append('(').AppendJoin(',', inside).Append(')').ToString();
        }
    }

    private void ReportStranded(ProcessState state, ElementInstance scope)
    {
        var flow = _definition.FindFlow(scope.FlowTokens.Flows.First())!;
        if (_reported.Add(flow.Target.Id))
            _findings.Add(new(
                "bpmn.join.never-fires", Severity.Refused, flow.Target.Id,
                $"汇合 {flow.Target.Label} 会永远等下去：令牌只从 {string.Join("、", scope.FlowTokens.Flows)} 来。"
                + $"走过：{string.Join("、", state.CompletedElementIds)}。",
                "前面用什么网关分开，就用同样的网关汇合。", flow.Target.Line));
    }

    /// <summary>From every situation the end must be within reach.</summary>
    private void ReportEndless(List<int> ends)
    {
        var reaches = new bool[_states.Count];
        var open = new Stack<int>(ends);
        while (open.TryPop(out var at))
        {
            if (reaches[at])
                continue;
            reaches[at] = true;
            foreach (var from in _cameFrom[at])
                open.Push(from);
        }
        var stuck = Enumerable.Range(0, _states.Count).Where(at => !reaches[at]).Take(
            _findings.Exists(finding => finding.Severity == Severity.Refused) ? 0 : 1);
        foreach (var at in stuck)
            _findings.Add(new(
                "bpmn.flow.endless", Severity.Refused, _states[at].ActiveElementIds.FirstOrDefault(),
                $"到了 {string.Join("、", _states[at].ActiveElementIds)} 之后，怎么走都到不了结束。", "给它加一个到结束事件的出口。"));
    }

    private void ReportNeverReached()
    {
        foreach (var node in _definition.Nodes.Where(node => node is not Process && !_passed.Contains(node.Id)))
            _findings.Add(new(
                "bpmn.flow.unreachable", Severity.Refused, node.Id, $"没有一条路能走完 {node.Label}。", "检查它前面的汇合和结束。",
                node.Line));
    }
}
