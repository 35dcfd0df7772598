using BalancedEdu.Bpmn;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>
/// What is wrong with the ladders of a definition. Found when publishing, because a running case could only stop at it.
/// Budgets are checked by the reader of the definition and, where they are FEEL, when they are evaluated.
/// </summary>
public static class ClockFindings
{
    /// <summary>A finding for each user task whose reminders and escalations are no ladder.</summary>
    public static IEnumerable<Finding> Of(ProcessDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        foreach (var clock in definition.Clocks)
            if (WarnFinding(definition, clock) is { } finding)
                yield return finding;
        foreach (var task in definition.Nodes.OfType<UserTask>())
            if (task.Details.Sla is { } sla && Ladder.TryParse(sla.Reminders, sla.Escalate, out var refusal) is null)
                yield return new(
                    refusal!.Code, Severity.Refused, task.Id,
                    $"环节“{definition.NameOf(task.Id)}”：{refusal.Message}", refusal.Remedy);
    }

    /// <summary>A finding for each extension whose rule is not in force, or counts in another unit.</summary>
    public static IEnumerable<Finding> OfExtensions(ProcessDefinition definition, ClockRules rules)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(rules);
        var tasks = definition.Nodes.OfType<UserTask>().Where(t => t.Details.Sla?.Extension is not null)
            .Select(t => (t.Id, definition.NameOf(t.Id), t.Details.Sla!.Budget, t.Details.Sla.Extension!));
        var named = definition.Clocks.Where(c => c.Extension is not null)
            .Select(c => (definition.Id, c.Name, c.Budget, c.Extension!));
        foreach (var (id, name, budget, grant) in tasks.Concat(named))
            if (rules.Extension(grant.Rule) is not { } rule)
                yield return new(
                    "clock.extension.rule-unknown", Severity.Refused, id, $"“{name}”的延期规则“{grant.Rule}”没有生效的版本。",
                    $"可以写：{string.Join("、", rules.Extensions.Select(e => e.Id))}。");
            else if (budget.Expression is null && Budget.TryParse(budget.Text, out _) is { } period
                && period.Unit != Budget.Parse(rule.Added).Unit)
                yield return new(
                    "clock.extension.unit", Severity.Refused, id,
                    $"“{name}”限 {period.InWords}，不能按“{rule.Name}”延长 {Budget.Parse(rule.Added).InWords}。",
                    "换一条同单位的延期规则。");
    }

    /// <summary>Hours can't be held against days; and who is warned all the time is warned of nothing.</summary>
    private static Finding? WarnFinding(ProcessDefinition definition, CaseClock clock)
    {
        if (Budget.TryParse(clock.Warn, out _) is not { } warn || clock.Budget.Expression is not null
            || Budget.TryParse(clock.Budget.Text, out _) is not { } budget)
            return null;
        var ofHours = BudgetUnit.WorkingHours;
        if ((warn.Unit == ofHours) != (budget.Unit == ofHours))
            return new(
                "clock.warn.unit", Severity.Refused, definition.Id,
                $"时钟“{clock.Name}”限 {budget.InWords}，不能在剩 {warn.InWords}时预警。", "预警与时限同为小时，或同为日、月。");
        return warn.Unit == budget.Unit && warn.Amount >= budget.Amount
            ? new(
                "clock.warn.whole", Severity.Refused, definition.Id,
                $"时钟“{clock.Name}”限 {budget.InWords}，剩 {warn.InWords}时预警等于一直预警。", "把 warn 写得比 budget 短。")
            : null;
    }
}
