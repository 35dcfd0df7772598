using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class CaseConfiguration : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.ToTable("cases");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.State).HasConversion(
            s => Compressed.Pack(s), s => Compressed.Unpack(s), new ArrayStructuralComparer<byte>());
        builder.HasOne<BundleVersion>().WithMany().HasForeignKey(c => c.BundleVersionId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => new { c.ProcessId, c.BusinessKey }).IsUnique();
        builder.HasIndex(c => new { c.StartedBy, c.Id });
        builder.HasIndex(c => new { c.ParentCaseId, c.Id });
        builder.HasIndex(c => new { c.ProcessId, c.DistrictCode, c.SchoolCode });

        // No index names what a step changes: PostgreSQL then writes the row in its page, and none of these anew.
    }
}

internal sealed class ArchivedCaseConfiguration : IEntityTypeConfiguration<ArchivedCase>
{
    public void Configure(EntityTypeBuilder<ArchivedCase> builder)
    {
        // No foreign key: it stays when the case goes.
        builder.ToTable("archived_cases").HasKey(a => a.CaseId);
        builder.Property(a => a.CaseId).ValueGeneratedNever();
        builder.HasIndex(a => a.Number).IsUnique();
        builder.HasIndex(a => a.CaseId).HasFilter("deleted_at IS NULL").HasDatabaseName("ix_archived_cases_undeleted");
    }
}

internal sealed class CaseEventConfiguration : IEntityTypeConfiguration<CaseEvent>
{
    public void Configure(EntityTypeBuilder<CaseEvent> builder)
    {
        builder.ToTable("case_events").HasKey(e => new { e.CaseId, e.Sequence });
        builder.Property(e => e.Moves).HasConversion(m => Compressed.PackText(m!), m => Compressed.UnpackText(m));

        // No foreign key: rows are only ever written with their case, and each would look the case up again.
        // PostgreSQL has a partition a year (HistoryYears), each with this key.
    }
}

internal sealed class HandledCommandConfiguration : IEntityTypeConfiguration<HandledCommand>
{
    public void Configure(EntityTypeBuilder<HandledCommand> builder) =>
        builder.ToTable("handled_commands").HasKey(c => new { c.CaseId, c.Key });
}

internal sealed class NumberSeriesConfiguration : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> builder) =>
        builder.ToTable("number_series").HasKey(n => n.Key);
}

internal sealed class IncidentConfiguration : IEntityTypeConfiguration<IncidentRow>
{
    public void Configure(EntityTypeBuilder<IncidentRow> builder)
    {
        builder.ToTable("incidents");
        builder.HasOne<Case>().WithMany().HasForeignKey(i => i.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(i => new { i.ResolvedAt, i.Id });
        builder.HasIndex(i => i.Key).IsUnique();
        builder.Property(i => i.Times).HasDefaultValue(1);
    }
}

internal sealed class WorkTaskConfiguration : IEntityTypeConfiguration<WorkTask>
{
    public void Configure(EntityTypeBuilder<WorkTask> builder)
    {
        builder.ToTable("tasks");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Drawn).HasDefaultValue(false);

        // No foreign key, as of the events: the step writes its case, and looking it up again would lock it twice.
        builder.HasIndex(t => new { t.CaseId, t.ElementInstanceId }).IsUnique();

        // 待我办: one person's open tasks, the most urgent first.
        builder.HasIndex(t => new { t.Assignee, t.DueAt, t.Id }).HasFilter("status = 0");

        // 待认领: open tasks without an owner, looked up from the candidates.
        builder.HasIndex(t => new { t.DueAt, t.Id }).HasFilter("status = 0 AND assignee IS NULL");

        // 已办: what one person completed, newest first.
        builder.HasIndex(t => new { t.CompletedBy, t.EndedAt, t.Id }).HasFilter("completed_by IS NOT NULL");
        builder.HasMany(t => t.Candidates).WithOne().HasForeignKey(c => c.TaskId);
        builder.HasMany(t => t.Exclusions).WithOne().HasForeignKey(x => x.TaskId);
    }
}

internal sealed class TaskCandidateConfiguration : IEntityTypeConfiguration<TaskCandidate>
{
    public void Configure(EntityTypeBuilder<TaskCandidate> builder)
    {
        builder.ToTable("task_candidates");
        builder.HasIndex(c => new { c.PositionId, c.DistrictCode, c.SchoolCode, c.TaskId });
        builder.HasIndex(c => new { c.UserName, c.TaskId });
    }
}

internal sealed class TaskExclusionConfiguration : IEntityTypeConfiguration<TaskExclusion>
{
    public void Configure(EntityTypeBuilder<TaskExclusion> builder) =>
        builder.ToTable("task_exclusions").HasKey(x => new { x.TaskId, x.UserName });
}

internal sealed class TaskHolderConfiguration : IEntityTypeConfiguration<TaskHolder>
{
    public void Configure(EntityTypeBuilder<TaskHolder> builder)
    {
        // No foreign key: rows are only ever written with a change of their task, which finds it.
        builder.ToTable("task_holders").HasKey(h => new { h.TaskId, h.UserName });
        builder.HasIndex(h => new { h.CaseId, h.UserName });
    }
}

internal sealed class AssignmentTurnConfiguration : IEntityTypeConfiguration<AssignmentTurn>
{
    public void Configure(EntityTypeBuilder<AssignmentTurn> builder) =>
        builder.ToTable("assignment_turns").HasKey(t => t.Key);
}
