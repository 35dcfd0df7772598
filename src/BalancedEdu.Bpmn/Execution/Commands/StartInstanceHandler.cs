using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Starts the instance at a start event of the process.</summary>
internal static class StartInstanceHandler
{
    public static Refusal? Handle(Stepping x, StartInstance command)
    {
        if (x.State.Started)
            return Refusals.AlreadyStarted();
        var starts = x.Definition.StartsOf(x.Definition.Root);
        StartEvent? start;
        if (command.StartEventId is { } id)
        {
            start = starts.FirstOrDefault(known => known.Id == id);
            if (start is null)
                return Refusals.NoSuchStart(id);
        }
        else
        {
            start = starts.FirstOrDefault(known => known.Definition is null);
            if (start is null)
                return Refusals.NoPlainStart();
        }
        x.Emit(new InstanceStarted(x.Definition.Id, start.Id, command.Variables, x.Now));
        x.Enter(start, ProcessState.RootId);
        return null;
    }
}
