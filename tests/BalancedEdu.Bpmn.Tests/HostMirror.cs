using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Tests;

/// <summary>
/// What a host has open that only listens to effects: after each step it must be exactly what the state says.
/// </summary>
internal sealed class HostMirror(ProcessDefinition definition)
{
    private readonly SortedSet<long> _tasks = [];
    private readonly SortedSet<long> _jobs = [];
    private readonly SortedSet<long> _calls = [];
    private readonly SortedDictionary<long, DateTimeOffset> _timers = [];
    private readonly SortedSet<long> _subscriptions = [];
    private readonly SortedSet<long> _incidents = [];

    public ProcessDefinition Definition { get; set; } = definition;

    public void Take(Command command, StepResult result)
    {
        if (result.Refusal is not null)
            return;
        Answered(command);
        foreach (var effect in result.Effects)
            Carry(effect);
        Check(result.State);
    }

    private void Answered(Command command)
    {
        switch (command)
        {
            case CompleteUserTask complete:
                Assert.True(_tasks.Remove(complete.TaskId));
                break;
            case CompleteJob complete:
                _jobs.Remove(complete.JobId);
                break;
            case FailJob fail:
                _jobs.Remove(fail.JobId);
                break;
            case CompleteChild child:
                _calls.Remove(child.CallId);
                break;
            case ThrowBpmnError error:
                _jobs.Remove(error.ElementInstanceId);
                _calls.Remove(error.ElementInstanceId);
                break;
            case FireTimer fire:
                Assert.True(_timers.Remove(fire.TimerId));
                break;
        }
    }

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case CreateUserTask create:
                Assert.True(_tasks.Add(create.TaskId), $"task {create.TaskId} was opened twice");
                break;
            case CancelUserTask cancel:
                Assert.True(_tasks.Remove(cancel.TaskId), $"task {cancel.TaskId} was not open");
                break;
            case RequestJob job:
                Assert.True(_jobs.Add(job.JobId), $"job {job.JobId} was asked for twice");
                break;
            case CancelJob job:
                _jobs.Remove(job.JobId);
                break;
            case StartChild child:
                Assert.True(_calls.Add(child.CallId));
                break;
            case CancelChild child:
                _calls.Remove(child.CallId);
                break;
            case ScheduleTimer timer:
                _timers[timer.TimerId] = timer.Due;
                break;
            case CancelTimer timer:
                _timers.Remove(timer.TimerId);
                break;
            case Subscribe subscribe:
                Assert.True(_subscriptions.Add(subscribe.SubscriptionId));
                break;
            case Unsubscribe unsubscribe:
                Assert.True(_subscriptions.Remove(unsubscribe.SubscriptionId));
                break;
            case RaiseIncident incident:
                _incidents.Add(incident.ElementInstanceId);
                break;
            case ClearIncident incident:
                Assert.True(_incidents.Remove(incident.ElementInstanceId), "there was no incident to clear");
                break;
        }
    }

    private void Check(ProcessState state)
    {
        Assert.Equal(Ids(state, element => element.Incident is not null), _incidents);
        Assert.Equal(Ids(state, element => (Works<UserTask>(element) && element.Signing?.Outcome is null)
            || (element.Lifecycle == ElementLifecycle.Activated && Definition.Find(element.ElementId) is StartEvent
                && element.Variables.TryGet("returned", out _))),
            _tasks);
        Assert.Equal(Ids(state, element => Works<ServiceTask>(element) && !IsOver(element)), _jobs);
        Assert.Equal(
            state.Elements.Values.Where(element => Works<CallActivity>(element) && !IsOver(element))
                .Select(element => element.CallId).Order(),
            _calls);
        if (state.Suspension is null)
            Assert.Equal(state.Timers.Values.ToDictionary(timer => timer.Id, timer => timer.Due), _timers);
        else
            Assert.Empty(_timers);
        Assert.Equal(
            state.Subscriptions.Values.Where(s => s.Kind != SubscriptionKind.Condition).Select(s => s.Id),
            _subscriptions);
    }

    private bool Works<TActivity>(ElementInstance element)
        where TActivity : Activity =>
        element is { Lifecycle: ElementLifecycle.Activated, Loop: null }
        && Definition.Find(element.ElementId) is TActivity activity
        && (activity.IsForCompensation || !element.Compensates);

    /// <summary>The handler has given up or has thrown.</summary>
    private static bool IsOver(ElementInstance element) =>
        element.Incident?.Code is "bpmn.job.failed" or "bpmn.error.uncaught";

    private static IEnumerable<long> Ids(ProcessState state, Func<ElementInstance, bool> which) =>
        state.Elements.Values.Where(which).Select(element => element.Id);
}
