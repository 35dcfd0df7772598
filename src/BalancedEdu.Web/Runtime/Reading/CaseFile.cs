using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Extensions;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>A person as written into histories.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Unit">The unit and office.</param>
public sealed record PersonName(string Name, string Unit);

/// <summary>A form that was handed in, in words.</summary>
/// <param name="Title">The step.</param>
/// <param name="By">Who handed it in, as shown.</param>
/// <param name="At">When.</param>
/// <param name="Groups">The data.</param>
public sealed record Submission(string Title, string By, DateTimeOffset At, IReadOnlyList<FormGroup> Groups);

/// <summary>All that is read of one case (卷宗): rows, definition and state of the same moment.</summary>
public sealed class CaseFile
{
    private const string CompletedKind = "UserTaskCompleted";

    private static readonly string[] Passing = ["ElementCompleted", "SequenceFlowTaken", CompletedKind];

    /// <summary>The case.</summary>
    public required Case Case { get; init; }

    /// <summary>The bundle it runs on.</summary>
    public required PublishedBundle Bundle { get; init; }

    /// <summary>The versions that it ran on before it was moved (迁移), the oldest first; mostly none.</summary>
    public IReadOnlyList<EarlierVersion> Earlier { get; init; } = [];

    /// <summary>All of its tasks, in the order of their opening.</summary>
    public required IReadOnlyList<WorkTask> Tasks { get; init; }

    /// <summary>All of its clocks.</summary>
    public required IReadOnlyList<ClockRow> Clocks { get; init; }

    /// <summary>What the system decided in the silence of a department, by task.</summary>
    public IReadOnlyDictionary<long, TimeoutDefault> Defaults { get; init; } = new Dictionary<long, TimeoutDefault>();

    /// <summary>The rows of all that happened, in order and chained.</summary>
    public required IReadOnlyList<CaseEvent> Events { get; init; }

    /// <summary>All that happened, one by one.</summary>
    public IReadOnlyList<CaseEvent> Happenings => field ??= PackedMoves.Unpack(Events);

    /// <summary>Everybody who had to do with it, by user name.</summary>
    public required IReadOnlyDictionary<string, PersonName> People { get; init; }

    /// <summary>The school and district as shown, or null.</summary>
    public string? Place { get; init; }

    /// <summary>The variables of the case.</summary>
    public required FeelContext Variables { get; init; }

    /// <summary>Signers (加签) who have not acted.</summary>
    public IReadOnlyList<SignerLine> Signers { get; init; } = [];

    /// <summary>Elements that hold a token now.</summary>
    public required IReadOnlyCollection<string> ActiveElementIds { get; init; }

    /// <summary>Elements where the case is: those with a token and those of open tasks.</summary>
    public IReadOnlyList<string> CurrentElementIds =>
        [.. ActiveElementIds.Concat(OpenTasks.Select(t => t.ElementId)).Distinct()];

    /// <summary>Tasks that wait.</summary>
    public IEnumerable<WorkTask> OpenTasks => Tasks.Where(t => t.Status == WorkTaskStatus.Open);

    /// <summary>The answers of the start form.</summary>
    public IEnumerable<FormFact> StartFacts => StartForm() is { } start ? start.Groups.SelectMany(g => g.Facts) : [];

    /// <summary>How the case began, as a step: 提交 by a form, else what the start event is called.</summary>
    public string Beginning
    {
        get
        {
            var first = Earlier.At(0, Bundle).Definition;
            var name = first.NameOf(first.StartEventId);
            return first.StartForm is not null || name == first.StartEventId ? "提交" : name;
        }
    }

    /// <summary>What a task's form is shown with at first: facts for who only glances at it.</summary>
    public IEnumerable<FormFact> InitialFacts(WorkTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (SchemaOf(task) is not { } schema || task.FormData is null)
            return [];
        using var document = JsonDocument.Parse(schema);
        return FormSummary.Read(document.RootElement, Json.ToContext(task.FormData)).SelectMany(g => g.Facts);
    }

    /// <summary>Elements and flows that were passed and are not where the case is now.</summary>
    public IReadOnlyList<string> FinishedElementIds =>
        [.. Happenings.Where(e => e.ElementId is not null && Passing.Contains(e.Kind))
            .Select(e => Earlier.NowOf(e.ElementId!, e.Sequence))
            .Concat(Tasks.Where(t => t.Status == WorkTaskStatus.Completed).Select(t => t.ElementId))
            .Distinct().Except(CurrentElementIds)];

    /// <summary>Words above elements of the diagram: how many seats of a countersign have decided.</summary>
    public IReadOnlyDictionary<string, string> DiagramTexts => OpenTasks
        .GroupBy(t => t.ElementId)
        .ToDictionary(g => g.Key, g =>
        {
            var seats = Tasks.Where(t => t.ElementId == g.Key && t.CreatedAt == g.First().CreatedAt).ToList();
            var done = seats.Count(t => t.Status == WorkTaskStatus.Completed);
            return seats.Count > 1 ? $"当前 {done}/{seats.Count}" : "当前";
        });

    /// <summary>The definition that it runs on.</summary>
    public ProcessDefinition Definition => Bundle.Definition;

    /// <summary>The person's name; 系统 for the system; the user name when the account is gone.</summary>
    public string NameOf(string userName) =>
        userName == Actor.System.UserName ? Actor.System.DisplayName
        : People.TryGetValue(userName, out var person) ? person.Name : userName;

    /// <summary>The unit of a person; empty for the system.</summary>
    public string UnitOf(string userName) => People.TryGetValue(userName, out var person) ? person.Unit : "";

    /// <summary>The start form and what steps handed in, newest last; forms without an answer are left out.</summary>
    public IReadOnlyList<Submission> Submissions()
    {
        var decided = Tasks.Where(t => t.Status == WorkTaskStatus.Completed).OrderBy(t => t.EndedAt).ThenBy(t => t.Id);
        return [.. decided.Select(SubmissionOf).Prepend(StartForm()).OfType<Submission>()];
    }

    /// <summary>The form is the one that was filled in; its answers stand under what the start is called now.</summary>
    private Submission? StartForm()
    {
        var first = Earlier.At(0, Bundle);
        return first.Definition.StartForm is { } start && first.FormSchemas.TryGetValue(start, out var schema)
            && Variables.TryGet(Earlier.NowOf(first.Definition.StartEventId, 0), out var started)
            && started.AsContext() is { } context
            && context.TryGet("form", out var answers) && answers.AsContext() is { } data
                ? Read("申请表", Case.StartedBy, Case.StartedAt, schema, data)
                : null;
    }

    private Submission? SubmissionOf(WorkTask task)
    {
        var title = task.SeatName.Length > 0 ? $"{task.Name}（{task.SeatName}）" : task.Name;
        if (task.VoidReason is not null)
            title += "，已失效";
        return SchemaOf(task) is { } schema && FormOf(task) is { } data
            ? Read(title, task.CompletedBy!, task.EndedAt!.Value, schema, data)
            : null;
    }

    /// <summary>The clock of a task, if it has one, and after it the clocks of the case as a whole.</summary>
    public IReadOnlyList<ClockSummary> ClocksOf(WorkTask? task, OfficeTime office, DateTimeOffset now) =>
    [
        .. Clocks.Where(c => task is not null && c.TaskId == task.Id)
            .Select(c => Summary(c, task!.SeatName.Length > 0 ? "本席" : "本环节", task.ElementId, office, now)),
        .. Clocks.Where(c => c.TaskId is null).Select(c => Summary(c, c.Name, null, office, now)),
    ];

    private ClockSummary Summary(ClockRow row, string name, string? element, OfficeTime office, DateTimeOffset now) =>
        ClockSummary.Of(row, name, office, now) with { ExtensionUrl = ExtensionSteps.UrlOf(Definition, row, element) };

    /// <summary>What the definition says of a task: of one that is over the version by which it was done.</summary>
    public UserTaskDetails DetailsOf(WorkTask task)
    {
        var (bundle, element) = Earlier.DrawnIn(task, Events, Bundle);
        return bundle.Definition.UserTask(element);
    }

    /// <summary>The definition that an event happened by.</summary>
    public ProcessDefinition DefinitionAt(CaseEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Earlier.At(happened.Sequence, Bundle).Definition;
    }

    /// <summary>The schema of a task's form as it was published, or null.</summary>
    public string? SchemaOf(WorkTask task)
    {
        var (bundle, element) = Earlier.DrawnIn(task, Events, Bundle);
        return bundle.Definition.UserTask(element).Form is { } id ? bundle.FormSchemas.GetValueOrDefault(id) : null;
    }

    /// <summary>
    /// What a completed task's form held. It stands in the events behind the decision, so that a later visit of the
    /// step does not hide it: in the variables that were set, or in the result of one seat of a multi-instance.
    /// </summary>
    internal FeelContext? FormOf(WorkTask task)
    {
        var decided = Happenings.FirstOrDefault(e => e.Kind == CompletedKind && IdIn(e) == task.ElementInstanceId);
        if (decided is null)
            return null;
        foreach (var e in Happenings.SkipWhile(e => e != decided).Skip(1))
        {
            if (e.Kind == CompletedKind)
                return null;
            if (e.Kind is "VariablesSet" or "LoopResultTaken" && ResultIn(e, decided.ElementId!) is { } result)
                return result.TryGet("form", out var form) ? form.AsContext() : null;
        }
        return null;
    }

    private static long? IdIn(CaseEvent e)
    {
        using var document = JsonDocument.Parse(e.Data);
        return document.RootElement.TryGetProperty("id", out var id) && id.TryGetInt64(out var n) ? n : null;
    }

    private static FeelContext? ResultIn(CaseEvent e, string elementId)
    {
        using var document = JsonDocument.Parse(e.Data);
        var root = document.RootElement;
        JsonElement found = default;
        if (e.Kind == "LoopResultTaken" && e.ElementId == elementId)
            root.TryGetProperty("result", out found);
        else if (e.Kind == "VariablesSet" && root.TryGetProperty("variables", out var variables))
            variables.TryGetProperty(elementId, out found);
        return found.ValueKind == JsonValueKind.Object ? FeelValue.FromJson(found).AsContext() : null;
    }

    private Submission? Read(string title, string by, DateTimeOffset at, string schema, FeelContext data)
    {
        using var document = JsonDocument.Parse(schema);
        var groups = FormSummary.Read(document.RootElement, data);
        return groups.Count > 0 ? new(title, NameOf(by), at, groups) : null;
    }
}
