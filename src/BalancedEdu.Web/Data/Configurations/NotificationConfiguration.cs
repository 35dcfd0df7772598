using BalancedEdu.Web.Data.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        // No foreign key and no index by case: each would cost every step, and rows go long before their case does.
        builder.ToTable("notifications");

        // The bell, and the centre: one index for both, since every step writes it. A person has few rows to sort.
        builder.HasIndex(n => new { n.UserName, n.ReadAt, n.Id });

        // What the next digest tells.
        builder.HasIndex(n => n.UserName).HasFilter("in_digest").HasDatabaseName("ix_notifications_digest");
    }
}

internal sealed class NotificationChoiceConfiguration : IEntityTypeConfiguration<NotificationChoice>
{
    public void Configure(EntityTypeBuilder<NotificationChoice> builder) =>
        builder.ToTable("notification_choices").HasKey(c => new { c.UserName, c.Event });
}

internal sealed class DigestDayConfiguration : IEntityTypeConfiguration<DigestDay>
{
    public void Configure(EntityTypeBuilder<DigestDay> builder) => builder.ToTable("digest_days").HasKey(d => d.Day);
}

internal sealed class WebhookTargetConfiguration : IEntityTypeConfiguration<WebhookTarget>
{
    public void Configure(EntityTypeBuilder<WebhookTarget> builder) =>
        builder.ToTable("webhook_targets").HasIndex(t => t.Name).IsUnique();
}

internal sealed class OutboxWebhookConfiguration : IEntityTypeConfiguration<OutboxWebhook>
{
    public void Configure(EntityTypeBuilder<OutboxWebhook> builder)
    {
        builder.ToTable("outbox_webhooks");
        builder.Property(w => w.Id).ValueGeneratedNever();
        builder.HasIndex(w => w.Key).IsUnique();
        builder.HasIndex(w => new { w.NextAttemptAt, w.Id }).HasFilter("status = 0");
        builder.HasIndex(w => new { w.Status, w.Id }).HasFilter("status > 1");
        builder.HasIndex(w => new { w.CaseId, w.Id });
        builder.HasIndex(w => new { w.TargetId, w.Id });
    }
}

internal sealed class UndeliverableAddressConfiguration : IEntityTypeConfiguration<UndeliverableAddress>
{
    public void Configure(EntityTypeBuilder<UndeliverableAddress> builder) =>
        builder.ToTable("undeliverable_addresses").HasIndex(a => a.Address).IsUnique();
}
