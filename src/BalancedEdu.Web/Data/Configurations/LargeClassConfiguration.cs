using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.LargeClasses;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class RosterImportConfiguration : IEntityTypeConfiguration<RosterImport>
{
    public void Configure(EntityTypeBuilder<RosterImport> builder)
    {
        builder.ToTable("roster_imports");
        builder.HasIndex(i => new { i.State, i.Id });
        builder.HasIndex(i => i.FileHash);
    }
}

internal sealed class RosterSnapshotConfiguration : IEntityTypeConfiguration<RosterSnapshot>
{
    public void Configure(EntityTypeBuilder<RosterSnapshot> builder)
    {
        builder.ToTable("roster_snapshots");
        builder.HasOne<RosterImport>().WithMany().HasForeignKey(s => s.ImportId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => s.ImportId).IsUnique();
        builder.HasMany(s => s.Classes).WithOne().HasForeignKey(c => c.SnapshotId);
    }
}

internal sealed class RosterClassSizeConfiguration : IEntityTypeConfiguration<RosterClassSize>
{
    public void Configure(EntityTypeBuilder<RosterClassSize> builder)
    {
        builder.ToTable("roster_class_sizes").HasKey(c => new { c.SnapshotId, c.SchoolCode, c.GradeNo, c.ClassNo });

        // The newest snapshot that knows a school.
        builder.HasIndex(c => new { c.SchoolCode, c.SnapshotId });
    }
}

internal sealed class LargeClassTicketConfiguration : IEntityTypeConfiguration<LargeClassTicket>
{
    public void Configure(EntityTypeBuilder<LargeClassTicket> builder)
    {
        builder.ToTable("large_class_tickets").HasKey(t => t.CaseId);
        builder.Property(t => t.CaseId).ValueGeneratedNever();
        builder.HasOne<Case>().WithOne().HasForeignKey<LargeClassTicket>(t => t.CaseId)
            .OnDelete(DeleteBehavior.Restrict);

        // The ledger, worst first; and the ticket of a class.
        builder.HasIndex(t => new { t.SchoolYear, t.Severity, t.OverCount, t.CaseId });
        builder.HasIndex(t => new { t.SchoolCode, t.Cohort, t.ClassNo });
    }
}

internal sealed class EnrolmentRestrictionConfiguration : IEntityTypeConfiguration<EnrolmentRestriction>
{
    public void Configure(EntityTypeBuilder<EnrolmentRestriction> builder)
    {
        builder.ToTable("enrolment_restrictions").HasKey(r => new { r.CaseId, r.Kind });
        builder.HasOne<Case>().WithMany().HasForeignKey(r => r.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.SchoolCode, r.SchoolYear, r.LiftedAt });
    }
}
