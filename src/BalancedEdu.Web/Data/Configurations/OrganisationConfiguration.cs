using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class DistrictConfiguration : IEntityTypeConfiguration<District>
{
    public void Configure(EntityTypeBuilder<District> builder)
    {
        builder.ToTable("districts").HasKey(d => d.Code);
        builder.Property(d => d.Code).HasMaxLength(6);
    }
}

internal sealed class SchoolConfiguration : IEntityTypeConfiguration<School>
{
    public void Configure(EntityTypeBuilder<School> builder)
    {
        builder.ToTable("schools").HasKey(s => s.Code);
        builder.Property(s => s.Code).HasMaxLength(10);
        builder.HasIndex(s => s.DistrictCode);
        builder.HasIndex(s => s.Name);
        builder.Property(s => s.MigrantPercent).HasPrecision(5, 2);
    }
}

internal sealed class PositionConfiguration : IEntityTypeConfiguration<Position>
{
    public void Configure(EntityTypeBuilder<Position> builder) => builder.ToTable("positions").HasKey(p => p.Id);
}

internal sealed class PositionHoldingConfiguration : IEntityTypeConfiguration<PositionHolding>
{
    public void Configure(EntityTypeBuilder<PositionHolding> builder)
    {
        builder.ToTable("position_holdings");
        builder.HasOne<AppUser>().WithMany(u => u.Holdings).HasForeignKey(h => h.UserId);
        builder.HasOne<Position>().WithMany().HasForeignKey(h => h.PositionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(h => new { h.UserId, h.PositionId, h.DistrictCode, h.SchoolCode });
        builder.HasIndex(h => new { h.PositionId, h.DistrictCode, h.SchoolCode });
    }
}

internal sealed class OpinionPhraseConfiguration : IEntityTypeConfiguration<OpinionPhrase>
{
    public void Configure(EntityTypeBuilder<OpinionPhrase> builder)
    {
        builder.ToTable("opinion_phrases");
        builder.HasIndex(p => new { p.UserName, p.Place, p.Id });
    }
}

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.HasIndex(t => t.Hash).IsUnique();
        builder.HasIndex(t => new { t.UserName, t.Id });
    }
}

internal sealed class ApiReplyConfiguration : IEntityTypeConfiguration<ApiReply>
{
    public void Configure(EntityTypeBuilder<ApiReply> builder)
    {
        builder.ToTable("api_replies").HasKey(r => new { r.TokenId, r.Key });
        builder.HasIndex(r => r.At);
    }
}

internal sealed class PersonChangeConfiguration : IEntityTypeConfiguration<PersonChange>
{
    public void Configure(EntityTypeBuilder<PersonChange> builder) => builder.ToTable("person_changes");
}

internal sealed class PhraseChangeConfiguration : IEntityTypeConfiguration<PhraseChange>
{
    public void Configure(EntityTypeBuilder<PhraseChange> builder)
    {
        builder.ToTable("phrase_changes");
        builder.HasIndex(c => c.UserName);
    }
}
