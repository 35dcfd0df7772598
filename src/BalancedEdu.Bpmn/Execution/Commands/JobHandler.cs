using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>The answers of handlers. An answer that comes after a failure was reported still counts.</summary>
internal static class JobHandler
{
    public static Refusal? Complete(Stepping x, CompleteJob command)
    {
        if (Open(x, command.JobId) is not { } element)
            return Refusals.JobNotOpen(command.JobId);
        if (element.Incident is not null)
            x.ResolveIncident(element);
        x.Emit(new JobCompleted(element.Id, element.ElementId, command.Outputs));
        x.Complete(element.Id);
        return null;
    }

    public static Refusal? Fail(Stepping x, FailJob command)
    {
        if (Open(x, command.JobId) is not { } element)
            return Refusals.JobNotOpen(command.JobId);
        x.RaiseIncident(element, Faults.JobFailed(command.Message));
        return null;
    }

    public static Refusal? Fail(Stepping x, FailChild command)
    {
        if (OpenCall(x, command.CallId) is not { } element)
            return Refusals.CallNotOpen(command.CallId);
        x.RaiseIncident(element, Faults.ChildFailed(command.Message));
        return null;
    }

    public static Refusal? Complete(Stepping x, CompleteChild command)
    {
        if (OpenCall(x, command.CallId) is not { } element)
            return Refusals.CallNotOpen(command.CallId);
        if (element.Incident is not null)
            x.ResolveIncident(element);
        x.Emit(new PayloadReceived(element.Id, element.ElementId, command.Variables));
        x.Complete(element.Id);
        return null;
    }

    private static ElementInstance? OpenCall(Stepping x, long id) =>
        x.FindCall(id) is { } element
            && x.NodeOf(element) is CallActivity
            ? element
            : null;

    private static ElementInstance? Open(Stepping x, long id) =>
        x.FindOpen(id) is { } element
            && x.NodeOf(element) is ServiceTask
            ? element
            : null;
}
