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
