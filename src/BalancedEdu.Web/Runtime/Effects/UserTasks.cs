using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Effects;

/// <summary>Opens and withdraws tasks.</summary>
internal sealed class UserTasks(
    Func<BalancedEduDb> open, RowIds ids, Assigner assigner, TaskClocks clocks, Notices notices)
{
    /// <summary>Opens a task: who may do it, its clock, and a mail to whom it waits for.</summary>
    public async Task OpenAsync(StepContext step, CreateUserTask effect, CasePast past, CancellationToken cancellation)
    {
        var details = step.Bundle.Definition.UserTask(effect.ElementId);
        var task = new WorkTask
        {
            Id = await ids.NextAsync(cancellation),
            CaseId = step.Case.Id,
            ElementInstanceId = effect.TaskId,
            ElementId = effect.ElementId,
            Name = step.Bundle.Definition.NameOf(effect.ElementId),
            Role = details.Role ?? "主办",
            CreatedAt = step.Now,
            Revision = 1,
            FormData = effect.FormData.Count == 0 ? null : Json.Of(effect.FormData),
            LoopCounter = effect.LoopCounter,
            Drawn = details.Assignment.Pick == AssignmentPick.Draw,
            PreviousStep = Previous(step, past),
            Returned = step.Return?.Target == effect.ElementId
                || past.SentBack(effect.ElementId, step.Bundle.Definition),
            SignerPlace = effect.Place?.ToString().ToLowerInvariant(),
            AddedBy = effect.AskedBy,
            BackTo = step.Return is { Directly: true } back && back.Target == effect.ElementId ? back.BackTo : null,
        };
        var people = await assigner.AssignAsync(step, task, effect, details, past, cancellation);
        step.Transition.OpenedTasks.Add(task);
        if (details.Sla is { } sla && effect.Budget is { Length: > 0 } budget)
            await clocks.StartAsync(
                step, task, sla, budget, await OwnersClockAsync(step, effect, sla, cancellation), cancellation);
        clocks.Pause(step, task, details);
        if (AgreedBefore.Job(step, task, details, past) is { } again)
            step.Transition.Jobs.Add(again(await ids.NextAsync(cancellation)));

        if (task.Unassignable)
            step.Transition.Incidents.Add(Unassignable(task, step.Now, details));
        await TellAsync(step, task, people, cancellation);
    }

    /// <summary>
    /// What is decided by time is not put off by 加签: a signer has what is left of the owner's time, also when the owner
    /// has decided meanwhile. Null where the signer's time is its own.
    /// </summary>
    private async Task<Clock?> OwnersClockAsync(
        StepContext step, CreateUserTask effect, Sla sla, CancellationToken cancellation)
    {
        if (effect.SignsFor == 0 || sla.OnTimeout is null)
            return null;

        // Since the owner decided, pauses went on or ended: whose turn is just over has had what was left, and knows.
        var over = step.Transition.WithdrawnTasks.Append(step.Transition.Completion?.TaskId ?? 0).ToHashSet();
        var before = step.Before.OpenTasks.Where(t => over.Contains(t.Id) && t.ElementId == effect.ElementId)
            .Select(t => step.Clocks.Of(t.Id)).FirstOrDefault(c => c is not null);
        if (before is not null)
            return before.ToClock() with { EndedAt = null };
        await using var db = open();
        var row = await (
            from t in db.Tasks
            where t.CaseId == step.Case.Id && t.ElementInstanceId == effect.SignsFor
            join c in db.Clocks on t.Id equals c.TaskId
            select c).AsNoTracking().FirstOrDefaultAsync(cancellation);
        return row is null ? null : row.ToClock() with { EndedAt = null };
    }

    /// <summary>What an administrator sees of a task that nobody can do.</summary>
    public static IncidentRow Unassignable(WorkTask task, DateTimeOffset at, UserTaskDetails details) => new()
    {
        CaseId = task.CaseId,
        ElementId = task.ElementId,
        Code = IncidentCodes.Unassignable,
        Message = details.Assignment.Pick == AssignmentPick.Draw
            ? $"“{task.Name}”抽不出人：备选的人员都已抽中、须回避或已停用。请补充备选人员后重试，或指派一人。"
            : $"“{task.Name}”没有人可以办理：岗位上没有人，或者都因职责分离不能办。请指派一人，或先补上岗位。",
        Key = string.Create(CultureInfo.InvariantCulture, $"task:{task.Id}"),
        SourceId = task.Id,
        RaisedAt = at,
    };

    private async Task TellAsync(
        StepContext step, WorkTask task, IReadOnlyList<Person> people, CancellationToken cancellation)
    {
        var (template, to) = task switch
        {
            { Unassignable: true } =>
                (Notices.TaskUnassignable, step.Staff.Concerned([CityAdministration.Post], null, null)),
            { SignerPlace: not null } => (Notices.SignerAdded, people),
            { Returned: true } => (Notices.TaskReturned, people),
            _ => (Notices.TaskAssigned, people),
        };

        var data = Notices.AboutTask(step.Variables, task.Name, task.DueAt);
        var comment = step.Return?.Reason ?? step.Note ?? step.Transition.Completion?.Comment;
        if ((task.Returned || step.Note is not null) && comment is not null)
            data = data.With("comment", FeelValue.Of(comment));
        if (task.AddedBy is { } asked)
            data = data.With("by", FeelValue.Of(step.Staff.Find(asked)?.DisplayName ?? asked));

        // Who has just decided sees what comes next on the page.
        await notices.AddAsync(
            step, template, $"{task.ElementInstanceId}/{template}", to.Where(p => p.UserName != step.Actor.UserName),
            task.Id,
            data, task.Unassignable, cancellation);
    }

    /// <summary>Withdraws a task that nobody decided.</summary>
    public void Withdraw(StepContext step, long elementInstanceId)
    {
        if (step.FindOpen(elementInstanceId) is not { } task)
            return;
        step.Transition.WithdrawnTasks.Add(task.Id);
        clocks.End(step, task.Id);
    }

    /// <summary>Loads what was decided before; once a step.</summary>
    public Task<CasePast> PastAsync(StepContext step, CancellationToken cancellation) =>
        CasePast.LoadAsync(open, step, cancellation);

    private static string Previous(StepContext step, CasePast past)
    {
        if (step.Return is not null)
            return $"{step.Actor.DisplayName} 退回";
        if (past.Decisions is not [.., var last])
            return "";
        if (last.By == Actor.System.UserName)
            return $"系统 按“{last.OutcomeName}”处理";
        var name = last.By == step.Actor.UserName
            ? step.Actor.DisplayName
            : step.Staff.Find(last.By)?.DisplayName ?? last.By;
        return $"{name} {last.OutcomeName}";
    }
}
