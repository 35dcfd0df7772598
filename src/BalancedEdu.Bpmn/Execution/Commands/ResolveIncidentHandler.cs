using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Tries again what an incident stopped, in the phase where it was stopped.</summary>
internal static class ResolveIncidentHandler
{
    public static Refusal? Handle(Stepping x, ResolveIncident command)
    {
        if (x.State.Find(command.ElementInstanceId) is not { Incident: not null } element)
            return Refusals.NoIncident(command.ElementInstanceId);
        x.ResolveIncident(element);
        x.LookAtConditionsOf(element.Id);
        x.ArriveAgain(element);
        if (!StillAsked(x, element))
            x.Retry(x.State.Element(element.Id));
        return null;
    }

    /// <summary>A condition on its border was wrong: whoever does the work is still at it.</summary>
    private static bool StillAsked(Stepping x, ElementInstance element) =>
        element is { Lifecycle: ElementLifecycle.Activated, Loop: null, Incident.Code: Faults.NotBooleanCode }
        && x.NodeOf(element) is ServiceTask or CallActivity;
}
