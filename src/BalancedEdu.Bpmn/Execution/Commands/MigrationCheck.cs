using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Whether an instance can go on by another version.</summary>
internal static class MigrationCheck
{
    public static Refusal? Check(
        Stepping x, ProcessDefinition from, IReadOnlyDictionary<string, string> elements)
    {
        if (Unknown(x, from) is { } unknown)
            return Refusals.MigrateFromOther(unknown);
        foreach (var element in x.State.Elements)
            if (Check(x, from, element, id => elements.GetValueOrDefault(id, id)) is { } refusal)
                return refusal;
        foreach (var element in x.State.Elements)
            if (CheckVariables(from, element, elements) is { } refusal)
                return refusal;
        return null;
    }

    /// <summary>What the state names and the version it is said to go by does not have, or null.</summary>
    private static string? Unknown(Stepping x, ProcessDefinition from)
    {
        bool Has(string id) => from.Find(id) is not null;
        return x.State.Elements.Select(element => element.ElementId).FirstOrDefault(id => !Has(id))
            ?? x.State.Elements.SelectMany(element => element.FlowTokens.Flows)
                .FirstOrDefault(id => from.FindFlow(id) is null)
            ?? x.State.Timers.Select(timer => timer.ElementId).FirstOrDefault(id => !Has(id))
            ?? x.State.Subscriptions.Select(open => open.ElementId).FirstOrDefault(id => !Has(id))
            ?? x.State.Compensations.Select(done => done.ElementId).FirstOrDefault(id => !Has(id));
    }

    private static Refusal? Check(
        Stepping x, ProcessDefinition from, ElementInstance element, Func<string, string> now)
    {
        if (element.ParentId != 0)
        {
            var before = from.Node(element.ElementId);
            if (WhyNot(x.Definition, before, now) is { } why)
                return Refusals.CannotMigrate(before.Label, why);
            if (element.GoesTo is { } target && LosesTarget(x.Definition, before, target, now))
                return Refusals.CannotMigrate(before.Label, $"办完要直达的 {target} 在新版本里没有");
        }
        foreach (var flow in element.FlowTokens.Flows)
            if (LosesFlow(x.Definition, from.FindFlow(flow)!, now))
                return Refusals.CannotMigrate(
                    $"汇合 {from.FindFlow(flow)!.Target.Label} 的顺序流 {flow}", "在新版本里没有");
        return null;
    }

    /// <summary>Why a token can't stay at an element, as the end of a sentence that begins with it; or null.</summary>
    public static string? WhyNot(ProcessDefinition to, FlowNode before, Func<string, string> now)
    {
        if (to.Find(now(before.Id)) is not { } node)
            return "在新版本里没有";
        if (!IsSameKind(node, before))
            return $"在新版本里是另一种元素（{node.Label}）";
        var inside = before.Container is Process ? to.Root : to.Find(now(before.Container!.Id));
        return node.Container == inside ? null : "在新版本里到了别的子流程";
    }

    /// <summary>Whether both are drawn as the same thing, done as often and about the same kind of event.</summary>
    public static bool IsSameKind(FlowNode after, FlowNode before) => after.GetType() == before.GetType()
        && (after as Activity)?.Loop?.GetType() == (before as Activity)?.Loop?.GetType()
        && ProcessDefinition.TriggerOf(after)?.GetType() == ProcessDefinition.TriggerOf(before)?.GetType();

    /// <summary>Whether a task can't go straight back (直达) any more when it is done.</summary>
    public static bool LosesTarget(
        ProcessDefinition to, FlowNode before, string target, Func<string, string> now) =>
        to.Find(now(target))?.Container is not { } container || container != to.Find(now(before.Id))?.Container;

    /// <summary>Whether a token that waits at a join has come by a flow that leads there no longer.</summary>
    public static bool LosesFlow(ProcessDefinition to, SequenceFlow before, Func<string, string> now) =>
        to.FindFlow(now(before.Id)) is not { } after || after.Target.Id != now(before.Target.Id);

    /// <summary>Results stand under the ids of elements: two must not come to stand under the same.</summary>
    private static Refusal? CheckVariables(
        ProcessDefinition from, ElementInstance element, IReadOnlyDictionary<string, string> elements)
    {
        if (elements.Count == 0 || !element.Variables.Any(entry => elements.ContainsKey(entry.Key)))
            return null;
        var twice = element.Variables.Select(entry => elements.GetValueOrDefault(entry.Key, entry.Key))
            .GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? null
            : Refusals.CannotMigrate(
                from.Node(element.ElementId).Label, $"里已有变量“{twice.Key}”，改了名的结果没有地方放");
    }
}
