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
        if (element.ParentId == 0)
            return CheckTokens(x, from, element, now);
        var before = from.Node(element.ElementId);
        if (x.Definition.Find(now(before.Id)) is not { } node)
            return Refusals.CannotMigrate(before.Label, "在新版本里没有");
        if (node.GetType() != before.GetType()
            || (node as Activity)?.Loop?.GetType() != (before as Activity)?.Loop?.GetType()
            || ProcessDefinition.TriggerOf(node)?.GetType() != ProcessDefinition.TriggerOf(before)?.GetType())
            return Refusals.CannotMigrate(before.Label, $"在新版本里是另一种元素（{node.Label}）");
        var inside = before.Container is Process ? x.Definition.Root : x.Definition.Find(now(before.Container!.Id));
        if (node.Container != inside)
            return Refusals.CannotMigrate(before.Label, "在新版本里到了别的子流程");
        if (element.GoesTo is { } target && x.Definition.Find(now(target))?.Container != node.Container)
            return Refusals.CannotMigrate(before.Label, $"办完要直达的 {target} 在新版本里没有");
        return CheckTokens(x, from, element, now);
    }

    private static Refusal? CheckTokens(
        Stepping x, ProcessDefinition from, ElementInstance scope, Func<string, string> now)
    {
        foreach (var flow in scope.FlowTokens.Flows)
        {
            var before = from.FindFlow(flow)!;
            if (x.Definition.FindFlow(now(flow)) is not { } after || after.Target.Id != now(before.Target.Id))
                return Refusals.CannotMigrate($"汇合 {before.Target.Label} 的顺序流 {flow}", "在新版本里没有");
        }
        return null;
    }

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
