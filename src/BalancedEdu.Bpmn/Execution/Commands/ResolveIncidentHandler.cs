namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Tries again what an incident stopped, in the phase where it was stopped.</summary>
internal static class ResolveIncidentHandler
{
    public static Refusal? Handle(Stepping x, ResolveIncident command)
    {
        if (x.State.Find(command.ElementInstanceId) is not { Incident: not null } element)
            return Refusals.NoIncident(command.ElementInstanceId);
        x.ResolveIncident(element);
        x.Retry(x.State.Element(element.Id));
        return null;
    }
}
