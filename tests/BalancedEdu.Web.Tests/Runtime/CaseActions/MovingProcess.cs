using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

/// <summary>An edit of a file of the process: the text that is there and what stands in its place.</summary>
internal sealed record Edit(string File, string Old, string New);

/// <summary>A process that is published again and again while its cases run.</summary>
internal sealed class MovingProcess : IDisposable
{
    public const string Handler = "fangqiheng";

    public const string Seats = """{ "seats": 45 }""";

    private const string Bpmn = "move.bpmn";

    private readonly string _folder = Directory.CreateTempSubdirectory("balancededu-move-").FullName;

    public MovingProcess()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "move"));
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, Folder, "move")))
            File.Copy(file, Path.Combine(_folder, "move", Path.GetFileName(file)));
    }

    private static string Folder => "Runtime/MigrationWorkflows";

    /// <summary>The same steps with other names, forms, reminders, and a longer wait for whoever comes new.</summary>
    public static IReadOnlyList<Edit> Second { get; } =
    [
        new(Bpmn, "name=\"审核\"", "name=\"复审\""), new(Bpmn, "name=\"催报\"", "name=\"督报\""),
        new(Bpmn, "name=\"交稿\"", "name=\"提交\""),
        new(Bpmn, "PT48H", "PT200H"), new(Bpmn, "reminders=\"-1WD,0\"", "reminders=\"-2WD,0\""),
        new("move-review.form", "座位数", "座位数（新）"), new("move-draft.form", "事由说明", "理由（新）"),
    ];

    /// <summary>All is called otherwise, and drafting is no step any more.</summary>
    public static IReadOnlyList<Edit> Third { get; } =
    [
        new(Bpmn, "\"REVIEW\"", "\"VET\""), new(Bpmn, "\"LATE\"", "\"OVERDUE\""), new(Bpmn, "\"DRAFT\"", "\"WRITE\""),
        new(Bpmn, "\"DECIDE\"", "\"SETTLE\""),
    ];

    /// <summary>Reviewing is another role, by another rule, and is given by lot.</summary>
    public static IReadOnlyList<Edit> Drawn { get; } =
    [
        new(Bpmn, "name=\"审核\"", "name=\"审核\" be:role=\"会办\""), new(Bpmn, "第二条", "第九条"),
        new(
            Bpmn, "candidateGroups=\"edu.basic\" />\n        <be:outcome id=\"pass\"",
            "candidateGroups=\"edu.basic\" pick=\"draw\" />\n        <be:outcome id=\"pass\""),
    ];

    /// <summary>The start is called otherwise.</summary>
    public static IReadOnlyList<Edit> Begun { get; } = [new(Bpmn, "\"START\"", "\"BEGIN\"")];

    /// <summary>Who doesn't review in time is taken to agree.</summary>
    public static IReadOnlyList<Edit> DecidedByTime { get; } =
    [
        new(Bpmn, "reminders=\"-1WD,0\"", "reminders=\"-1WD,0\" onTimeout=\"outcome:pass\""),
        new(Bpmn, " be:form=\"move-review\"", ""), new(Bpmn, "PT48H", "P90D"),
    ];

    /// <summary>Who has handed in the draft isn't asked to review it.</summary>
    public static IReadOnlyList<Edit> AgreedBefore { get; } =
    [
        new(Bpmn, "name=\"审核\" be:form=\"move-review\"", "name=\"审核\" be:dedupe=\"true\""),
        new(
            Bpmn, "candidateGroups=\"edu.basic\" />\n        <be:outcome id=\"pass\"",
            "assignee=\"peimingyuan\" />\n        <be:outcome id=\"pass\""),
    ];

    /// <summary>The clock of the whole case is gone.</summary>
    public static Edit WithoutClock { get; } = new(Bpmn, "id=\"move.total\"", "id=\"move.other\"");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static Task<ProductApp> StartAppAsync(DatabaseProvider provider) => ProductApp.StartAsync(provider, Folder);

    /// <summary>Publishes with these edits on top of those before; answers the row of the version.</summary>
    public async Task<long> PublishAsync(ProductApp app, params IEnumerable<Edit> edits)
    {
        foreach (var (file, old, @new) in edits)
        {
            var path = Path.Combine(_folder, "move", file);
            var text = await File.ReadAllTextAsync(path);
            Assert.Contains(old, text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, text.Replace(old, @new, StringComparison.Ordinal));
        }
        app.Services.GetRequiredService<IOptions<WorkflowSettings>>().Value.Folder = _folder;
        var published = Assert.Single(
            await app.Services.GetRequiredService<BundlePublisher>().PublishFolderAsync(default));
        Assert.True(published.IsNew, string.Join("; ", published.Findings.Select(f => f.Message)));
        await using var db = app.Open();
        return await db.BundleVersions.Where(b => b.ProcessId == "move" && b.Version == published.Version)
            .Select(b => b.Id).SingleAsync();
    }

    /// <summary>A case whose draft is handed in and whose review 方启恒 has claimed and begun to fill in.</summary>
    public static async Task<WorkTask> ReviewAsync(ProductApp app)
    {
        var started = await app.StartCaseAsync("move", FeelContext.Empty, by: "luoyichen");
        await app.CompleteAsync(started.CaseId, "DRAFT", "peimingyuan", "done", form: """{ "cause": "扩班" }""");
        await app.ClaimAsync(started.CaseId, "REVIEW", Handler);
        var review = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        using var form = System.Text.Json.JsonDocument.Parse("""{"seats":33}""");
        Assert.Null(await app.ActAsync<TaskActions, ActionRefusal?>(Handler, (a, p) =>
            a.SaveDraftAsync(review.Id, review.Revision, form.RootElement, p, default)));
        return await app.OpenTaskAsync(started.CaseId, "REVIEW");
    }
}

/// <summary>Moving cases, as people.</summary>
internal static class Moving
{
    /// <summary>Moves a case as it stands now, unless another version of it is said to have been seen.</summary>
    public static async Task<ActionRefusal?> MigrateAsync(
        this ProductApp app, long caseId, long versionId, string user = "admin", string? reason = "新规施行",
        long? seen = null, params (string From, string To)[] elements)
    {
        var now = seen ?? (await app.CaseAsync(caseId)).Version;
        return await app.ActAsync<CaseMigration, ActionRefusal?>(user, (m, p) => m.MigrateAsync(
            new(caseId, versionId, now, reason) { Elements = elements.ToDictionary(e => e.From, e => e.To) },
            p, default));
    }

    /// <summary>What an administrator is told that moving a case would do.</summary>
    public static async Task<MigrationProposal> ProposeAsync(
        this ProductApp app, long caseId, long versionId, params (string From, string To)[] elements)
    {
        var answer = await app.ActAsync<CaseMigration, Answer<MigrationProposal>>("admin", (m, p) =>
            m.ProposeAsync(caseId, versionId, elements.ToDictionary(e => e.From, e => e.To), p, default));
        Assert.True(!answer.Refused, answer.Refusal?.Message);
        return answer.Value;
    }

    public static async Task<long> VersionAsync(this ProductApp app, string process, int version = 1)
    {
        await using var db = app.Open();
        return await db.BundleVersions.Where(b => b.ProcessId == process && b.Version == version).Select(b => b.Id)
            .SingleAsync();
    }
}
