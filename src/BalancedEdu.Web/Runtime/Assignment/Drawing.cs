using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Tasks;
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

    private const string DeclaredAway = "其本人已声明回避。";
    private const string ActedBefore = "其本人办理过本事项的其他环节，须回避。";

    /// <summary>Whether who does a task is drawn.</summary>
    public static bool Draws(ProcessDefinition definition, string elementId) =>
        definition.Find(elementId) is UserTask { Details.Assignment.Pick: AssignmentPick.Draw };

    /// <summary>Adds those of the people who must stay away to who is excluded, and to the task's row.</summary>
    public async Task KeepAwayAsync(
        StepContext step, WorkTask task, IReadOnlyList<Person> people, CasePast past, HashSet<string> excluded,
        CancellationToken cancellation)
    {
        var away = await AwayAsync(step, task, people, past, cancellation);
        task.Exclusions.AddRange(people.Select(p => p.UserName).Distinct()
            .Where(name => away.ContainsKey(name) && excluded.Add(name))
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
        var away = await AwayAsync(step, task, people, past, cancellation);
        var left = people.Where(p => !away.ContainsKey(p.UserName)).ToList();
        return left.Count == 0 ? null : Choose(step, task.ElementId, task.Id, left);
    }

    /// <summary>Why somebody who is named by hand may not sit on a seat that is drawn; null: they may.</summary>
    /// <param name="case">The case.</param>
    /// <param name="definition">What it runs on.</param>
    /// <param name="staff">The staff now.</param>
    /// <param name="task">The seat.</param>
    /// <param name="userName">Who is named.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<string?> WhyNotAsync(
        Case @case, ProcessDefinition definition, Staff staff, WorkTask task, string userName,
        CancellationToken cancellation)
    {
        await using var db = open();
        var seated = await db.Tasks.Where(t => t.CaseId == task.CaseId && t.ElementId == task.ElementId
            && t.Id != task.Id && t.Status == WorkTaskStatus.Open && t.Assignee != null).Select(t => t.Assignee!)
            .ToListAsync(cancellation);
        var past = new CasePast(await CasePast.ReadAsync(open, @case.Id, cancellation));
        var away = await AwayAsync(@case, definition, staff, task, [userName], past, seated, cancellation);
        return away.GetValueOrDefault(userName);
    }

    /// <summary>The same of what a step starts from: two seats may be given at the same moment.</summary>
    public async Task<string?> WhyNotAsync(
        StepContext step, WorkTask task, Person person, CancellationToken cancellation)
    {
        if (!Draws(step.Bundle.Definition, task.ElementId))
            return null;
        var past = await CasePast.LoadAsync(open, step, cancellation);
        var away = await AwayAsync(step, task, [person], past, cancellation);

        // What is committed together with this step isn't stored yet.
        foreach (var e in step.Before.EventsSince.Where(
            e => e.Kind is Recused or TaskDelegations.Answered or CoSignatures.Signed))
            if (step.Staff.AccountsOf(e.Actor).Contains(person.UserName))
                away.TryAdd(person.UserName, e.Kind == Recused ? DeclaredAway : ActedBefore);
        return away.GetValueOrDefault(person.UserName);
    }

    private Task<Dictionary<string, string>> AwayAsync(
        StepContext step, WorkTask task, IReadOnlyList<Person> people, CasePast past,
        CancellationToken cancellation) =>
        AwayAsync(
            step.Case, step.Bundle.Definition, step.Staff, task, people.Select(p => p.UserName), past,
            SeatsOf(step, task.ElementId, task.Id), cancellation);

    /// <summary>
    /// All accounts of those who must stay away, with the reason of each: who acted in the case before, but for other
    /// draws (an inspector may come again to see what was mended), who sits or sat on another seat of this one, who
    /// declared that they must stay away, and those of the people who belong to the school that is looked at, or
    /// without a school to the applicant.
    /// </summary>
    private async Task<Dictionary<string, string>> AwayAsync(
        Case @case, ProcessDefinition definition, Staff staff, WorkTask task, IEnumerable<string> people,
        CasePast past, IEnumerable<string> seated, CancellationToken cancellation)
    {
        await using var db = open();
        var away = new Dictionary<string, string>(StringComparer.Ordinal);
        void Keep(IEnumerable<string?> names, string why)
        {
            foreach (var account in names.OfType<string>().SelectMany(staff.AccountsOf))
                away.TryAdd(account, why);
        }

        // Seats of one draw have opened at the same time.
        var sat = past.Decisions.Where(d => d.ElementId == task.ElementId && d.OpenedAt == task.CreatedAt);
        Keep(seated.Concat(sat.Select(d => d.By)), "其本人已抽中另一席。");
        Keep(
            await db.CaseEvents.Where(e => e.CaseId == @case.Id && e.Kind == Recused).Select(e => e.Actor)
                .ToListAsync(cancellation),
            DeclaredAway);
        var acted = past.Decisions.Where(d => !Draws(definition, d.ElementId) && d.By != Actor.System.UserName)
            .SelectMany(d => new[] { d.By, d.OnBehalfOf });
        Keep(
            acted.Concat(await db.TaskHolders.Where(h => h.CaseId == @case.Id && h.Answered).Select(h => h.UserName)
                .ToListAsync(cancellation)),
            ActedBefore);
        var accounts = people.SelectMany(staff.AccountsOf).Distinct().ToList();
        Keep(await OfTheInspectedAsync(db, @case, staff, accounts, cancellation), "其本人属于被核查的单位，须回避。");
        return away;
    }

    private static IEnumerable<string> SeatsOf(StepContext step, string elementId, long taskId) =>
        step.Before.OpenTasks.Where(t => t.ElementId == elementId && t.Id != taskId
                && !step.Transition.WithdrawnTasks.Contains(t.Id)).Select(t => t.Assignee)
            .Concat(step.Transition.OpenedTasks.Where(t => t.ElementId == elementId && t.Id != taskId)
                .Select(t => t.Assignee)).OfType<string>();

    /// <summary>
    /// Whether somebody belongs, by any of their accounts, to the school that is looked at, or without a school to the
    /// applicant: who signs beside somebody drawn must stay away then, too.
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
