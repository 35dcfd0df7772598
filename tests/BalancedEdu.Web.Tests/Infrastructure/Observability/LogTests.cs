using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;

namespace BalancedEdu.Web.Tests.Infrastructure.Observability;

public sealed class LogTests
{
    [Theory]
    [Databases(500, true)]
    [Databases(2000, true)]
    [Databases(2001, false)]
    [Databases(0, false)]
    public async Task A_slow_step_says_which_it_was_and_where_the_time_went(
        DatabaseProvider provider, int threshold, bool slow)
    {
        var log = new Captured();
        var ledger = new Ponderous();
        await using var app = await StartAsync(provider, log, threshold, ledger: ledger);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        ledger.Clock = app.Clock;
        Assert.Null(await app.ExecuteAsync(started.CaseId, new CancelInstance("撤件")));
        var lines = log.Lines.Where(l => l.StartsWith("Slow step", StringComparison.Ordinal));
        Assert.Equal(
            slow
                ? ["Slow step CancelInstance of case SB-2026-0001: 2000.0 ms (load 0.0, compute 0.0, commit 2000.0; "
                    + "1 attempts; done)"]
                : Array.Empty<string>(),
            lines);
    }

    [Theory, Databases]
    public async Task What_is_logged_of_a_job_carries_the_number_of_its_case_and_a_trace(DatabaseProvider provider)
    {
        var log = new Captured();
        var jobs = new TrialJobs { Fails = new TimeoutException("没有回应") };
        await using var app = await StartAsync(provider, log, slow: 0, jobs);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        await app.SweepAsync();
        var line = Assert.Single(log.Scoped, l => l.Text.StartsWith("Job trial.work", StringComparison.Ordinal));
        Assert.Equal("SB-2026-0001", line.Scope["CaseNumber"]);
        Assert.NotNull(line.Trace);
    }

    [Fact]
    public async Task Logs_are_lines_of_JSON_with_what_stands_in_their_scope_when_it_is_set_so()
    {
        await using var app = await ProductApp.StartAsync(
            DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows,
            settings: new Dictionary<string, string?> { ["Observability:JsonLogs"] = "true" });
        var formatter = app.Services.GetServices<ConsoleFormatter>().Single(f => f.Name == ConsoleFormatterNames.Json);
        var scopes = new LoggerExternalScopeProvider();
        await using var text = new StringWriter();
        using (scopes.Push(new KeyValuePair<string, object>[] { new("CaseNumber", "DB-2026-00377") }))
            formatter.Write(
                new LogEntry<string>(LogLevel.Warning, "runtime", default, "慢", null, (s, _) => s), scopes, text);
        Assert.Contains("\"Message\":\"慢\"", text.ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text.ToString());
        Assert.Equal("DB-2026-00377", json.RootElement.GetProperty("Scopes")[0].GetProperty("CaseNumber").GetString());
        Assert.EndsWith("Z", json.RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
    }

    private static Task<ProductApp> StartAsync(
        DatabaseProvider provider, Captured log, int slow, TrialJobs? jobs = null, Ponderous? ledger = null) =>
        ProductApp.StartAsync(provider, TrialProcess.Folder, services =>
        {
            services.AddSingleton(jobs ?? new());
            TrialProcess.AddJobs(services);
            services.AddSingleton<ILoggerProvider>(log);
            services.PostConfigure<RuntimeSettings>(s => s.SlowStepMilliseconds = slow);
            if (ledger is not null)
                services.AddSingleton<ICaseLedger>(ledger);
        });

    /// <summary>Takes two seconds over what it writes with a step.</summary>
    private sealed class Ponderous : ICaseLedger
    {
        public FakeTimeProvider? Clock { get; set; }

        public string ProcessId => "trial";

        public IEnumerable<FormattableString> Follow(CaseStep step)
        {
            Clock?.Advance(TimeSpan.FromSeconds(2));
            return [];
        }
    }

    private sealed class Captured : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public ConcurrentQueue<(string Text, Dictionary<string, object> Scope, string? Trace)> Scoped { get; } = [];

        public IEnumerable<string> Lines => Scoped.Select(l => l.Text);

        public ILogger CreateLogger(string categoryName) => new Logger(this);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private void Add(string text)
        {
            var scope = new Dictionary<string, object>();
            _scopes.ForEachScope(
                (values, all) =>
                {
                    foreach (var (key, value) in values as IEnumerable<KeyValuePair<string, object>> ?? [])
                        all[key] = value;
                },
                scope);
            Scoped.Enqueue((text, scope, Activity.Current?.TraceId.ToString()));
        }

        private sealed class Logger(Captured all) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => all._scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter) => all.Add(formatter(state, exception));
        }
    }
}
