using System.Text;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class BundlePublisherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balancededu-bundles-").FullName;

    public BundlePublisherTests() => Copy(Path.Combine(AppContext.BaseDirectory, TrialProcess.Folder), _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, Databases]
    public async Task The_same_content_is_not_published_twice(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var again = await PublishAsync(app);
        Assert.All(again, p => Assert.False(p.IsNew));
        await using var db = app.Open();
        Assert.Equal([("halting", 1), ("seats", 1), ("trial", 1)], await VersionsAsync(db));
    }

    [Theory, Databases]
    public async Task Changed_content_is_a_new_version_and_running_cases_stay_on_theirs(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var old = await app.StartCaseAsync("trial", TrialProcess.Variables);
        Edit("trial/trial.bpmn", "name=\"审核\"", "name=\"初审\"");
        Assert.Contains(await PublishAsync(app), p => p is { Name: "trial", Version: 2, IsNew: true });

        var young = await app.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Equal("审核", (await app.OpenTaskAsync(old.CaseId, "REVIEW")).Name);
        Assert.Equal("初审", (await app.OpenTaskAsync(young.CaseId, "REVIEW")).Name);
        await app.CompleteAsync(old.CaseId, "REVIEW", "peimingyuan", "back", "座位数不对", """{ "seats": 45 }""");
        await using var db = app.Open();
        Assert.Equal([("halting", 1), ("seats", 1), ("trial", 1), ("trial", 2)], await VersionsAsync(db));
    }

    [Theory]
    [InlineData("trial/trial.bpmn", "be:job=\"trial.work\"", "be:job=\"nobody.does\"")]
    [InlineData("trial/trial.bpmn", "candidateGroups=\"edu.basic\"", "candidateGroups=\"edu.nobody\"")]
    [InlineData("trial/trial.bpmn", "be:form=\"trial-review\"", "be:form=\"no-form\"")]
    [InlineData("trial/trial.bpmn", "be:mail=\"told\"", "be:mail=\"untold\"")]
    [InlineData("trial/trial.bpmn", "process id=\"trial\"", "process id=\"other\"")]
    [InlineData("trial/trial.bpmn", "</bpmn:definitions>", "")]
    [InlineData("trial/trial-review.form", "{", "[")]
    [InlineData("trial/bundle.json", "{", "{{")]
    public async Task A_bad_bundle_is_refused_with_a_reason_and_stops_no_other(string file, string from, string to)
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        Edit(file, from, to);
        Edit("seats/seats.bpmn", "name=\"会签\"", "name=\"联合会签\"");
        var publications = await PublishAsync(app);
        var bad = Assert.Single(publications, p => p.Name == "trial");
        Assert.Null(bad.Version);
        Assert.Contains(bad.Findings, f => f.Severity == Bpmn.Severity.Refused && f.Message.Length > 0);
        Assert.Contains(publications, p => p is { Name: "seats", Version: 2, IsNew: true });
        Assert.Null(await app.Services.GetRequiredService<BundleCatalog>().FindNewestAsync("nothing", default));
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_stored_in_ours_with_all_that_it_holds()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        Edit("trial/trial.bpmn", "encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
        Edit("trial/trial.bpmn", "</bpmn:definitions>", """
              <bpmn:process id="developer" name="建设单位" isExecutable="true"><bpmn:task id="BUILD" /></bpmn:process>
            </bpmn:definitions>
            """);
        var path = Path.Combine(_folder, "trial/trial.bpmn");
        await File.WriteAllTextAsync(path, await File.ReadAllTextAsync(path), Encoding.Unicode);
        Assert.Contains(await PublishAsync(app), p => p is { Name: "trial", Version: 2, IsNew: true });
        var stored = (await app.Services.GetRequiredService<BundleCatalog>().FindNewestAsync("trial", default))!;
        Assert.Equal("试办", stored.Definition.Name);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", stored.Xml, StringComparison.Ordinal);
        Assert.Contains(
            "  <bpmn:process id=\"developer\" name=\"建设单位\" isExecutable=\"true\">\n    <bpmn:task id=\"BUILD\" />\n",
            stored.Xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "bundle.ad-hoc", "<bpmn:adHocSubProcess id=\"EXTRA\"><bpmn:manualTask id=\"ANY\" /></bpmn:adHocSubProcess>")]
    public async Task What_this_host_cannot_carry_out_yet_is_refused_at_its_element(string code, string element)
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        Edit("trial/trial.bpmn", "<bpmn:process ", "<bpmn:message id=\"m\" name=\"消息\" /><bpmn:process ");
        Edit("trial/trial.bpmn", "<bpmn:startEvent id=\"START\">", $"""
            <bpmn:startEvent id="OTHER"><bpmn:outgoing>X1</bpmn:outgoing><bpmn:timerEventDefinition id="YT">
              <bpmn:timeDate>2027-03-10T09:00:00+08:00</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent>
            <bpmn:sequenceFlow id="X1" sourceRef="OTHER" targetRef="EXTRA" />{element}
            <bpmn:sequenceFlow id="X2" sourceRef="EXTRA" targetRef="REVIEW" />
            <bpmn:startEvent id="START">
            """);
        var bad = Assert.Single(await PublishAsync(app), p => p.Name == "trial");
        Assert.Null(bad.Version);
        Assert.Contains(bad.Findings, f => f.Code == code && f.ElementId == "EXTRA" && f.Remedy.Length > 0);
    }

    [Fact]
    public async Task A_join_that_can_never_fire_is_refused_when_it_is_published()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        Edit("trial/trial.bpmn", "<bpmn:exclusiveGateway id=\"GW\"", """
            <bpmn:parallelGateway id="JOIN" />
            <bpmn:sequenceFlow id="FJ" sourceRef="JOIN" targetRef="WORK" />
            <bpmn:exclusiveGateway id="GW"
            """);
        Edit("trial/trial.bpmn", "sourceRef=\"GW\" targetRef=\"WORK\"", "sourceRef=\"GW\" targetRef=\"JOIN\"");
        Edit("trial/trial.bpmn", "sourceRef=\"MEND\" targetRef=\"WORK\"", "sourceRef=\"MEND\" targetRef=\"JOIN\"");
        var bad = Assert.Single(await PublishAsync(app), p => p.Name == "trial");
        Assert.Null(bad.Version);
        Assert.Contains(bad.Findings, f => f is { Code: "bpmn.join.never-fires", ElementId: "JOIN" });
    }

    [Theory, Databases]
    public async Task A_business_rule_task_decides_by_a_table_of_the_bundle(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        DrawDecision(File.ReadAllText("Runtime/Decisions/severity.dmn"));
        Assert.Contains(await PublishAsync(app), p => p is { Name: "trial", Version: 2 });
        var started = await app.StartCaseAsync(
            "trial", TrialProcess.Variables.With("pupils", FeelValue.Of(58m)));
        await using var db = app.Open();
        var row = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == started.CaseId);
        Assert.True(ProcessState.FromJson(row.State).Variables.TryGet("severity", out var severity));
        Assert.Equal("S2", severity.AsString());
    }

    [Theory]
    [InlineData("<rule", "<rule><rule")]
    [InlineData("hitPolicy=\"UNIQUE\"", "hitPolicy=\"NEVER\"")]
    [InlineData("> 55", "> > 55")]
    [InlineData("id=\"severity\"", "id=\"otherwise\"")]
    public async Task A_bad_decision_refuses_the_bundle(string from, string to)
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        DrawDecision(File.ReadAllText("Runtime/Decisions/severity.dmn").Replace(from, to, StringComparison.Ordinal));
        var bad = Assert.Single(await PublishAsync(app), p => p.Name == "trial");
        Assert.Null(bad.Version);
    }

    [Fact]
    public async Task A_missing_folder_publishes_nothing_and_stops_nothing()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var settings = app.Services.GetRequiredService<IOptions<WorkflowSettings>>().Value;
        settings.Folder = Path.Combine(_folder, "nowhere");
        Assert.Empty(await app.Services.GetRequiredService<BundlePublisher>().PublishFolderAsync(default));
    }

    private Task<IReadOnlyList<Publication>> PublishAsync(ProductApp app)
    {
        app.Services.GetRequiredService<IOptions<WorkflowSettings>>().Value.Folder = _folder;
        return app.Services.GetRequiredService<BundlePublisher>().PublishFolderAsync(default);
    }

    /// <summary>Puts a business rule task before the review, and its table beside it.</summary>
    private void DrawDecision(string table)
    {
        Edit("trial/trial.bpmn", "<bpmn:startEvent id=\"START\">", """
            <bpmn:businessRuleTask id="DECIDE" be:decision="severity" be:resultVariable="severity" />
            <bpmn:sequenceFlow id="FD" sourceRef="DECIDE" targetRef="REVIEW" />
            <bpmn:startEvent id="START">
            """);
        var path = Path.Combine(_folder, "trial/trial.bpmn");
        var text = File.ReadAllText(path);
        var at = text.IndexOf("sourceRef=\"START\" targetRef=\"REVIEW\"", StringComparison.Ordinal);
        Assert.True(at > 0);
        File.WriteAllText(path, text.Replace(
            "sourceRef=\"START\" targetRef=\"REVIEW\"", "sourceRef=\"START\" targetRef=\"DECIDE\"",
            StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder, "trial/severity.dmn"), table);
    }

    private void Edit(string file, string from, string to)
    {
        var path = Path.Combine(_folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static async Task<List<(string, int)>> VersionsAsync(BalancedEduDb db) =>
        [.. (await db.BundleVersions.OrderBy(b => b.ProcessId).ThenBy(b => b.Version).ToListAsync())
            .Select(b => (b.ProcessId, b.Version))];

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
