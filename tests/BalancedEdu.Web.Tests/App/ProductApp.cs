using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Time.Testing;

namespace BalancedEdu.Web.Tests.App;

/// <summary>
/// The real application on a database of its own, with the people of 临澄市 and a clock that tests move. Nothing sweeps by
/// itself: <see cref="SweepAsync"/> does what the background would do.
/// </summary>
public sealed class ProductApp : WebApplicationFactory<Program>
{
    /// <summary>The password of all accounts.</summary>
    public const string Password = "lincheng2026";

    /// <summary>Monday 2026-11-02, 09:00 in Beijing: a working day after a working Saturday's week.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.FromHours(8));

    // Each host would watch its settings files: many at once are more than Linux lets one user watch.
    static ProductApp() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");

    private readonly TestDatabase _database;
    private readonly bool _ownsDatabase;
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;
    private readonly Pipeline _pipeline = new();
    private bool _sweeping;

    private ProductApp(
        TestDatabase database, bool ownsDatabase, Dictionary<string, string?> settings,
        Action<IServiceCollection>? services, FakeTimeProvider clock) =>
        (_database, _ownsDatabase, _settings, _services, Clock) = (database, ownsDatabase, settings, services, clock);

    /// <summary>The time of the application.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>What another process is told to work on the same database and folders.</summary>
    public IEnumerable<KeyValuePair<string, string?>> SettingsOfAnotherProcess =>
    [
        new("Database:Provider", _database.Settings.Provider.ToString()),
        new("Database:ConnectionString", _database.Settings.ConnectionString),
        new("Mail:Folder", MailFolder),
        new("Mail:QuietFrom", "00:00"),
        new("Mail:QuietTo", "00:00"),
        new("Logging:LogLevel:Default", "Warning"),
        new("Documents:RegularFont", Path.Combine(Documents.TestFonts.Folder, "NotoSerifSC-Regular.ttf")),
        new("Documents:BoldFont", Path.Combine(Documents.TestFonts.Folder, "NotoSerifSC-Bold.ttf")),
        .. _settings,
    ];

    /// <summary>Where mails are written.</summary>
    public string MailFolder { get; } = Directory.CreateTempSubdirectory("balancededu-mail-").FullName;

    /// <summary>Starts the application.</summary>
    /// <param name="provider">On which database.</param>
    /// <param name="workflows">A folder of bundles, relative to the tests' output; null: those of the product.</param>
    /// <param name="services">Registrations beside the product's: job handlers, ledgers.</param>
    /// <param name="now">The time at the start; null: <see cref="Start"/>.</param>
    /// <param name="settings">Settings beyond the usual ones.</param>
    /// <param name="database">A database that is there already; it is removed with the application.</param>
    public static async Task<ProductApp> StartAsync(
        DatabaseProvider provider, string? workflows = null, Action<IServiceCollection>? services = null,
        DateTimeOffset? now = null, IReadOnlyDictionary<string, string?>? settings = null,
        TestDatabase? database = null)
    {
        database ??= await TestDatabase.CreateAsync(provider);
        var all = Settings(workflows);
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
            all[key] = value;
        var app = new ProductApp(database, true, all, services, new(now ?? Start));
        await app.StartHostAsync();
        return app;
    }

    /// <summary>Starts a second node on the same database with the same clock.</summary>
    /// <param name="sweeping">Whether it sweeps by itself, as in production.</param>
    public ProductApp StartNode(bool sweeping = false)
    {
        var node = new ProductApp(_database, false, _settings, _services, Clock) { _sweeping = sweeping };
        node.StartHostAsync().GetAwaiter().GetResult();
        return node;
    }

    /// <summary>
    /// Starts the host outside the test's flow: what waits on its clock would else hold what flowed here from the
    /// application that started before, which holds the one before that, and none would ever be collected.
    /// </summary>
    private Task StartHostAsync()
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => CreateClient().Dispose());
    }

    private static Dictionary<string, string?> Settings(string? workflows) => workflows is null
        ? []
        : new() { ["Workflows:Folder"] = Path.Combine(AppContext.BaseDirectory, workflows) };

    /// <summary>Opens a context.</summary>
    public BalancedEduDb Open() => Services.GetRequiredService<Func<BalancedEduDb>>()();

    /// <summary>A person with the posts that decide their rights.</summary>
    public async Task<AppUser> PersonAsync(string userName)
    {
        await using var db = Open();
        var person = await db.Users.AsNoTracking().Include(u => u.Holdings).SingleAsync(u => u.UserName == userName);
        person.ActsFor = (await Services.GetRequiredService<StaffList>().NowAsync(default))
            .RepresentedBy(userName, Clock.GetUtcNow());
        return person;
    }

    /// <summary>Starts a case and expects it to start.</summary>
    public async Task<StartedCase> StartCaseAsync(
        string processId, FeelContext variables, string by = "system", string? district = "329901",
        string? school = "3299010001", string? businessKey = null)
    {
        var answer = await Services.GetRequiredService<ProcessRunner>().StartAsync(
            new(processId, variables, district, school, "临澄市教育局", businessKey), await ActorAsync(by), default);
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    /// <summary>The only open task of an element.</summary>
    public async Task<WorkTask> OpenTaskAsync(long caseId, string elementId)
    {
        await using var db = Open();
        return await db.Tasks.AsNoTracking().Include(t => t.Candidates).SingleAsync(t =>
            t.CaseId == caseId && t.ElementId == elementId && t.Status == WorkTaskStatus.Open);
    }

    /// <summary>Decides an open task as a person would, and answers the refusal.</summary>
    public async Task<ActionRefusal?> DecideAsync(
        string userName, WorkTask task, string outcome, string? comment = null, string? form = null)
    {
        await using var scope = Services.CreateAsyncScope();
        using var data = form is null ? null : System.Text.Json.JsonDocument.Parse(form);
        return await scope.ServiceProvider.GetRequiredService<TaskActions>().CompleteAsync(
            new(task.Id, task.Revision, outcome, comment, data?.RootElement), await PersonAsync(userName), default);
    }

    /// <summary>Decides the only open task of an element, and expects it to be done.</summary>
    public async Task CompleteAsync(
        long caseId, string elementId, string userName, string outcome, string? comment = null, string? form = null)
    {
        var refusal = await DecideAsync(userName, await OpenTaskAsync(caseId, elementId), outcome, comment, form);
        Assert.True(refusal is null,
            $"{refusal?.Code} {refusal?.Message} {string.Join("; ", refusal?.Fields.Select(f => f.Message) ?? [])}");
    }

    /// <summary>Carries a command out and answers the refusal.</summary>
    public Task<ActionRefusal?> ExecuteAsync(long caseId, Command command, string? key = null) =>
        Services.GetRequiredService<ProcessRunner>().ExecuteAsync(caseId, command, Actor.System, key, default);

    /// <summary>Does what the background does, until nothing is due.</summary>
    public async Task SweepAsync()
    {
        int done;
        do
        {
            done = 0;
            foreach (var sweep in Services.GetServices<ISweep>())
                done += await sweep.RunAsync(default);
        }
        while (done > 0);
    }

    /// <summary>Moves the clock and sweeps, as if the application had run all the time.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await SweepAsync();
    }

    /// <summary>A browser without scripts, signed in as a person.</summary>
    public async Task<HttpClient> SignInAsync(string userName, string password = Password)
    {
        var client = CreateClient(new() { AllowAutoRedirect = false });
        var page = await client.GetStringAsync("/Account/Login");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["UserName"] = userName,
            ["Password"] = password,
            ["__RequestVerificationToken"] = AntiforgeryToken(page),
        });
        var response = await client.PostAsync("/Account/Login", form);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, response.StatusCode);
        return client;
    }

    /// <summary>The token that a form of the page carries.</summary>
    public static string AntiforgeryToken(string page)
    {
        const string Name = "name=\"__RequestVerificationToken\"";
        var at = page.IndexOf(Name, StringComparison.Ordinal);
        var from = page.IndexOf("value=\"", at, StringComparison.Ordinal) + "value=\"".Length;
        return page[from..page.IndexOf('"', from)];
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        foreach (var (key, value) in SettingsOfAnotherProcess)
            builder.UseSetting(key, value);
        builder.UseSetting("Runtime:Sweeping", _sweeping.ToString());
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Singleton<Random>(new AlwaysMost()));
            services.AddSingleton<IStartupFilter>(_pipeline);
            _services?.Invoke(services);
        });
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        var environment = Services.GetRequiredService<IWebHostEnvironment>();
        await base.DisposeAsync();
        await _pipeline.DisposeAsync();
        StopWatching(environment.WebRootFileProvider);
        StopWatching(environment.ContentRootFileProvider);
        if (_ownsDatabase)
            await _database.DisposeAsync();
        Directory.Delete(MailFolder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the watching of a folder, which the host leaves on, and which holds the whole host.</summary>
    private static void StopWatching(IFileProvider files)
    {
        foreach (var provider in files is CompositeFileProvider several ? several.FileProviders : [files])
            (provider as IDisposable)?.Dispose();
    }

    private async Task<Actor> ActorAsync(string userName)
    {
        if (userName == Actor.System.UserName)
            return Actor.System;
        var person = await PersonAsync(userName);
        return new(person.UserName!, person.DisplayName);
    }

    /// <summary>Waits are as long as they can be, so that a test knows when they are over.</summary>
    private sealed class AlwaysMost : Random
    {
        public override double NextDouble() => 1;
    }
}
