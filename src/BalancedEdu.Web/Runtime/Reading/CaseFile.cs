using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Defaults;
using BalancedEdu.Web.Runtime.Clocks.Extensions;
using Microsoft.EntityFrameworkCore;

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
            var name = Definition.NameOf(Definition.StartEventId);
            return Definition.StartForm is not null || name == Definition.StartEventId ? "提交" : name;
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
        [.. Happenings.Where(e => e.ElementId is not null && Passing.Contains(e.Kind)).Select(e => e.ElementId!)
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

    private Submission? StartForm() =>
        Definition.StartForm is { } start && Bundle.FormSchemas.TryGetValue(start, out var schema)
        && Variables.TryGet(Definition.StartEventId, out var started) && started.AsContext() is { } context
        && context.TryGet("form", out var answers) && answers.AsContext() is { } data
            ? Read("申请表", Case.StartedBy, Case.StartedAt, schema, data)
            : null;

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

    /// <summary>The schema of a task's form as it was published, or null.</summary>
    public string? SchemaOf(WorkTask task) =>
        Definition.UserTask(task.ElementId).Form is { } id ? Bundle.FormSchemas.GetValueOrDefault(id) : null;

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
            if (e.Kind is "VariablesSet" or "LoopResultTaken" && ResultIn(e, task.ElementId) is { } result)
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

/// <summary>Reads cases; the right to see is part of the query.</summary>
public sealed class CaseFiles(BalancedEduDb db, BundleCatalog bundles)
{
    /// <summary>The case, or null when there is none or the person may not see it.</summary>
    public async Task<CaseFile?> FindAsync(AppUser person, long caseId, CancellationToken cancellation)
    {
        var found = await db.VisibleCases(person).AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == caseId, cancellation);
        return found is null ? null : await ReadAsync(found, cancellation);
    }

    /// <summary>The case of a task, or null when there is none or the person may not see it.</summary>
    public async Task<CaseFile?> FindByTaskAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        var caseId = await db.VisibleTasks(person).Where(t => t.Id == taskId).Select(t => (long?)t.CaseId)
            .SingleOrDefaultAsync(cancellation);
        if (caseId is null)
            return null;
        var found = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == caseId, cancellation);
        return await ReadAsync(found, cancellation);
    }

    /// <summary>A task in outline, or null when there is none or the person may not see it.</summary>
    public async Task<TaskOutline?> FindOutlineAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        var found = await (
            from t in db.VisibleTasks(person).AsNoTracking()
            where t.Id == taskId
            join c in db.Cases on t.CaseId equals c.Id
            select new { Task = t, c.Number, c.BundleVersionId }).SingleOrDefaultAsync(cancellation);
        return found is null
            ? null
            : new(found.Task, found.Number, await bundles.GetAsync(found.BundleVersionId, cancellation));
    }

    /// <summary>All of a case, for work of the system itself: nobody's right to see it is asked for.</summary>
    internal async Task<CaseFile> ReadAsync(Case found, CancellationToken cancellation)
    {
        var tasks = await db.Tasks.AsNoTracking().Include(t => t.Candidates)
            .Where(t => t.CaseId == found.Id).OrderBy(t => t.Id).ToListAsync(cancellation);
        var events = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == found.Id).OrderBy(e => e.Sequence).ToListAsync(cancellation);
        var clocks = await db.Clocks.AsNoTracking()
            .Where(c => c.CaseId == found.Id).OrderBy(c => c.Id).ToListAsync(cancellation);
        var state = ProcessState.FromJson(found.State);
        return new()
        {
            Case = found,
            Bundle = await bundles.GetAsync(found.BundleVersionId, cancellation),
            Tasks = tasks,
            Clocks = clocks,
            Defaults = await db.DefaultsOfAsync(found.Id, tasks, cancellation),
            Events = events,
            People = await PeopleAsync(found, tasks, events, cancellation),
            Place = await PlaceAsync(found, cancellation),
            Variables = state.Variables,
            ActiveElementIds = state.ActiveElementIds,
            Signers = SignerLine.Of(state, tasks),
        };
    }

    private async Task<IReadOnlyDictionary<string, PersonName>> PeopleAsync(
        Case found, List<WorkTask> tasks, List<CaseEvent> events, CancellationToken cancellation)
    {
        var names = tasks.SelectMany(t => new[] { t.Assignee, t.CompletedBy, t.Owner, t.AddedBy })
            .Concat(events.Select(e => e.Actor))
            .Append(found.StartedBy).OfType<string>().Distinct().ToList();
        return await db.Users.AsNoTracking().Where(u => names.Contains(u.UserName!))
            .Select(u => new { u.UserName, u.DisplayName, u.UnitName, u.Title })
            .ToDictionaryAsync(
                u => u.UserName!,
                u => new PersonName(u.DisplayName, u.Title.Length > 0 ? $"{u.UnitName} {u.Title}" : u.UnitName),
                cancellation);
    }

    private async Task<string?> PlaceAsync(Case found, CancellationToken cancellation)
    {
        var school = found.SchoolCode is null
            ? null
            : await db.Schools.Where(s => s.Code == found.SchoolCode).Select(s => s.Name)
                .SingleOrDefaultAsync(cancellation);
        return school ?? await db.Districts.Where(d => d.Code == found.DistrictCode).Select(d => d.Name)
            .SingleOrDefaultAsync(cancellation);
    }
}
