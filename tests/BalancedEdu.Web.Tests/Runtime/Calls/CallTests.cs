using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime.Calls;

public sealed class CallTests
{
    private const string Folder = "Runtime/Calls/Workflows";

    [Theory, Databases]
    public async Task A_child_begins_with_its_inputs_is_about_the_same_and_gives_its_outputs_back(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("parent", Kind("task"), by: "peimingyuan");
        await app.SweepAsync();
        var child = await ChildAsync(app, parent);
        await using var db = app.Open();
        var about = await db.Cases.SingleAsync(c => c.Id == parent.CaseId);
        Assert.Equal(
            (about.DistrictCode, about.SchoolCode, about.ApplicantName, "peimingyuan"),
            (child.DistrictCode, child.SchoolCode, child.ApplicantName, child.StartedBy));
        await app.CompleteAsync(child.Id, "WORK", "jiangyuan", "agree");
        await app.SweepAsync();
        await app.OpenTaskAsync(parent.CaseId, "AFTER");
        Assert.Equal(42m, (await VariableAsync(app, parent.CaseId, "y")).AsNumber());
        Assert.Equal(CallStatus.Answered, (await db.Calls.SingleAsync()).Status);
    }

    [Theory, Databases]
    public async Task An_error_of_the_child_is_caught_at_the_border_of_the_call(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("parent", Kind("error"));
        await app.SweepAsync();
        await app.OpenTaskAsync(parent.CaseId, "MEND");
        Assert.Equal(CaseStatus.Cancelled, (await ChildAsync(app, parent)).Status);
        await using var db = app.Open();
        Assert.Equal(CallStatus.Answered, (await db.Calls.SingleAsync()).Status);
        Assert.Equal([NoticeKind.Error], await db.OutboxNotices.Select(n => n.Kind).ToListAsync());
        Assert.Empty(await db.Incidents.ToListAsync());
    }

    [Theory, Databases]
    public async Task An_error_that_nobody_catches_is_an_incident_and_tried_again_calls_again(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("bound-parent", Kind("error"));
        await app.SweepAsync();
        await using var db = app.Open();
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Equal(
            (parent.CaseId, "CALL", "bpmn.error.uncaught"), (incident.CaseId, incident.ElementId, incident.Code));
        Assert.Null(await app.ExecuteAsync(parent.CaseId, new SetVariables(Kind("quick"))));
        Assert.Null(await app.ExecuteAsync(parent.CaseId, new ResolveIncident(incident.ElementInstanceId)));
        await app.SweepAsync();
        Assert.Equal(CaseStatus.Completed, (await db.Cases.SingleAsync(c => c.Id == parent.CaseId)).Status);
        Assert.Equal(2, await db.Calls.CountAsync(c => c.Status == CallStatus.Answered));
        Assert.NotNull((await db.Incidents.SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task An_escalation_is_heard_at_the_call_and_both_go_on(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("parent", Kind("report"));
        await app.SweepAsync();
        await app.CompleteAsync(parent.CaseId, "LOOK", "jiangyuan", "agree");
        await app.CompleteAsync((await ChildAsync(app, parent)).Id, "WORK", "jiangyuan", "agree");
        await app.SweepAsync();
        await app.OpenTaskAsync(parent.CaseId, "AFTER");
    }

    [Theory, Databases]
    public async Task A_cancelled_parent_cancels_its_children(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("many", Kind("task").With("schools", Numbers(3)));
        await app.SweepAsync();
        Assert.Null(await app.ExecuteAsync(parent.CaseId, new CancelInstance("误报")));
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.Equal(4, await db.Cases.CountAsync(c => c.Status == CaseStatus.Cancelled));
        Assert.Equal(0, await db.Tasks.CountAsync(t => t.Status == WorkTaskStatus.Open));
        Assert.Equal(3, await db.Calls.CountAsync(c => c.Status == CallStatus.Withdrawn));
        Assert.Equal(0, await db.OutboxNotices.CountAsync(n => n.Status == OutboxStatus.Pending));
    }

    [Theory, Databases]
    public async Task A_parent_that_is_cancelled_before_its_child_began_has_none(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("parent", Kind("task"));
        Assert.Null(await app.ExecuteAsync(parent.CaseId, new CancelInstance("误报")));
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.Equal(parent.CaseId, (await db.Cases.SingleAsync()).Id);
    }

    [Theory, Databases]
    public async Task A_parent_that_is_cancelled_while_its_children_begin_leaves_none_running(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await using var other = app.StartNode();
        var parent = await app.StartCaseAsync("many", Kind("task").With("schools", Numbers(20)));
        await Task.WhenAll(
            Task.Run(app.SweepAsync),
            Task.Run(() => other.ExecuteAsync(parent.CaseId, new CancelInstance("误报"))));
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await using var db = app.Open();
        Assert.Equal(0, await db.Cases.CountAsync(c => c.Status == CaseStatus.Running));
        Assert.Equal(
            await db.Cases.CountAsync(c => c.ParentCaseId == parent.CaseId),
            await db.Calls.CountAsync(c => c.ChildCaseId != null));
    }

    [Theory, Databases]
    public async Task A_child_that_is_cancelled_by_hand_is_an_incident_of_its_parent(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("parent", Kind("task"));
        await app.SweepAsync();
        Assert.Null(await app.ExecuteAsync((await ChildAsync(app, parent)).Id, new CancelInstance("误报")));
        await app.SweepAsync();
        await using var db = app.Open();
        var incident = await db.Incidents.SingleAsync();
        Assert.Equal((parent.CaseId, "CALL"), (incident.CaseId, incident.ElementId));
        Assert.Contains("子流程", incident.Message, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task A_call_of_a_process_that_is_not_there_is_an_incident(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("lost-parent", FeelContext.Empty);
        await app.SweepAsync();
        await using var db = app.Open();
        var incident = await db.Incidents.SingleAsync();
        Assert.Equal((parent.CaseId, "CALL"), (incident.CaseId, incident.ElementId));
        Assert.Contains("nobody", incident.Message, StringComparison.Ordinal);
        Assert.Equal(CallStatus.Dead, (await db.Calls.SingleAsync()).Status);
    }

    [Theory, Databases]
    public async Task A_call_that_was_made_anew_and_failed_again_is_answered_by_hand(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("lost-parent", FeelContext.Empty);
        await app.SweepAsync();
        await using var db = app.Open();
        var first = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Null(await app.ExecuteAsync(parent.CaseId, new ResolveIncident(first.ElementInstanceId)));
        await app.SweepAsync();
        var again = await db.Incidents.AsNoTracking().SingleAsync(i => i.ResolvedAt == null);
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<IncidentActions>().PassAsync(
            new(again.Id, again.Times, "由人工代填"), "{}", await app.PersonAsync("admin"), default));
        Assert.Equal(CaseStatus.Completed, (await db.Cases.SingleAsync()).Status);
    }

    [Theory, Databases]
    public async Task Fifty_children_are_begun_on_two_nodes_once_each_and_told_in_few_steps(
        DatabaseProvider provider)
    {
        const int Children = 50;
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await using var other = app.StartNode();
        var parent = await app.StartCaseAsync("many", Kind("quick").With("schools", Numbers(Children)));
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await using var db = app.Open();
        Assert.Equal(Children + 1, await db.Cases.CountAsync(c => c.Status == CaseStatus.Completed));
        Assert.Equal(
            Enumerable.Range(1, Children).Select(i => 2m * i),
            (await VariableAsync(app, parent.CaseId, "all")).AsList()!.Select(v => v.AsNumber()!.Value));
        Assert.Equal(Children, await db.Cases.CountAsync(c => c.ParentCaseId == parent.CaseId));
        Assert.Equal(0, await db.Calls.CountAsync(c => c.Status != CallStatus.Answered));
    }

    [Theory, Databases]
    public async Task A_parent_that_stands_still_is_told_when_it_goes_on(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var parent = await app.StartCaseAsync("parent", Kind("task"));
        await app.SweepAsync();
        Assert.Null(await app.ExecuteAsync(parent.CaseId, new SuspendInstance("核查")));
        await app.CompleteAsync((await ChildAsync(app, parent)).Id, "WORK", "jiangyuan", "agree");
        await app.SweepAsync();
        Assert.Null(await app.ExecuteAsync(parent.CaseId, new ResumeInstance()));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await app.OpenTaskAsync(parent.CaseId, "AFTER");
    }

    [Theory]
    [Databases("bound-parent", 1)]
    [Databases("latest-parent", 2)]
    public async Task A_bound_call_keeps_the_version_that_was_newest_when_its_caller_was_published(
        DatabaseProvider provider, string caller, int version)
    {
        var folder = Directory.CreateTempSubdirectory("balancededu-calls-").FullName;
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var publisher = app.Services.GetRequiredService<BundlePublisher>();
        app.Services.GetRequiredService<IOptions<WorkflowSettings>>().Value.Folder = folder;
        // "bound-parent" comes before "child" in the order of folders: published again, it finds it.
        await PublishAsync(publisher, folder, caller, "name=\"调用\"", "name=\"再调用\"");
        await PublishAsync(publisher, folder, "child", "name=\"办理\"", "name=\"承办\"");
        var parent = await app.StartCaseAsync(caller, Kind("task"));
        await app.SweepAsync();
        await using var db = app.Open();
        var child = await ChildAsync(app, parent);
        Assert.Equal(
            version,
            await db.BundleVersions.Where(b => b.Id == child.BundleVersionId).Select(b => b.Version).SingleAsync());
        Directory.Delete(folder, recursive: true);
    }

    private static async Task PublishAsync(
        BundlePublisher publisher, string folder, string name, string from, string to)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, Folder, name, name + ".bpmn"));
        Directory.CreateDirectory(Path.Combine(folder, name));
        await File.WriteAllTextAsync(
            Path.Combine(folder, name, name + ".bpmn"), text.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(await publisher.PublishFolderAsync(default), p => p.Name == name && p.Version == 2);
    }

    private static FeelContext Kind(string kind) =>
        new([new("kind", FeelValue.Of(kind)), new("x", FeelValue.Of(21m))]);

    private static FeelValue Numbers(int count) =>
        FeelValue.Of([.. Enumerable.Range(1, count).Select(i => FeelValue.Of((decimal)i))]);

    private static async Task<Case> ChildAsync(ProductApp app, StartedCase parent)
    {
        await using var db = app.Open();
        return await db.Cases.AsNoTracking().SingleAsync(c => c.ParentCaseId == parent.CaseId);
    }

    private static async Task<FeelValue> VariableAsync(ProductApp app, long caseId, string name)
    {
        await using var db = app.Open();
        var state = await db.Cases.Where(c => c.Id == caseId).Select(c => c.State).SingleAsync();
        return ProcessState.FromJson(state).Variables.TryGet(name, out var value) ? value : FeelValue.Null;
    }
}
