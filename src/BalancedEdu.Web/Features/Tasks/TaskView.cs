using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>What a person had typed when an action was refused: it comes back with the page.</summary>
/// <param name="Outcome">The outcome that was pressed, or null.</param>
/// <param name="Comment">The opinion as typed.</param>
/// <param name="FormData">The form's data as the browser sent it, or null.</param>
/// <param name="Refusal">Why nothing was done.</param>
public sealed record RefusedInput(string? Outcome, string? Comment, string? FormData, ActionRefusal Refusal);

/// <summary>All that the page of a task shows.</summary>
public sealed class TaskView
{
    /// <summary>The case.</summary>
    public required CaseFile File { get; init; }

    /// <summary>The task.</summary>
    public required WorkTask Task { get; init; }

    /// <summary>Who reads.</summary>
    public required AppUser Reader { get; init; }

    /// <summary>Where it stands in 待我办, or null.</summary>
    public InboxPlace? Place { get; init; }

    /// <summary>Its clock and those of the case.</summary>
    public required IReadOnlyList<ClockSummary> Clocks { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the reader may claim it.</summary>
    public required bool CanClaim { get; init; }

    /// <summary>Whether it is so late that the reader may give it to somebody else (from L3 on).</summary>
    public bool IsEscalated { get; init; }

    /// <summary>The reader's own 常用意见.</summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>What was refused, with the input; null on a first look.</summary>
    public RefusedInput? Refused { get; init; }

    /// <summary>The outcome whose dialog is open from the start, or null.</summary>
    public string? ShownDialog { get; init; }

    /// <summary>In whose place the reader may decide; null when it is their own, or not theirs to decide.</summary>
    public Represented? Principal { get; init; }

    /// <summary>Whether it is open and the reader has it, or acts for who has it.</summary>
    public bool CanDecide =>
        (Has || (Task.Status == WorkTaskStatus.Open && Principal is not null)) && Task.Owner is null;

    /// <summary>Whether the reader is only asked for an answer (委派).</summary>
    public bool CanAnswer => Has && Task.Owner is not null;

    /// <summary>Whether the reader may take back what a delegate has.</summary>
    public bool CanRecall => Task is { Status: WorkTaskStatus.Open, Owner: { } owner }
        && (owner == Reader.UserName || IsManager);

    /// <summary>Whether the reader may give away what others have.</summary>
    public bool IsManager => Reader.Holdings.Exists(h => h.PositionId == TaskRights.CaseAdministrators
        && (h.DistrictCode is null || h.DistrictCode == File.Case.DistrictCode)
        && (h.SchoolCode is null || h.SchoolCode == File.Case.SchoolCode));

    /// <summary>Whether the reader may give it to somebody for good.</summary>
    public bool CanTransfer => Offers("transfer")
        || (Task is { Status: WorkTaskStatus.Open, Owner: null }
            && (IsEscalated || (IsManager && Details.Allow.Contains("transfer"))));

    /// <summary>Signers of it who have not acted.</summary>
    public IReadOnlyList<SignerLine> Signers => [.. File.Signers.Where(s => s.Concerns(Task))];

    /// <summary>Those whom it waits for before it can be decided.</summary>
    public string WaitsFor => string.Join("、", Signers.Where(s => s is { Place: "before", Task: not null }
        && s.OwnerInstanceId == Task.ElementInstanceId).Select(s => File.NameOf(s.User)));

    /// <summary>
    /// Whether the definition offers an operation on it: a word of <c>be:allow</c>. Who acts in somebody's place sends
    /// it back and asks signers, but doesn't give it to third people.
    /// </summary>
    public bool Offers(string operation) =>
        CanDecide && Task.SignerPlace is null && Details.Allow.Contains(operation)
        && (Principal is null || operation is "return" or "add-signer");

    /// <summary>Who was asked to sign beside who does it, and who has.</summary>
    public IReadOnlyList<CoSignerLine> CoSigners => CoSignerLine.Of(File, Task);

    /// <summary>Whether the reader may ask others to sign beside them.</summary>
    public bool CanAskCoSigners =>
        Has && Task is { Owner: null, SignerPlace: null } && Details.MinPeople > 1;

    /// <summary>Whether the reader was asked to sign beside who does it.</summary>
    public bool CanSign => Task.Status == WorkTaskStatus.Open && Task.Assignee != Reader.UserName
        && CoSigners.Any(line => line.UserName == Reader.UserName);

    /// <summary>Whether the reader was drawn and may declare that they must stay away.</summary>
    public bool CanRecuse => Has && Details.Assignment.Pick == AssignmentPick.Draw;

    private bool Has => Task.Status == WorkTaskStatus.Open && Task.Assignee == Reader.UserName;

    /// <summary>What the definition says of it.</summary>
    public UserTaskDetails Details => File.DetailsOf(Task);

    /// <summary>The line of steps.</summary>
    public IReadOnlyList<Step> Steps => StepLine.Read(File, Task);

    /// <summary>Opinions and history, newest first.</summary>
    public IReadOnlyList<HistoryStep> History => CaseHistory.Read(File, Reader.UserName!);

    /// <summary>The seats of this step: decided and all.</summary>
    public (int Done, int Of) Seats =>
        History.FirstOrDefault(s => s.ElementId == Task.ElementId) is { Of: > 1 } step ? (step.Done, step.Of) : (0, 0);

    /// <summary>The form of this task, or null.</summary>
    public string? Schema => File.SchemaOf(Task);

    /// <summary>What the form is shown with: what was typed, else the draft over the initial values.</summary>
    public string FormData => FormJson.ForBrowser(
        Task.FormData, DraftRules.Hold(Refused?.FormData) ? Refused!.FormData : Task.Draft);

    /// <summary>Errors of the form's fields.</summary>
    public IReadOnlyDictionary<string, string[]> FieldErrors => (Refused?.Refusal.Fields ?? [])
        .Where(f => !IsAboutComment(f))
        .GroupBy(f => f.Key)
        .ToDictionary(g => g.Key, g => g.Select(f => f.Message).ToArray());

    /// <summary>The error of the opinion, or null.</summary>
    public string? CommentError => Refused?.Refusal.Fields.FirstOrDefault(IsAboutComment)?.Message;

    /// <summary>The buttons.</summary>
    public IReadOnlyList<Outcome> Outcomes => [.. Details.Choices];

    /// <summary>The code tells errors of the opinion from those of a form's field of the same name.</summary>
    private static bool IsAboutComment(FieldError error) =>
        error.Code.StartsWith("task.comment", StringComparison.Ordinal);

    /// <summary>Why the step before sent it back, or null.</summary>
    public string? ReturnReason => HandingHistory.ReasonOfReturnTo(File, Task) ?? File.Tasks
        .Where(t => t.Status == WorkTaskStatus.Completed && t.EndedAt <= Task.CreatedAt && t.Comment is { Length: > 0 })
        .MaxBy(t => t.EndedAt)?.Comment;

    /// <summary>Elements that were passed, for the diagram.</summary>
    public IEnumerable<string> Finished => File.FinishedElementIds;
}

/// <summary>Reads what the page of a task shows; the right to see is part of the query.</summary>
public sealed class TaskViews(
    CaseFiles files, TaskRightsQuery rights, InboxQuery inbox, PersonalPhrases phrases, CurrentUser current,
    OfficeTime office, TimeProvider time)
{
    /// <summary>The page of a task, or null when there is none for this person.</summary>
    public async Task<TaskView?> FindAsync(
        long taskId, string? shownDialog, RefusedInput? refused, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await files.FindByTaskAsync(person, taskId, cancellation) is not { } file)
            return null;
        var task = file.Tasks.Single(t => t.Id == taskId);
        var now = time.GetUtcNow();
        return new()
        {
            File = file,
            Task = task,
            Reader = person,
            Place = await inbox.PlaceAsync(person, taskId, cancellation),
            Clocks = file.ClocksOf(task, office, now),
            Now = now,
            CanClaim = await rights.CanClaimAsync(person, taskId, cancellation),
            IsEscalated = await rights.IsEscalatedToAsync(person, taskId, cancellation),
            Phrases = [.. (await phrases.ListAsync(person, cancellation)).Select(p => p.Text)],
            Principal = await rights.ActsForAsync(person, taskId, cancellation)
                ? person.ActsFor.FirstOrDefault(p => p.UserName == task.Assignee)
                : null,
            Refused = refused,
            ShownDialog = shownDialog ?? refused?.Outcome,
        };
    }
}
