using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>
/// A task changes hands: its row, the event that tells who gave it to whom and why, and the mail to whom it came, in
/// one step. If the process dies before the commit nothing has happened; after it the mail stands in the outbox.
/// </summary>
internal sealed class TaskHanding(ProcessRunner runner, Notices notices)
{
    /// <summary>Carries it out; null when done.</summary>
    /// <param name="verb">What the person calls it: a refusal names it.</param>
    /// <param name="hand">The task.</param>
    /// <param name="handing">How it changes hands.</param>
    /// <param name="judge">Whether it still may: <see cref="StepRequest.Judge"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<ActionRefusal?> RunAsync(
        string verb, TaskInHand hand, Handing handing,
        Func<StepContext, CancellationToken, Task<ActionRefusal?>>? judge, CancellationToken cancellation) =>
        runner.RunAsync(
            new(hand.Task.CaseId, null, hand.Actor)
            {
                TaskId = hand.Task.Id,
                Verb = verb,
                Judge = judge,
                Host = async (step, stop) =>
                {
                    step.Transition.Ownerships.Add(handing.Ownership);
                    step.Append(handing.Kind, hand.Task.ElementId, hand.Task.Id, Data(handing));
                    await TellAsync(step, hand, handing, stop);
                },
            },
            cancellation);

    /// <summary>Mails one person about something that was done with a task.</summary>
    public async Task TellAsync(
        StepContext step, TaskInHand hand, string template, string userName, string? comment,
        CancellationToken cancellation)
    {
        var data = Notices.AboutTask(step.Variables, hand.Task.Name, hand.Task.DueAt)
            .With("by", FeelValue.Of(hand.Person.DisplayName));
        if (comment is not null)
            data = data.With("comment", FeelValue.Of(comment));

        // The same person may get the same task again later: the revision makes it another mail.
        var about = string.Create(
            CultureInfo.InvariantCulture, $"{hand.Task.ElementInstanceId}/{template}/{hand.Task.Revision}");
        await notices.AddAsync(
            step, template, about, step.Staff.People([userName]), hand.Task.Id, data, false, cancellation);
    }

    /// <summary>Records what was done in somebody's place, and tells them; nothing when it was one's own.</summary>
    public Task RecordBehalfAsync(
        StepContext step, TaskInHand hand, string verb, string outcome, string? comment,
        CancellationToken cancellation) =>
        hand.Behalf?.TellAsync(step, hand.Task, notices, verb, outcome, comment, cancellation) ?? Task.CompletedTask;

    private Task TellAsync(StepContext step, TaskInHand hand, Handing handing, CancellationToken cancellation) =>
        TellAsync(step, hand, handing.Template, handing.To.UserName, handing.Text, cancellation);

    private static string Data(Handing handing) => Json.Of(w =>
    {
        w.WriteStartObject();
        w.WriteString("to", handing.To.UserName);
        w.WriteString("toName", handing.To.DisplayName);
        if (handing.Text is not null)
            w.WriteString("reason", handing.Text);
        w.WriteEndObject();
    });
}

/// <summary>How a task changes hands.</summary>
/// <param name="Kind">The event.</param>
/// <param name="Template">The mail to whom it comes.</param>
/// <param name="To">To whom it comes.</param>
/// <param name="Text">The reason, the question or the answer; or null.</param>
/// <param name="Ownership">What changes in the row.</param>
internal sealed record Handing(string Kind, string Template, Person To, string? Text, TaskOwnership Ownership);
