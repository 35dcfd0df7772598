using System.Text;
using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Mail;

/// <summary>Finds templates: a bundle's own before the shared one of the same id.</summary>
public static class MailTemplates
{
    private const string Prefix = "BalancedEdu.Web.Mail.Templates.";

    /// <summary>The templates that every process can use, by id.</summary>
    public static IReadOnlyDictionary<string, MailTemplate> Shared { get; } = ReadShared();

    /// <summary>The template that a case means by an id.</summary>
    /// <param name="db">The rows.</param>
    /// <param name="id">The id.</param>
    /// <param name="bundleVersionId">The version of the case's bundle; null outside of a case.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <exception cref="MailCompositionException">There is none, or it is not a template.</exception>
    public static async Task<MailTemplate> FindAsync(
        BalancedEduDb db, string id, long? bundleVersionId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var path = $"mail/{id}.liquid";
        var content = bundleVersionId is null ? null : await db.BundleFiles.AsNoTracking()
            .Where(f => f.BundleVersionId == bundleVersionId && f.Path == path)
            .Select(f => f.Content).SingleOrDefaultAsync(cancellation);
        if (content is null && bundleVersionId is { } moved && !Shared.ContainsKey(id))
            content = await FindElsewhereAsync(db, path, moved, cancellation);
        if (content is null)
            return Shared.GetValueOrDefault(id)
                ?? throw new MailCompositionException($"没有邮件模板 {id}。请在流程包的 mail 目录里补上后重发。");
        return MailTemplate.TryParse(id, Encoding.UTF8.GetString(content), out var finding)
            ?? throw new MailCompositionException(finding!.Message + finding.Remedy);
    }

    /// <summary>
    /// A mail that was written before its case moved to a version without its template still goes out: by the newest
    /// other version that has it.
    /// </summary>
    private static Task<byte[]?> FindElsewhereAsync(
        BalancedEduDb db, string path, long versionId, CancellationToken cancellation) => (
        from own in db.BundleVersions
        where own.Id == versionId
        join other in db.BundleVersions on own.ProcessId equals other.ProcessId
        join file in db.BundleFiles on other.Id equals file.BundleVersionId
        where file.Path == path
        orderby other.Version descending
        select file.Content).FirstOrDefaultAsync(cancellation);

    private static Dictionary<string, MailTemplate> ReadShared()
    {
        var assembly = typeof(MailTemplates).Assembly;
        var templates = new Dictionary<string, MailTemplate>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            var id = name[Prefix.Length..^".liquid".Length];
            templates[id] = MailTemplate.TryParse(id, reader.ReadToEnd(), out var finding)
                ?? throw new InvalidOperationException(finding!.Message);
        }
        return templates;
    }
}
