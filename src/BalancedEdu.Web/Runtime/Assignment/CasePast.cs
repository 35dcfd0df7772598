using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>A decision that was taken in a case.</summary>
/// <param name="ElementId">The user task.</param>
/// <param name="By">Who decided.</param>
/// <param name="Outcome">The outcome's id.</param>
/// <param name="OutcomeName">The outcome in words.</param>
/// <param name="OpenedAt">When the task had opened; seats of one visit have the same.</param>
public sealed record PastDecision(
    string ElementId, string By, string Outcome, string OutcomeName, DateTimeOffset OpenedAt)
{
    /// <summary>In whose place it was decided (代理), or null.</summary>
    public string? OnBehalfOf { get; init; }
}

/// <summary>What was decided in a case before a task opens, oldest first.</summary>
public sealed record CasePast(IReadOnlyList<PastDecision> Decisions)
{
    /// <summary>What the step knows of it; a decision that it takes itself is the last.</summary>
    internal static async Task<CasePast> LoadAsync(
        Func<BalancedEduDb> open, StepContext step, CancellationToken cancellation)
    {
        var renames = step.Before.Renames;
        var before = step.Before.Decisions
            ?? [.. (await ReadAsync(open, step.Case.Id, cancellation))
                .Select(d => d with { ElementId = renames.GetValueOrDefault(d.ElementId, d.ElementId) })];
        var own = step.Before.DecisionOf(step.Transition);
        return new([.. before, .. step.Before.Since, .. own is null ? [] : new[] { own }]);
    }

    /// <summary>What was decided, as it is stored.</summary>
    internal static async Task<IReadOnlyList<PastDecision>> ReadAsync(
        Func<BalancedEduDb> open, long caseId, CancellationToken cancellation)
    {
        await using var db = open();
        return await db.Tasks.AsNoTracking()
            .Where(t => t.CaseId == caseId && t.Status == WorkTaskStatus.Completed)
            .OrderBy(t => t.EndedAt).ThenBy(t => t.Id)
            .Select(t => new PastDecision(t.ElementId, t.CompletedBy!, t.Outcome!, t.OutcomeName!, t.CreatedAt)
            {
                OnBehalfOf = t.OnBehalfOf,
            })
            .ToListAsync(cancellation);
    }

    /// <summary>Who decided last, or null where it was the system or nobody.</summary>
    public string? LastPerson =>
        Decisions is [.., var last] && last.By != Actor.System.UserName ? last.By : null;

    /// <summary>
    /// Who decided these tasks, and in whose place it was decided; the system left out.
    /// </summary>
    public IEnumerable<string> PerformersOf(IReadOnlyCollection<string> elements) => Decisions
        .Where(d => elements.Contains(d.ElementId) && d.By != Actor.System.UserName)
        .SelectMany(d => new[] { d.By, d.OnBehalfOf }).OfType<string>().Distinct();

    /// <summary>
    /// Whether the task opens because somebody sent it back: it was decided before, and in the visit that came last
    /// somebody chose anything but the first button.
    /// </summary>
    public bool SentBack(string elementId, ProcessDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (Decisions is not [.., var last] || last.ElementId == elementId
            || Decisions.All(d => d.ElementId != elementId))
            return false;

        // What an earlier version asked for and this one doesn't know is not judged by its buttons.
        if (definition.FindUserTask(last.ElementId) is not { Outcomes: [var primary, ..] })
            return false;
        return Decisions.Any(
            d => d.ElementId == last.ElementId && d.OpenedAt == last.OpenedAt && d.Outcome != primary.Id);
    }
}
