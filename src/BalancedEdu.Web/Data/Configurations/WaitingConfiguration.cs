using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class TimerConfiguration : IEntityTypeConfiguration<TimerRow>
{
    public void Configure(EntityTypeBuilder<TimerRow> builder)
    {
        builder.ToTable("timers");
        builder.HasIndex(t => new { t.CaseId, t.TimerId }).IsUnique();
        builder.HasIndex(t => new { t.DueAt, t.Id });
    }
}

internal sealed class ClockConfiguration : IEntityTypeConfiguration<ClockRow>
{
    public void Configure(EntityTypeBuilder<ClockRow> builder)
    {
        builder.ToTable("clocks");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.TaskId);
        builder.HasIndex(c => c.CaseId);

        // What may come by a card next; the others don't stand in it.
        builder.HasIndex(c => new { c.CardAt, c.Id }).HasFilter("card_at IS NOT NULL");
    }
}

internal sealed class ClockExtensionConfiguration : IEntityTypeConfiguration<ClockExtension>
{
    public void Configure(EntityTypeBuilder<ClockExtension> builder)
    {
        builder.ToTable("clock_extensions");

        // One request at a time, and none after it was granted: two who ask at once are told apart here.
        builder.HasIndex(e => e.ClockRowId).IsUnique().HasFilter("status < 2");
        builder.HasIndex(e => e.CaseId);
        builder.HasIndex(e => new { e.AskedAt, e.Id }).HasFilter("status = 0");
    }
}

internal sealed class ClockCardConfiguration : IEntityTypeConfiguration<ClockCard>
{
    public void Configure(EntityTypeBuilder<ClockCard> builder)
    {
        builder.ToTable("clock_cards");

        // Each colour once a clock, also when two nodes register at the same moment.
        builder.HasIndex(c => new { c.ClockRowId, c.Colour }).IsUnique();
        builder.HasIndex(c => new { c.At, c.Id });
        builder.HasIndex(c => c.CaseId);
    }
}

internal sealed class SupervisionOrderConfiguration : IEntityTypeConfiguration<SupervisionOrder>
{
    public void Configure(EntityTypeBuilder<SupervisionOrder> builder)
    {
        builder.ToTable("supervision_orders");
        builder.HasIndex(o => o.RungId).IsUnique();
        builder.HasIndex(o => o.CaseId);
    }
}

internal sealed class TimeoutDefaultConfiguration : IEntityTypeConfiguration<TimeoutDefault>
{
    public void Configure(EntityTypeBuilder<TimeoutDefault> builder)
    {
        builder.ToTable("timeout_defaults").HasKey(d => d.TaskId);
        builder.Property(d => d.TaskId).ValueGeneratedNever();
        builder.HasIndex(d => d.CaseId);
    }
}

internal sealed class CalendarImportConfiguration : IEntityTypeConfiguration<CalendarImport>
{
    public void Configure(EntityTypeBuilder<CalendarImport> builder)
    {
        builder.ToTable("calendar_imports");

        // Of two that were compared with the same calendar only one comes into force.
        builder.HasIndex(i => i.BaseId).IsUnique().HasFilter("status = 1");
    }
}

internal sealed class OrganisationDayOffConfiguration : IEntityTypeConfiguration<OrganisationDayOff>
{
    public void Configure(EntityTypeBuilder<OrganisationDayOff> builder)
    {
        builder.ToTable("organisation_days_off");

        // Of two who add the same day one is told; a day that was given up may be added again.
        builder.HasIndex(d => new { d.Organisation, d.Day }).IsUnique().HasFilter("removed_at IS NULL");
    }
}

internal sealed class RungConfiguration : IEntityTypeConfiguration<RungRow>
{
    public void Configure(EntityTypeBuilder<RungRow> builder)
    {
        builder.ToTable("rungs");
        builder.HasOne<ClockRow>().WithMany().HasForeignKey(r => r.ClockRowId);
        builder.HasIndex(r => new { r.ClockRowId, r.Key }).IsUnique();
        builder.HasIndex(r => new { r.FiredAt, r.DueAt, r.Id });
    }
}

internal sealed class OutboxJobConfiguration : IEntityTypeConfiguration<OutboxJob>
{
    public void Configure(EntityTypeBuilder<OutboxJob> builder)
    {
        builder.ToTable("outbox_jobs");
        builder.Property(j => j.Id).ValueGeneratedNever();
        builder.HasIndex(j => j.Key).IsUnique();

        // What is to be done, the longest due first; and what a person must look at. What is done stands in neither.
        builder.HasIndex(j => new { j.NextAttemptAt, j.Id }).HasFilter("status = 0");
        builder.HasIndex(j => new { j.Status, j.Id }).HasFilter("status > 1");
        builder.HasIndex(j => new { j.CaseId, j.JobId });
    }
}

internal sealed class OutboxMailConfiguration : IEntityTypeConfiguration<OutboxMail>
{
    public void Configure(EntityTypeBuilder<OutboxMail> builder)
    {
        builder.ToTable("outbox_mails");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => m.Key).IsUnique();

        // What is to be sent, the longest due first; and what a person must look at. What is sent stands in neither.
        builder.HasIndex(m => new { m.NextAttemptAt, m.Id }).HasFilter("status = 0");
        builder.HasIndex(m => new { m.Status, m.Id }).HasFilter("status > 1");
    }
}
