using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<SubscriptionRow>
{
    public void Configure(EntityTypeBuilder<SubscriptionRow> builder)
    {
        builder.ToTable("subscriptions");
        builder.HasIndex(s => new { s.CaseId, s.SubscriptionId }).IsUnique();
        builder.HasIndex(s => new { s.Kind, s.Name, s.Key, s.CaseId });
    }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_messages");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => m.Key).IsUnique();
        builder.HasIndex(m => new { m.Status, m.NextAttemptAt, m.Id });
        builder.HasIndex(m => new { m.Status, m.SenderCaseId, m.SenderOrder });
        builder.HasIndex(m => new { m.Status, m.Name, m.CorrelationKey });
    }
}

internal sealed class CallConfiguration : IEntityTypeConfiguration<CallRow>
{
    public void Configure(EntityTypeBuilder<CallRow> builder)
    {
        builder.ToTable("calls");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => new { c.Status, c.NextAttemptAt, c.Id });
        builder.HasIndex(c => new { c.CaseId, c.CallId });
    }
}

internal sealed class OutboxNoticeConfiguration : IEntityTypeConfiguration<OutboxNotice>
{
    public void Configure(EntityTypeBuilder<OutboxNotice> builder)
    {
        builder.ToTable("outbox_notices");
        builder.HasIndex(n => new { n.CaseId, n.Key }).IsUnique();
        builder.HasIndex(n => new { n.Status, n.NextAttemptAt, n.Id });
        builder.HasIndex(n => new { n.CaseId, n.Status, n.Id });
    }
}

internal sealed class ProcessStartConfiguration : IEntityTypeConfiguration<ProcessStart>
{
    public void Configure(EntityTypeBuilder<ProcessStart> builder)
    {
        builder.ToTable("process_starts");
        builder.HasOne<BundleVersion>().WithMany().HasForeignKey(s => s.BundleVersionId);
        builder.HasIndex(s => new { s.Kind, s.Name });
        builder.HasIndex(s => s.DueAt);
        builder.HasIndex(s => s.ProcessId);
    }
}

internal sealed class BundleBindingConfiguration : IEntityTypeConfiguration<BundleBinding>
{
    public void Configure(EntityTypeBuilder<BundleBinding> builder)
    {
        builder.ToTable("bundle_bindings").HasKey(b => new { b.BundleVersionId, b.ProcessId });
        builder.HasOne<BundleVersion>().WithMany().HasForeignKey(b => b.BundleVersionId);
    }
}
