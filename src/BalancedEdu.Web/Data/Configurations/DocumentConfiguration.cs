using BalancedEdu.Web.Data.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BalancedEdu.Web.Data.Configurations;

internal sealed class IssuedDocumentConfiguration : IEntityTypeConfiguration<IssuedDocument>
{
    public void Configure(EntityTypeBuilder<IssuedDocument> builder)
    {
        // No foreign key: it stays when the case is archived.
        builder.ToTable("issued_documents");
        builder.Property(d => d.Id).ValueGeneratedNever();

        // Who takes a number that another has taken meanwhile misses, and asks for the next.
        builder.HasIndex(d => new { d.Series, d.Sequence }).IsUnique();
        builder.HasIndex(d => new { d.CaseId, d.Key }).IsUnique();
        builder.HasIndex(d => d.Code).IsUnique();
    }
}

internal sealed class DocumentContentConfiguration : IEntityTypeConfiguration<DocumentContent>
{
    public void Configure(EntityTypeBuilder<DocumentContent> builder)
    {
        builder.ToTable("issued_document_contents").HasKey(c => c.DocumentId);
        builder.Property(c => c.DocumentId).ValueGeneratedNever();
        builder.HasIndex(c => c.CaseId);
    }
}
