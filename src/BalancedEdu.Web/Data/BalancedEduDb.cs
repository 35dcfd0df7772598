using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Data;

/// <summary>All rows of the product; the mapping stands in <c>Configurations/</c>.</summary>
public abstract class BalancedEduDb(DbContextOptions options)
    : IdentityUserContext<AppUser>(options), IDataProtectionKeyContext
{
    public DbSet<District> Districts => Set<District>();
    public DbSet<School> Schools => Set<School>();
    public DbSet<Position> Positions => Set<Position>();
    public DbSet<PositionHolding> Holdings => Set<PositionHolding>();
    public DbSet<PersonChange> PersonChanges => Set<PersonChange>();
    public DbSet<OpinionPhrase> OpinionPhrases => Set<OpinionPhrase>();
    public DbSet<PhraseChange> PhraseChanges => Set<PhraseChange>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<ApiReply> ApiReplies => Set<ApiReply>();

    public DbSet<BundleVersion> BundleVersions => Set<BundleVersion>();
    public DbSet<BundleFile> BundleFiles => Set<BundleFile>();
    public DbSet<BundleBinding> BundleBindings => Set<BundleBinding>();
    public DbSet<ProcessStart> ProcessStarts => Set<ProcessStart>();

    public DbSet<Case> Cases => Set<Case>();
    public DbSet<ArchivedCase> ArchivedCases => Set<ArchivedCase>();
    public DbSet<CaseEvent> CaseEvents => Set<CaseEvent>();
    public DbSet<HandledCommand> HandledCommands => Set<HandledCommand>();
    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();
    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();
    public DbSet<WorkTask> Tasks => Set<WorkTask>();
    public DbSet<TaskCandidate> TaskCandidates => Set<TaskCandidate>();
    public DbSet<TaskExclusion> TaskExclusions => Set<TaskExclusion>();
    public DbSet<TaskHolder> TaskHolders => Set<TaskHolder>();
    public DbSet<AssignmentTurn> AssignmentTurns => Set<AssignmentTurn>();
    public DbSet<TimerRow> Timers => Set<TimerRow>();
    public DbSet<ClockRow> Clocks => Set<ClockRow>();
    public DbSet<ClockExtension> ClockExtensions => Set<ClockExtension>();
    public DbSet<ClockCard> ClockCards => Set<ClockCard>();
    public DbSet<SupervisionOrder> SupervisionOrders => Set<SupervisionOrder>();
    public DbSet<TimeoutDefault> TimeoutDefaults => Set<TimeoutDefault>();
    public DbSet<CalendarImport> CalendarImports => Set<CalendarImport>();
    public DbSet<OrganisationDayOff> OrganisationDaysOff => Set<OrganisationDayOff>();
    public DbSet<RungRow> Rungs => Set<RungRow>();
    public DbSet<OutboxJob> OutboxJobs => Set<OutboxJob>();
    public DbSet<OutboxMail> OutboxMails => Set<OutboxMail>();
    public DbSet<SubscriptionRow> Subscriptions => Set<SubscriptionRow>();
    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();
    public DbSet<OutboxNotice> OutboxNotices => Set<OutboxNotice>();
    public DbSet<CallRow> Calls => Set<CallRow>();

    public DbSet<CaseCopy> CaseCopies => Set<CaseCopy>();
    public DbSet<CaseFollow> CaseFollows => Set<CaseFollow>();
    public DbSet<TaskUrge> TaskUrges => Set<TaskUrge>();
    public DbSet<WithdrawalRequest> WithdrawalRequests => Set<WithdrawalRequest>();
    public DbSet<WithdrawalAnswer> WithdrawalAnswers => Set<WithdrawalAnswer>();
    public DbSet<Delegation> Delegations => Set<Delegation>();

    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<NotificationChoice> NotificationChoices => Set<NotificationChoice>();
    public DbSet<DigestDay> DigestDays => Set<DigestDay>();
    public DbSet<WebhookTarget> WebhookTargets => Set<WebhookTarget>();
    public DbSet<OutboxWebhook> OutboxWebhooks => Set<OutboxWebhook>();
    public DbSet<UndeliverableAddress> UndeliverableAddresses => Set<UndeliverableAddress>();

    public DbSet<IssuedDocument> IssuedDocuments => Set<IssuedDocument>();
    public DbSet<DocumentContent> DocumentContents => Set<DocumentContent>();

    public DbSet<RosterImport> RosterImports => Set<RosterImport>();
    public DbSet<RosterSnapshot> RosterSnapshots => Set<RosterSnapshot>();
    public DbSet<RosterClassSize> RosterClassSizes => Set<RosterClassSize>();
    public DbSet<LargeClassTicket> LargeClassTickets => Set<LargeClassTicket>();
    public DbSet<EnrolmentRestriction> EnrolmentRestrictions => Set<EnrolmentRestriction>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(BalancedEduDb).Assembly);
    }
}

/// <summary>The rows in an embedded file: the default, nothing to install.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : BalancedEduDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite compares text; instants are stored as UTC ticks so that order and comparison are right.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }
}

/// <summary>The rows in PostgreSQL: production, many nodes.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : BalancedEduDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // timestamptz takes instants at offset zero only.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }
}
