using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime.Starts;

public sealed class StartTests : IDisposable
{
    private const string Folder = "Runtime/Starts/Workflows";

    private readonly string _folder = Directory.CreateTempSubdirectory("balancededu-starts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, Databases]
    public async Task A_message_that_nobody_waits_for_begins_a_case_about_what_its_sender_is_about(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await app.StartCaseAsync("applicant", Subject("明德小学"), by: "peimingyuan");
        await app.SweepAsync();
        await using var db = app.Open();
        var begun = await db.Cases.SingleAsync(c => c.ProcessId == "on-message");
        Assert.Equal(
            ("受理方", "明德小学", "peimingyuan", "329901", "3299010001"),
            (begun.Title, begun.BusinessKey, begun.StartedBy, begun.DistrictCode, begun.SchoolCode));
        await app.OpenTaskAsync(begun.Id, "HANDLE");
        Assert.Equal(OutboxStatus.Done, (await db.OutboxMessages.SingleAsync()).Status);
    }

    [Theory, Databases]
    public async Task A_second_message_with_the_key_of_a_case_begins_nothing(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await using var other = app.StartNode();
        await app.StartCaseAsync("applicant", Subject("明德小学"));
        await app.StartCaseAsync("applicant", Subject("明德小学"));
        await app.StartCaseAsync("applicant", Subject("育才小学"));
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await using var db = app.Open();
        Assert.Equal(
            ["明德小学", "育才小学"],
            await db.Cases.Where(c => c.ProcessId == "on-message").Select(c => c.BusinessKey!).Order().ToListAsync());
        Assert.Equal(3, await db.OutboxMessages.CountAsync(m => m.Status == OutboxStatus.Done));
    }

    [Theory, Databases]
    public async Task A_signal_begins_each_process_that_it_starts_once_on_two_nodes(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await using var other = app.StartNode();
        await app.StartCaseAsync("announcer", FeelContext.Empty);
        await app.StartCaseAsync("announcer", FeelContext.Empty);
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await using var db = app.Open();
        Assert.Equal(
            ["on-signal-a", "on-signal-a", "on-signal-b", "on-signal-b"],
            await db.Cases.Where(c => c.ProcessId.StartsWith("on-signal")).Select(c => c.ProcessId).Order()
                .ToListAsync());
        Assert.Equal(2, await db.OutboxMessages.CountAsync(m => m.Status == OutboxStatus.Done));
    }

    [Theory, Databases]
    public async Task A_signal_whose_start_throws_holds_up_no_other_and_is_one_incident_until_it_goes(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var sender = await app.StartCaseAsync("announcer", FeelContext.Empty);
        await app.StartCaseAsync("announcer", FeelContext.Empty);
        await using var db = app.Open();
        var poison = db.OutboxMessages.Where(m => m.SenderCaseId == sender.CaseId);
        await poison.ExecuteUpdateAsync(m => m.SetProperty(x => x.Payload, "{"));
        await app.SweepAsync();
        Assert.Equal(2, await db.Cases.CountAsync(c => c.ProcessId.StartsWith("on-signal")));
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Equal(
            (IncidentCodes.MessageFailed, sender.CaseId, "TELL", null),
            (incident.Code, incident.CaseId, incident.ElementId, incident.ResolvedAt));
        Assert.Contains("信号“开学”没能送到", incident.Message, StringComparison.Ordinal);

        await poison.ExecuteUpdateAsync(m => m.SetProperty(x => x.Payload, "{}"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(4, await db.Cases.CountAsync(c => c.ProcessId.StartsWith("on-signal")));
        Assert.Equal(2, await db.OutboxMessages.CountAsync(m => m.Status == OutboxStatus.Done));
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task A_time_begins_one_case_on_two_nodes_and_the_next_is_counted_from_the_first(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await using var other = app.StartNode();
        await app.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await BegunAsync(app));
        app.Clock.Advance(TimeSpan.FromMinutes(8));
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        Assert.Equal(1, await BegunAsync(app));
        await app.AdvanceAsync(TimeSpan.FromMinutes(52));
        Assert.Equal(1, await BegunAsync(app));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, await BegunAsync(app));
    }

    [Theory, Databases]
    public async Task Only_the_newest_version_begins(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await app.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(2, (await PublishAsync(app, "on-time", "R/PT1H", "R2/PT2H")).Version);
        Assert.Equal(2, (await PublishAsync(app, "on-message", "name=\"办理\"", "name=\"承办\"")).Version);
        await app.StartCaseAsync("applicant", Subject("明德小学"));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, await BegunAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, await BegunAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(20));
        Assert.Equal(2, await BegunAsync(app));
        await using var db = app.Open();
        var begun = await db.Cases.SingleAsync(c => c.ProcessId == "on-message");
        Assert.Equal("承办", (await app.OpenTaskAsync(begun.Id, "HANDLE")).Name);
        Assert.Null((await db.ProcessStarts.SingleAsync(s => s.Kind == StartKind.Timer)).DueAt);
    }

    [Theory, Databases]
    public async Task A_date_that_was_over_when_it_was_published_begins_nothing(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await PublishAsync(
            app, "on-time", "<bpmn:timeCycle>R/PT1H</bpmn:timeCycle>",
            "<bpmn:timeDate>2026-09-01T09:00:00+08:00</bpmn:timeDate>");
        await app.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(0, await BegunAsync(app));
    }

    [Fact]
    public async Task A_second_process_for_the_same_message_and_a_time_that_gives_nothing_are_refused()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, Folder);
        var second = await PublishAsync(
            app, "on-message", "process id=\"on-message\"", "process id=\"other\"", into: "other");
        Assert.Contains(second.Findings, f => f is { Code: "bundle.message-start-twice", ElementId: "RECEIVED" });
        var never = await PublishAsync(app, "on-time", "R/PT1H", "=unknown");
        Assert.Contains(never.Findings, f => f is { Code: "bundle.timer-start", ElementId: "HOURLY" });
        Assert.Equal((null, null), (second.Version, never.Version));
    }

    [Theory, Databases]
    public async Task A_kept_message_begins_a_case_when_a_process_for_it_is_published(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        Assert.Equal(2, (await PublishAsync(app, "on-message", "name=\"申请\"", "name=\"来件\"")).Version);
        await app.StartCaseAsync("applicant", Subject("明德小学"));
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.False(await db.Cases.AnyAsync(c => c.ProcessId == "on-message"));
        Assert.Equal(3, (await PublishAsync(app, "on-message", "name=\"办理\"", "name=\"承办\"")).Version);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await db.Cases.CountAsync(c => c.ProcessId == "on-message"));
    }

    [Theory]
    [Databases(1)]
    [Databases(2)]
    [Databases(3)]
    [Databases(13)]
    public async Task A_time_begins_one_case_though_its_node_dies_at_any_checkpoint(
        DatabaseProvider provider, int checkpoint)
    {
        await using var app = await ProductApp.StartAsync(
            provider, Folder, now: TimeProvider.System.GetUtcNow().AddMinutes(-65));
        Assert.Equal(ChildProcess.Killed, await ChildProcess.RunUntilItDiesAsync(app, checkpoint));
        app.Clock.SetUtcNow(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10));
        await app.SweepAsync();
        Assert.Equal(1, await BegunAsync(app));
    }

    private async Task<Publication> PublishAsync(
        ProductApp app, string name, string from, string to, string? into = null)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, Folder, name, name + ".bpmn"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var target = Path.Combine(_folder, into ?? name);
        Directory.CreateDirectory(target);
        await File.WriteAllTextAsync(
            Path.Combine(target, (into ?? name) + ".bpmn"), text.Replace(from, to, StringComparison.Ordinal));
        app.Services.GetRequiredService<IOptions<WorkflowSettings>>().Value.Folder = _folder;
        var publications = await app.Services.GetRequiredService<BundlePublisher>().PublishFolderAsync(default);
        return Assert.Single(publications, p => p.Name == (into ?? name));
    }

    private static FeelContext Subject(string subject) => new([new("subject", FeelValue.Of(subject))]);

    private static async Task<int> BegunAsync(ProductApp app)
    {
        await using var db = app.Open();
        return await db.Cases.CountAsync(c => c.ProcessId == "on-time");
    }
}
