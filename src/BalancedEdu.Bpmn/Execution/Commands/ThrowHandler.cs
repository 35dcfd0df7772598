using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Errors and escalations from outside: of a job, a called process or a person at a task.</summary>
internal static class ThrowHandler
{
    public static Refusal? Error(Stepping x, ThrowBpmnError command)
    {
        if (Open(x, command.ElementInstanceId) is not { } element)
            return Refusals.NothingToThrowFrom(command.ElementInstanceId);
        if (string.IsNullOrWhiteSpace(command.Code))
            return Refusals.ThrowWithoutCode(element.Id);
        if (element.Incident is not null)
            x.ResolveIncident(element);
        try
        {
            x.ThrowError(x.State.Element(element.Id), command.Code, command.Message);
        }
        catch (ElementFault fault)
        {
            x.RaiseIncident(x.State.Element(element.Id), fault);
        }
        return null;
    }

    public static Refusal? Escalation(Stepping x, ThrowEscalation command)
    {
        if (Open(x, command.ElementInstanceId) is not { } element)
            return Refusals.NothingToThrowFrom(command.ElementInstanceId);
        if (string.IsNullOrWhiteSpace(command.Code))
            return Refusals.ThrowWithoutCode(element.Id);
        x.ThrowEscalation(element, command.Code);
        return null;
    }

    private static ElementInstance? Open(Stepping x, long id) =>
        x.FindCall(id) is { } element
            && x.NodeOf(element) is ServiceTask or CallActivity or UserTask
            ? element
            : null;
}
