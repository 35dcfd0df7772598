using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>What is to be waited for, worked out before it is.</summary>
/// <param name="Event">The event or receive task.</param>
/// <param name="Timer">When, or null when it isn't a timer.</param>
/// <param name="Kind">What else it is.</param>
/// <param name="Name">The name of the message or signal, or null.</param>
/// <param name="Key">The key of the message, or null without.</param>
internal sealed record WaitPlan(FlowNode Event, TimerPlan? Timer, SubscriptionKind Kind, string? Name, string? Key)
{
    private static readonly IReadOnlyList<WaitPlan> None = [];

    /// <summary>The same, but a cycle fires once.</summary>
    public WaitPlan Once =>
        Timer is null ? this : this with { Timer = Timer with { Repetitions = 1, Interval = null } };

    /// <summary>
    /// Works out what events wait for; events that nothing is waited for with, such as errors, are left out.
    /// </summary>
    public static IReadOnlyList<WaitPlan> Of(Stepping x, IEnumerable<FlowNode> events, long instanceId)
    {
        List<WaitPlan>? plans = null;
        foreach (var node in events)
            if (ProcessDefinition.TriggerOf(node) is MultipleEventDefinition several)
                (plans ??= []).AddRange(several.Parts.Select(part => Of(x, node, part, instanceId)).OfType<WaitPlan>()
                    .Select(plan => several.IsParallel ? plan.Once : plan));
            else if (Of(x, node, ProcessDefinition.TriggerOf(node), instanceId) is { } plan)
                (plans ??= []).Add(plan);
        return plans ?? None;
    }

    /// <summary>Works out what an event waits for, of the parts that are given.</summary>
    public static IReadOnlyList<WaitPlan> Of(
        Stepping x, FlowNode node, IEnumerable<EventDefinition> parts, long instanceId) =>
        [.. parts.Select(part => Of(x, node, part, instanceId)).OfType<WaitPlan>().Select(plan => plan.Once)];

    private static WaitPlan? Of(Stepping x, FlowNode node, EventDefinition? trigger, long instanceId) =>
        trigger switch
        {
            TimerEventDefinition timer => new(node, TimerPlan.Of(x, timer, instanceId), default, null, null),
            MessageEventDefinition message => new(
                node, null, SubscriptionKind.Message, message.Message,
                KeyOf(x, message.CorrelationKey, instanceId)),
            SignalEventDefinition signal => new(node, null, SubscriptionKind.Signal, signal.Signal, null),
            ConditionalEventDefinition => new(node, null, SubscriptionKind.Condition, null, null),
            _ => null,
        };

    /// <summary>The key as text: numbers and words may be one.</summary>
    public static string? KeyOf(Stepping x, FeelExpression? key, long instanceId)
    {
        if (key is null)
            return null;
        var value = Evaluation.Value(x, key, instanceId);
        return value.Kind is FeelKind.String or FeelKind.Number
            ? value.ToString()
            : throw Faults.WrongKind(
                "消息的关联键", key.Text, "文字或数字", Evaluation.Show(value), Evaluation.Seen(x, key, instanceId, null));
    }
}
