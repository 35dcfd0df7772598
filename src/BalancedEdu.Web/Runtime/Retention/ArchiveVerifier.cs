using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>Holds the packages of the archive against what was written down of them.</summary>
public sealed class ArchiveVerifier(Func<BalancedEduDb> open, IOptions<RetentionSettings> settings)
{
    private const int PackagesAPage = 200;

    /// <summary>Verifies every package, or that of one case.</summary>
    /// <param name="number">The number of the case, or null.</param>
    /// <param name="report">Is told each fault.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>How many packages there should be, and how many have a fault.</returns>
    public async Task<(long Packages, long Broken)> VerifyAsync(
        string? number, Action<ChainFault> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        await using var db = open();
        var (packages, broken, after) = (0L, 0L, 0L);
        while (true)
        {
            var page = await db.ArchivedCases.AsNoTracking()
                .Where(a => a.CaseId > after && (number == null || a.Number == number))
                .OrderBy(a => a.CaseId).Take(PackagesAPage).ToListAsync(cancellation);
            foreach (var archived in page)
            {
                packages++;
                if (await FaultAsync(archived, cancellation) is not { } fault)
                    continue;
                broken++;
                report(fault);
            }
            if (page.Count < PackagesAPage)
                return (packages, broken);
            after = page[^1].CaseId;
        }
    }

    private async Task<ChainFault?> FaultAsync(ArchivedCase archived, CancellationToken cancellation)
    {
        var path = settings.Value.PathOf(archived.Package);
        if (!File.Exists(path))
            return new(archived.Number, "package.missing", $"归档包 {path} 不在，请核对 Retention:Folder，或从备份取回。");
        var found = await PackageCheck.ReadAsync(path, cancellation);
        if (found.Sha256 != archived.Sha256)
            return new(
                archived.Number, "package.altered",
                $"归档包 {path} 的 SHA-256 与归档时所记不符，它被改动或替换过，请从备份取回。");
        return found.Fault is { } fault ? fault with { Case = archived.Number } : null;
    }
}
