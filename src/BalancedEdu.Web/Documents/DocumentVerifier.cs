using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Documents;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Documents;

/// <summary>What anybody with the code may know of a document: nothing of persons and nothing of the case.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Number">文号.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="Sha256">SHA-256 of the file, in hex.</param>
/// <param name="Status">Whether it counts.</param>
/// <param name="EndedAt">When it ceased to, or null.</param>
public sealed record VerifiedDocument(
    string Title, string Number, DateTimeOffset IssuedAt, string Sha256, DocumentStatus Status,
    DateTimeOffset? EndedAt);

/// <summary>Looks documents up by their code.</summary>
public sealed class DocumentVerifier(BalancedEduDb db)
{
    /// <summary>The document, or null when no document has the code.</summary>
    public async Task<VerifiedDocument?> FindAsync(string? code, CancellationToken cancellation)
    {
        var normal = VerificationCode.Normalize(code);
        if (normal.Length != VerificationCode.Bytes)
            return null;
        var d = await db.IssuedDocuments.AsNoTracking().SingleOrDefaultAsync(d => d.Code == normal, cancellation);
        return d is null ? null : new(
            d.Title, d.Number, d.IssuedAt, Convert.ToHexStringLower(d.Sha256), d.Status, d.EndedAt);
    }
}
