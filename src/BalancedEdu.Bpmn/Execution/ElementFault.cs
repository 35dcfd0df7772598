namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// The verdict that a token can't go on. Behaviours throw it while they work things out and before they emit what
/// follows from it; the queue turns it into an incident at the element instance. It never leaves a step.
/// </summary>
internal sealed class ElementFault(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
