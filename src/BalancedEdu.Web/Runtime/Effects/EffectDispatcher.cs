using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Calls;
using BalancedEdu.Web.Runtime.Messages;
using BalancedEdu.Web.Runtime.Notifications;

namespace BalancedEdu.Web.Runtime.Effects;

/// <summary>Turns the effects of a step into the rows that carry them out.</summary>
internal sealed class EffectDispatcher(
    UserTasks tasks, TaskClocks clocks, CaseClocks caseClocks, Notices notices, Recipients recipients,
    MessageRows messages, CallRows calls, Tidings tidings, RowIds ids)
{
    /// <summary>Adds the rows of all effects, in their order, to the transition.</summary>
    public async Task DispatchAsync(StepContext step, IReadOnlyList<Effect> effects, CancellationToken cancellation)
    {
        CasePast? past = null;
        var asOf = CaseClocks.AsOf(step);
        if (step.Transition.Completion is { } done)
            clocks.End(step, done.TaskId);
        await caseClocks.FollowAsync(step, asOf, cancellation);
        foreach (var effect in effects)
        {
            if (effect is CreateUserTask opened)
                await tasks.OpenAsync(step, opened, past ??= await tasks.PastAsync(step, cancellation), cancellation);
            else
                await DispatchAsync(step, effect, cancellation);
        }
        clocks.Write(step);
        await tidings.TellAsync(step, cancellation);
    }

    private async Task DispatchAsync(StepContext step, Effect effect, CancellationToken cancellation)
    {
        var (t, caseId) = (step.Transition, step.Case.Id);
        switch (effect)
        {
            case CancelUserTask e:
                tasks.Withdraw(step, e.TaskId);
                break;
            case ScheduleTimer e:
                t.Timers.Add(new() { CaseId = caseId, TimerId = e.TimerId, ElementId = e.ElementId, DueAt = e.Due });
                break;
            case CancelTimer e:
                t.EndedTimers.Add(e.TimerId);
                break;
            case RequestJob e:
                t.Jobs.Add(await JobAsync(step, e, cancellation));
                break;
            case CancelJob e:
                t.EndedJobs.Add((e.JobId, OutboxStatus.Discarded));
                break;
            case SendMail e:
                var people = await recipients.ResolveAsync(step, e.To, null, cancellation);
                await notices.AddAsync(
                    step,
                    new(e.Template, $"{e.ElementInstanceId}/{e.Template}", null, e.Data)
                    {
                        Name = step.Bundle.Definition.NameOf(e.ElementId),
                    },
                    people, cancellation);
                break;
            case RaiseIncident e:
                t.Incidents.Add(IncidentOf(step, e));
                break;
            case ClearIncident e:
                // Of one element the last word counts: what this step raised before is not written at all, and what it
                // raises after stays.
                t.Incidents.RemoveAll(i => i.ElementInstanceId == e.ElementInstanceId);
                t.ClearedIncidents.Add(e.ElementInstanceId);
                break;
            case Subscribe e:
                messages.Open(step, e);
                break;
            case Unsubscribe e:
                MessageRows.Close(step, e);
                break;
            case PublishMessage e:
                await messages.SendAsync(step, e, cancellation);
                break;
            case PublishSignal e:
                await messages.SendAsync(step, e, cancellation);
                break;
            case StartChild e:
                await calls.AskAsync(step, e, cancellation);
                break;
            case CancelChild e:
                CallRows.GiveUp(step, e);
                break;
            case NotifyParent e:
                CallRows.Tell(step, e);
                break;
            case EndInstance e:
                CallRows.Tell(step, e);
                End(step, e);
                break;
            default:
                throw new InvalidOperationException(
                    $"Effect {effect.GetType().Name} of case {caseId} is unknown to the runtime.");
        }
    }

    private async Task<OutboxJob> JobAsync(StepContext step, RequestJob e, CancellationToken cancellation) => new()
    {
        Id = await ids.NextAsync(cancellation),
        Key = string.Create(CultureInfo.InvariantCulture, $"{step.Case.Id}/{e.JobId}"),
        CaseId = step.Case.Id,
        JobId = e.JobId,
        Job = e.Job,
        Inputs = Json.Of(e.Inputs),
        CreatedAt = step.Now,
    };

    private static IncidentRow IncidentOf(StepContext step, RaiseIncident e) => new()
    {
        CaseId = step.Case.Id,
        ElementInstanceId = e.ElementInstanceId,
        ElementId = e.ElementId,
        Code = e.Code,
        Message = e.Message,
        RaisedAt = step.Now,
    };

    private void End(StepContext step, EndInstance e)
    {
        (step.Case.Status, step.Case.EndedAt) = (e.Cancelled ? CaseStatus.Cancelled : CaseStatus.Completed, step.Now);
        clocks.EndAll(step);
    }
}
