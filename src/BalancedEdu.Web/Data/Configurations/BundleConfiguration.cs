using BalancedEdu.Web.Data.Bundles;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class BundleVersionConfiguration : IEntityTypeConfiguration<BundleVersion>
{
    public void Configure(EntityTypeBuilder<BundleVersion> builder)
    {
        builder.ToTable("bundle_versions");
        builder.HasIndex(b => new { b.ProcessId, b.Version }).IsUnique();
        builder.HasMany(b => b.Files).WithOne().HasForeignKey(f => f.BundleVersionId);
    }
}

internal sealed class BundleFileConfiguration : IEntityTypeConfiguration<BundleFile>
{
    public void Configure(EntityTypeBuilder<BundleFile> builder)
    {
        builder.ToTable("bundle_files");
        builder.HasIndex(f => new { f.BundleVersionId, f.Path }).IsUnique();
    }
}
