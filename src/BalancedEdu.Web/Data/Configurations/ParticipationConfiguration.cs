using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class CaseCopyConfiguration : IEntityTypeConfiguration<CaseCopy>
{
    public void Configure(EntityTypeBuilder<CaseCopy> builder)
    {
        builder.ToTable("case_copies").HasKey(c => new { c.CaseId, c.UserName });

        // 抄送待阅: what one person has not read, newest first.
        builder.HasIndex(c => new { c.UserName, c.SentAt, c.CaseId }).HasFilter("read_at IS NULL");
    }
}

internal sealed class CaseFollowConfiguration : IEntityTypeConfiguration<CaseFollow>
{
    public void Configure(EntityTypeBuilder<CaseFollow> builder)
    {
        builder.ToTable("case_follows").HasKey(f => new { f.CaseId, f.UserName });

        // 我关注: what one person follows, newest first.
        builder.HasIndex(f => new { f.UserName, f.Since, f.CaseId });
    }
}

internal sealed class TaskUrgeConfiguration : IEntityTypeConfiguration<TaskUrge>
{
    public void Configure(EntityTypeBuilder<TaskUrge> builder) =>
        builder.ToTable("task_urges").HasKey(u => new { u.TaskId, u.UserName });
}

internal sealed class WithdrawalRequestConfiguration : IEntityTypeConfiguration<WithdrawalRequest>
{
    public void Configure(EntityTypeBuilder<WithdrawalRequest> builder)
    {
        builder.ToTable("withdrawal_requests");
        builder.Property(w => w.Id).ValueGeneratedNever();
        builder.HasIndex(w => new { w.CaseId, w.Id });

        // One at a time.
        builder.HasIndex(w => w.CaseId).IsUnique().HasFilter("status = 0")
            .HasDatabaseName("ix_withdrawal_requests_open");
    }
}

internal sealed class WithdrawalAnswerConfiguration : IEntityTypeConfiguration<WithdrawalAnswer>
{
    public void Configure(EntityTypeBuilder<WithdrawalAnswer> builder) =>
        builder.ToTable("withdrawal_answers").HasKey(a => new { a.RequestId, a.TaskId });
}

internal sealed class DelegationConfiguration : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> builder)
    {
        // Triggers raise the stamp of the staff: nodes keep these rows in memory.
        builder.ToTable("delegations");
        builder.HasIndex(d => d.Principal);
        builder.HasIndex(d => d.Delegate);
    }
}
