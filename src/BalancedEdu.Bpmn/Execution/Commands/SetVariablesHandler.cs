namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Sets variables of the process; open work isn't touched by it.</summary>
internal static class SetVariablesHandler
{
    public static Refusal? Handle(Stepping x, SetVariables command)
    {
        if (command.Variables.Count > 0)
            x.Emit(new VariablesSet(ProcessState.RootId, command.Variables));
        return null;
    }
}
