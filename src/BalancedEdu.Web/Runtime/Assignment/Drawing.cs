using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>Where the seed of a draw comes from; the product's takes it from the operating system.</summary>
/// <returns>Any number, each as likely as the others.</returns>
public delegate ulong DrawSeeds();

/// <summary>
/// 抽取: who does a task is drawn by lot from those who need not stay away (回避, 教育督导条例 10、16). The pool and the seed
/// stand in the event <see cref="Drawn"/>, so that anybody can repeat the draw with <see cref="Draw.Members"/>. A step
/// that is computed again draws again: only the draw that is committed has ever been seen.
/// </summary>
internal sealed class Drawing(Func<BalancedEduDb> open, DrawSeeds seeds)
{
    /// <summary>The event of a draw.</summary>
    public const string Drawn = "AssigneeDrawn";

    /// <summary>The event of somebody who was drawn and must stay away.</summary>
    public const string Recused = "TaskRecused";

    /// <summary>Whether who does a task is drawn.</summary>
    public static bool Draws(ProcessDefinition definition, string elementId) =>
        definition.Find(elementId) is UserTask { Details.Assignment.Pick: AssignmentPick.Draw };

    /// <summary>Adds those of the people who must stay away to who is excluded, and to the task's row.</summary>
    public async Task KeepAwayAsync(
        StepContext step, WorkTask task, IReadOnlyList<Person> people, CasePast past, HashSet<string> excluded,
        CancellationToken cancellation)
    {
        var away = await AwayAsync(step, task.ElementId, task.Id, people, past, cancellation);
        task.Exclusions.AddRange(people.Select(p => p.UserName).Distinct()
            .Where(name => away.Contains(name) && excluded.Add(name))
            .Select(name => new TaskExclusion { TaskId = task.Id, UserName = name }));
    }

    /// <summary>Draws one of them. A natural person with several accounts is in the pool once.</summary>
    public Person Choose(StepContext step, string elementId, long taskId, IReadOnlyList<Person> people)
    {
        var pool = people.OrderBy(p => p.UserName, StringComparer.Ordinal)
            .DistinctBy(p => step.Staff.AccountsOf(p.UserName).Min(StringComparer.Ordinal)).ToList();
        var seed = seeds();
        var name = Draw.Members(pool.Select(p => p.UserName), seed, 1)[0];
        var drawn = pool.Find(p => p.UserName == name)!;
        step.Append(Drawn, elementId, taskId, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("seed", seed.ToString("x16", CultureInfo.InvariantCulture));
            w.WriteNumber("count", pool.Count);
            w.WriteStartArray("pool");
            foreach (var one in pool)
                w.WriteStringValue(one.UserName);
            w.WriteEndArray();
            w.WriteString("to", drawn.UserName);
            w.WriteString("toName", drawn.DisplayName);
            w.WriteEndObject();
        }));
        return drawn;
    }

    /// <summary>Draws somebody else for an open task; null when nobody is left.</summary>
    /// <param name="step">The step that wants it.</param>
    /// <param name="task">The task.</param>
    /// <param name="people">Its candidates without those who are excluded from it.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Person?> SubstituteAsync(
        StepContext step, WorkTask task, IReadOnlyList<Person> people, CancellationToken cancellation)
    {
        var past = await CasePast.LoadAsync(open, step, cancellation);
        var away = await AwayAsync(step, task.ElementId, task.Id, people, past, cancellation);
        var left = people.Where(p => !away.Contains(p.UserName)).ToList();
        return left.Count == 0 ? null : Choose(step, task.ElementId, task.Id, left);
    }

    /// <summary>
    /// All accounts of those who must stay away: who acted in the case before, but for other drawn tasks (an inspector
    /// may come again to see what was mended), who sits on another seat, who declared that they must stay away, and
    /// those of the people who belong to the school that is looked at, or without a school to the applicant.
    /// </summary>
    private async Task<HashSet<string>> AwayAsync(
        StepContext step, string elementId, long taskId, IReadOnlyList<Person> people, CasePast past,
        CancellationToken cancellation)
    {
        await using var db = open();
        var (caseId, definition) = (step.Case.Id, step.Bundle.Definition);
        var names = past.Decisions.Where(d => !Draws(definition, d.ElementId) && d.By != Actor.System.UserName)
            .SelectMany(d => new[] { d.By, d.OnBehalfOf }).OfType<string>().ToList();
        names.AddRange(await db.TaskHolders.Where(h => h.CaseId == caseId && h.Answered).Select(h => h.UserName)
            .ToListAsync(cancellation));
        names.AddRange(await db.CaseEvents.Where(e => e.CaseId == caseId && e.Kind == Recused).Select(e => e.Actor)
            .ToListAsync(cancellation));
        names.AddRange(SeatsOf(step, elementId, taskId));
        var accounts = people.SelectMany(p => step.Staff.AccountsOf(p.UserName)).Distinct().ToList();
        names.AddRange(await OfTheInspectedAsync(db, step.Case, step.Staff, accounts, cancellation));
        return names.SelectMany(step.Staff.AccountsOf).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<string> SeatsOf(StepContext step, string elementId, long taskId) =>
        step.Before.OpenTasks.Where(t => t.ElementId == elementId && t.Id != taskId
                && !step.Transition.WithdrawnTasks.Contains(t.Id)).Select(t => t.Assignee)
            .Concat(step.Transition.OpenedTasks.Where(t => t.ElementId == elementId && t.Id != taskId)
                .Select(t => t.Assignee)).OfType<string>();

    /// <summary>
    /// Whether somebody belongs, by any of their accounts, to the school that is looked at, or without a school to the
    /// applicant: who is named by hand in place of a draw must stay away then, too.
    /// </summary>
    public async Task<bool> IsOfTheInspectedAsync(
        Case @case, Staff staff, IReadOnlyList<string> accounts, CancellationToken cancellation)
    {
        await using var db = open();
        return (await OfTheInspectedAsync(db, @case, staff, accounts, cancellation)).Any();
    }

    private static async Task<IEnumerable<string>> OfTheInspectedAsync(
        BalancedEduDb db, Case @case, Staff staff, IReadOnlyList<string> accounts, CancellationToken cancellation)
    {
        var school = @case.SchoolCode;
        var unit = school is null
            ? @case.ApplicantName
            : await db.Schools.Where(s => s.Code == school).Select(s => s.Name).SingleOrDefaultAsync(cancellation)
                ?? "";
        var there = accounts.Where(name => staff.HeldBy(name)
            .Any(h => h.SchoolCode is not null && h.SchoolCode == school));
        if (unit.Length == 0)
            return there;
        return there.Concat(await db.Users.Where(u => accounts.Contains(u.UserName!) && u.UnitName == unit)
            .Select(u => u.UserName!).ToListAsync(cancellation));
    }
}
