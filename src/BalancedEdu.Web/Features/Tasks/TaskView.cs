using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;

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

    /// <summary>What was refused, with the input; null on a first look.</summary>
    public RefusedInput? Refused { get; init; }

    /// <summary>The outcome whose dialog is open from the start, or null.</summary>
    public string? ShownDialog { get; init; }

    /// <summary>Whether the reader has it and it is open.</summary>
    public bool CanDecide => Task.Status == WorkTaskStatus.Open && Task.Assignee == Reader.UserName;

    /// <summary>What the definition says of it.</summary>
    public UserTaskDetails Details => File.Definition.UserTask(Task.ElementId);

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
    public string? ReturnReason => File.Tasks
        .Where(t => t.Status == WorkTaskStatus.Completed && t.EndedAt <= Task.CreatedAt && t.Comment is { Length: > 0 })
        .MaxBy(t => t.EndedAt)?.Comment;

    /// <summary>Elements that were passed, for the diagram.</summary>
    public IEnumerable<string> Finished => File.FinishedElementIds;
}

/// <summary>Reads what the page of a task shows; the right to see is part of the query.</summary>
public sealed class TaskViews(
    CaseFiles files, TaskRightsQuery rights, InboxQuery inbox, CurrentUser current, OfficeTime office,
    TimeProvider time)
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
            Refused = refused,
            ShownDialog = shownDialog ?? refused?.Outcome,
        };
    }
}
