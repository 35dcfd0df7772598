using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using BalancedEdu.Web.Tests.Mail;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.Incidents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Infrastructure.Observability;

public sealed class MetricsTests
{
    [Theory, Databases]
    public async Task Steps_and_what_waits_are_read_from_this_machine(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider, "127.0.0.1");
        await app.StartReviewAsync();
        using var prometheus = app.CreateClient();
        await prometheus.GetStringAsync("/health/live");
        var text = await prometheus.GetStringAsync("/metrics");
        foreach (var name in (string[])
            ["balancededu_steps_total", "balancededu_step_duration_seconds_bucket", "balancededu_timers_due",
                "balancededu_timers_lag_seconds", "balancededu_outbox_pending", "balancededu_outbox_age_seconds",
                "balancededu_incidents_open", "http_server_request_duration_seconds"])
            Assert.Contains(name, text, StringComparison.Ordinal);
        Assert.Contains("command=\"StartInstance\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", null)]
    [InlineData(null, null)]
    [InlineData("127.0.0.1", "10.1.2.3")]
    public async Task From_anywhere_else_they_are_not_there(string? address, string? forwardedFor)
    {
        await using var app = await StartAsync(DatabaseProvider.Sqlite, address);
        using var other = app.CreateClient(new() { AllowAutoRedirect = false });
        if (forwardedFor is not null)
            other.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        var answer = await other.GetAsync("/metrics");
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("balancededu_", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task What_waits_is_counted_at_most_every_fifteen_seconds(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var gauges = stuck.App.Services.GetRequiredService<QueueGauges>();
        Assert.Equal((0, 0, 0), Summary(gauges.Read()!));
        await stuck.AtTheJobAsync();
        await MailDispatcherTests.PutAsync(stuck.App, m => m.NextAttemptAt += TimeSpan.FromDays(1));
        await using (var db = stuck.App.Open())
        {
            var caseId = (await db.Cases.SingleAsync()).Id;
            db.Timers.Add(new()
            {
                CaseId = caseId, TimerId = 9, ElementId = "WAIT", DueAt = stuck.App.Clock.GetUtcNow().AddSeconds(-5),
            });
            db.OutboxWebhooks.Add(new()
            {
                Id = 9, Key = "9", TargetId = 9, CaseId = caseId, Title = "", Text = "", Status = OutboxStatus.Dead,
            });
            await db.SaveChangesAsync();
        }
        Assert.Equal((0, 0, 0), Summary(gauges.Read()!));
        stuck.App.Clock.Advance(TimeSpan.FromSeconds(15));
        var depths = gauges.Read()!;
        Assert.Equal((1, 1, 20), Summary(depths));
        Assert.Equal(new OutboxDepth(0, 1, 0), depths.Outboxes["jobs"]);
        Assert.Equal(new OutboxDepth(1, 0, 15), depths.Outboxes["mails"]);
        Assert.Equal(new OutboxDepth(0, 1, 0), depths.Outboxes["webhooks"]);
    }

    private static (int Due, int Incidents, double Lag) Summary(QueueDepths d) =>
        (d.TimersDue, d.Incidents, d.TimerLag);

    private static Task<ProductApp> StartAsync(DatabaseProvider provider, string? address) =>
        ProductApp.StartAsync(provider, TrialProcess.Folder, services =>
        {
            services.AddSingleton(new TrialJobs());
            TrialProcess.AddJobs(services);
            services.AddSingleton<IStartupFilter>(new From(address is null ? null : IPAddress.Parse(address)));
        });

    /// <summary>The test server has no sockets: this says where a request comes from.</summary>
    private sealed class From(IPAddress? address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.Connection.RemoteIpAddress = address;
                return go(context);
            });
            next(app);
        };
    }
}
