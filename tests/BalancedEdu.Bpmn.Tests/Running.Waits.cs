using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests;

/// <summary>Messages, signals, conditions, signers and returns.</summary>
internal sealed partial class Running
{
    public IEnumerable<SubscriptionState> Subscriptions => State.Subscriptions.Values;

    public IReadOnlyList<PublishMessage> Messages => [.. _asked.OfType<PublishMessage>()];

    public IReadOnlyList<PublishSignal> Signals => [.. _asked.OfType<PublishSignal>()];

    public IReadOnlyList<StartChild> Calls =>
        Open<StartChild>(e => e.CallId, e => e is CancelChild c ? c.CallId : null);

    public static string Show(FeelContext context) => FeelValue.Of(context).ToString()!;

    /// <summary>The jobs that were asked for so far, in order.</summary>
    public string AskedJobs => string.Join(" ", _asked.OfType<RequestJob>().Select(job => job.ElementId));

    public string JobIds => string.Join(" ", Jobs.Select(job => job.ElementId).Order(StringComparer.Ordinal));

    public string Waits => string.Join(" ", Subscriptions.Select(s => s.ElementId).Order(StringComparer.Ordinal));

    /// <summary>Delivers a message to the oldest subscription of that name.</summary>
    public Running Message(string name, params (string Name, object? Value)[] payload) =>
        Do(new CorrelateMessage(Subscriptions.First(s => s.Name == name).Id, Vars(payload)));

    public Running Signal(string name, params (string Name, object? Value)[] payload) =>
        Do(new BroadcastSignal(name, Vars(payload)));

    public Running Set(params (string Name, object? Value)[] variables) => Do(new SetVariables(Vars(variables)));

    public long Id(string elementId, int loop = 0) => State.Elements.Values.First(e =>
        e.ElementId == elementId && e.LoopCounter == loop).Id;

    public long TaskId(string elementId, int loop = 0) => Tasks.First(t =>
        t.ElementId == elementId && (loop == 0 || t.LoopCounter == loop)).TaskId;

    public Running Error(string elementId, string code, string? message = null) =>
        Do(new ThrowBpmnError(Id(elementId), code, message));

    public Running Escalate(string elementId, string code) => Do(new ThrowEscalation(Id(elementId), code));

    public Running Return(string from, string to, bool directly = false, int loop = 0) =>
        Do(new ReturnTo(TaskId(from, loop), to, "wang.wu", "重办", directly));

    public string? TryReturn(string from, string to, bool directly = false, int loop = 0) =>
        Try(new ReturnTo(TaskId(from, loop), to, "wang.wu", "重办", directly)).Refusal?.Code;

    public Running Sign(string task, SignerPlace place, params string[] users) =>
        Do(new AddSigner(TaskId(task), place, users, "wang.wu"));

    /// <summary>Answers all jobs that are open, oldest first, until none is.</summary>
    public Running AnswerAll()
    {
        while (Jobs.Count > 0)
            Do(new CompleteJob(Jobs[0].JobId, FeelContext.Empty));
        return this;
    }

    /// <summary>The assignees of the open tasks of an element, oldest first.</summary>
    public string Assignees(string elementId) =>
        string.Join(" ", Tasks.Where(t => t.ElementId == elementId).Select(t => t.Assignee ?? "-"));

    /// <summary>Decides the open task of that assignee.</summary>
    public Running Decide(string assignee, string outcome = "ok") => Do(new CompleteUserTask(
        Tasks.First(t => t.Assignee == assignee).TaskId, outcome, outcome == "no" ? "理由" : null, assignee,
        FeelContext.Empty));
}
