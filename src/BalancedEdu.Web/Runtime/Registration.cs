using System.Buffers.Binary;
using System.Security.Cryptography;
using BalancedEdu.Feel;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Calls;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Runtime.Departures;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Jobs;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Messages;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Runtime.Notifications.Channels;
using BalancedEdu.Web.Runtime.Persons;
using BalancedEdu.Web.Runtime.Retention;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Runtime.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime;

/// <summary>Registers the runtime: what executes cases, and what wakes it.</summary>
public static class Registration
{
    /// <summary>
    /// Registers <see cref="ProcessRunner"/>, <see cref="TaskActions"/>, <see cref="BundleCatalog"/> and the sweeps.
    /// Job handlers and ledgers are registered by those who have them: <c>AddScoped&lt;IJobHandler, …&gt;</c>,
    /// <c>AddSingleton&lt;ICaseLedger, …&gt;</c>.
    /// </summary>
    public static IServiceCollection AddBalancedEduRuntime(
        this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.Configure<RuntimeSettings>(configuration.GetSection("Runtime"));
        services.Configure<WorkflowSettings>(configuration.GetSection("Workflows"));
        services.Configure<ClockSettings>(configuration.GetSection("Clocks"));
        services.Configure<NotificationSettings>(configuration.GetSection("Notifications"));
        services.Configure<WebhookSettings>(configuration.GetSection("Webhooks"));
        services.Configure<RetentionSettings>(configuration.GetSection("Retention"));
        services.TryAddSingleton(WorkingDayCalendar.Shipped);
        services.TryAddSingleton(p => new OfficeTime(
            p.GetRequiredService<WorkingDayCalendar>(), p.GetRequiredService<IOptions<ClockSettings>>().Value));
        services.TryAddSingleton(p => ClockRules.Read(p.GetRequiredService<IOptions<ClockSettings>>().Value.RulesFile));
        services.TryAddSingleton(p => new FeelEnvironment
        {
            HostFunctions = WorkingDayFunctions.For(p.GetRequiredService<OfficeTime>()),
        });
        services.AddSingleton<BundleCatalog>();
        services.AddSingleton<BundlePublisher>();
        AddSteps(services);
        services.AddBalancedEduClocks();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<ArchiveVerifier>();
        services.AddSingleton<PackageWriter>();
        services.AddSingleton<CaseRemoval>();
        AddSweeps(services, configuration);
        return services;
    }

    private static void AddSteps(IServiceCollection services)
    {
        services.AddSingleton<Checkpoints>();
        services.AddSingleton<StepWatching>();
        services.AddSingleton<StepRuns>();
        services.AddSingleton<Waker>();
        services.AddSingleton<TransitionStore>();
        services.AddSingleton<StaffList>();
        services.AddSingleton<IStandIns, Delegates>();
        services.AddSingleton<Recipients>();
        services.AddSingleton<Picking>();
        services.TryAddSingleton<DrawSeeds>(() =>
            BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        services.AddSingleton<Drawing>();
        services.AddSingleton<Redrawing>();
        services.AddSingleton<Assigner>();
        services.AddSingleton<TurnGate>();
        services.AddSingleton<TaskClocks>();
        services.AddSingleton<CaseClocks>();
        services.AddSingleton<INoticeChannel, CentreChannel>();
        services.AddSingleton<INoticeChannel, MailChannel>();
        services.AddSingleton<INoticeChannel, WebhookChannel>();
        services.AddSingleton<Notices>();
        services.AddSingleton<Tidings>();
        services.AddSingleton<UserTasks>();
        services.AddSingleton<MessageRows>();
        services.AddSingleton<CallRows>();
        services.AddSingleton<EffectDispatcher>();
        services.AddSingleton<StepBuilder>();
        services.AddSingleton<Refusals>();
        services.AddSingleton(p => new ProcessRunner(
            p.GetRequiredService<Func<BalancedEduDb>>(), p.GetRequiredService<BundleCatalog>(),
            p.GetRequiredService<TransitionStore>(), p.GetRequiredService<StepBuilder>(),
            p.GetRequiredService<StepRuns>(), p.GetRequiredService<RowIds>(), p.GetRequiredService<Waker>(),
            p.GetRequiredService<Checkpoints>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<TurnGate>(), p.GetRequiredService<StepWatching>(),
            p.GetRequiredService<Refusals>(), p.GetRequiredService<ILogger<ProcessRunner>>()));
        services.AddSingleton<NotificationFeed>();
        services.AddHostedService(p => p.GetRequiredService<NotificationFeed>());
        services.AddScoped<NotificationDesk>();
        services.AddScoped<NotificationPreferences>();
        services.AddSingleton<WebhookGuard>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookSender>();
        services.AddScoped<WebhookTargets>();
        services.AddScoped<IncidentQuery>();
        services.AddScoped<TaskHandover>();
        services.AddScoped<StoppedDeliveries>();
        services.AddScoped<DamagedPackages>();
        services.AddScoped<IncidentBulk>();
        services.AddScoped(p => new IncidentActions(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<BundleCatalog>(),
            p.GetRequiredService<ProcessRunner>(), p.GetRequiredService<TaskHandover>(),
            p.GetRequiredService<StoppedDeliveries>(), p.GetRequiredService<DamagedPackages>(),
            p.GetRequiredService<ILogger<IncidentActions>>()));
        services.AddScoped<JobDesk>();
        services.AddScoped(p => new LetterActions(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<IncidentActions>(), p.GetRequiredService<Waker>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<LetterActions>>()));
        services.AddCaseActions();
        services.AddScoped<StartingByHand>();
        services.AddScoped<Demands>();
        services.AddSingleton<DelegationTidings>();
        services.AddScoped(p => new DelegationRules(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<StaffList>(),
            p.GetRequiredService<BundleCatalog>(), p.GetRequiredService<DelegationTidings>(),
            p.GetRequiredService<Waker>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped<DelegationList>();
        services.AddScoped<NaturalPersons>();
        services.AddScoped<PersonReading>();
        services.AddScoped(p => new Departure(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<CaseWork>(),
            p.GetRequiredService<TaskHandover>(), p.GetRequiredService<Redrawing>()));
        services.AddScoped(p => new TaskActions(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<BundleCatalog>(),
            p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<Refusals>(), p.GetRequiredService<Demands>(), p.GetRequiredService<Notices>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<TaskDoor>(),
            p.GetRequiredService<CoSignatures>(), p.GetRequiredService<Separation>()));
        services.AddTaskOperations();
    }

    private static void AddSweeps(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Leases>();
        services.AddSingleton<CircuitBreaker>();
        services.AddSingleton<SweepPulse>();
        services.AddSingleton<JobHandling>();
        services.TryAddSingleton(Random.Shared);
        services.AddSingleton<RungFiring>();
        services.AddSingleton<SweepFailures>();
        services.AddSingleton<Retries>();
        services.AddSingleton<MessageLane>();
        services.AddSingleton<SignalLane>();
        services.AddSingleton<CaseStarts>();
        services.AddSingleton<FailedStarts>();
        services.AddSingleton<SignalStarts>();
        services.AddSingleton<TimerStartLane>();
        services.AddSingleton<CallLane>();
        services.AddSingleton<NoticeLane>();
        services.AddSingleton<ISweep, CorrespondenceSweep>();
        services.AddSingleton<ISweep, TimerSweep>();
        services.AddSingleton<ISweep, RungSweep>();
        services.AddSingleton<ISweep, CalendarSweep>();
        services.AddSingleton<ISweep, CardSweep>();
        services.AddSingleton<ISweep, StrandedSweep>();
        services.AddSingleton<ISweep, JobSweep>();
        services.AddSingleton<ISweep, DigestSweep>();
        services.AddSingleton<ISweep, MailSweep>();
        services.AddSingleton<ISweep, WebhookSweep>();
        services.AddSingleton<ISweep, IncidentSweep>();
        services.AddSingleton<ISweep, ArchiveSweep>();
        services.AddSingleton<HistorySweep>();
        services.AddSingleton<ISweep>(s => s.GetRequiredService<HistorySweep>());
        services.AddSingleton<ISweep, NotificationRetention>();
        services.AddSingleton<ISweep, OutboxRetention>();
        services.AddSingleton<ISweep, DelegationSweep>();
        var settings = configuration.GetSection("Runtime").Get<RuntimeSettings>() ?? new();
        if (!settings.Sweeping)
        {
            services.AddHostedService<CalendarWatch>();
            return;
        }
        services.AddHostedService<SweepLoop>();
        services.AddSweepJob(configuration.GetSection("Database").Get<DatabaseSettings>() ?? new());
    }
}
