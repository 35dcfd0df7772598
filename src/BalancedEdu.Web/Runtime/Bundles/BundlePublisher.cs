using BalancedEdu.Bpmn;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Effects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>How publishing one folder went.</summary>
/// <param name="Name">The folder.</param>
/// <param name="Version">The version that it is now; null when it was refused.</param>
/// <param name="IsNew">Whether that version was made now.</param>
/// <param name="Findings">All that was found.</param>
public sealed record Publication(string Name, int? Version, bool IsNew, IReadOnlyList<Finding> Findings);

/// <summary>Publishes the bundles of the workflows folder. A bad one is refused and stops no other.</summary>
public sealed class BundlePublisher(
    Func<BalancedEduDb> open, FeelEnvironment environment, IServiceScopeFactory scopes, StaffList staff,
    DatedRules<ClockRules> rules,
    IOptions<WorkflowSettings> settings, TimeProvider time, ILogger<BundlePublisher> log)
{
    /// <summary>How the folders went when they were last published, for administrators; empty before.</summary>
    public IReadOnlyList<Publication> Last { get; private set; } = [];

    /// <summary>Publishes what differs from the newest version; the same content is not published twice.</summary>
    public async Task<IReadOnlyList<Publication>> PublishFolderAsync(CancellationToken cancellation)
    {
        var root = settings.Value.FullPath;
        if (!Directory.Exists(root))
        {
            log.LogWarning("Publish bundles: folder {Folder} is not there; set Workflows:Folder", root);
            return [];
        }
        var publications = new List<Publication>();
        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
            if (Directory.EnumerateFiles(folder, "*.bpmn").Any())
                publications.Add(await PublishAsync(folder, cancellation));
        foreach (var p in publications)
            Log(p);
        return Last = publications;
    }

    private async Task<Publication> PublishAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            var bundle = BundleFolder.Read(folder);
            await using var db = open();
            var newest = await db.BundleVersions.AsNoTracking().Where(b => b.ProcessId == bundle.Name)
                .OrderByDescending(b => b.Version).FirstOrDefaultAsync(cancellation);
            var hash = bundle.ContentHash;
            if (newest?.ContentHash == hash)
                return new(bundle.Name, newest.Version, IsNew: false, []);
            var findings = BundleContent.Check(bundle, environment, await SurroundingsAsync(db, bundle, cancellation));
            if (findings.Any(f => f.Severity == Severity.Refused))
                return new(bundle.Name, null, IsNew: false, findings);
            var definition = DefinitionCompiler.Compile(bundle.Bpmn!, environment, null, bundle.Name).Definition!;
            var links = await BundleLinks.CheckAsync(db, definition, time.GetUtcNow(), cancellation);
            links =
            [
                .. links,
                .. ClockFindings.OfExtensions(definition, rules.On(OfficeTime.DateOf(time.GetUtcNow()))),
                .. AssignmentFindings.Of(definition, await staff.NowAsync(cancellation)),
            ];
            if (links.Count > 0)
                return new(bundle.Name, null, IsNew: false, [.. findings, .. links]);
            var version = await InsertAsync(db, bundle, definition, hash, (newest?.Version ?? 0) + 1, cancellation);
            return new(bundle.Name, version, IsNew: true, findings);
        }
        catch (FormatException e)
        {
            var name = Path.GetFileName(folder);
            return new(name, null, IsNew: false, [new("bundle.unreadable", Severity.Refused, null, e.Message, "")]);
        }
    }

    private async Task<int> InsertAsync(
        BalancedEduDb db, BundleFolder bundle, ProcessDefinition definition, string hash, int version,
        CancellationToken cancellation)
    {
        var row = new BundleVersion
        {
            ProcessId = bundle.Name,
            Version = version,
            Name = definition.Name,
            ShortName = bundle.ShortName,
            ContentHash = hash,
            PublishedAt = time.GetUtcNow(),
            PublishedBy = Actor.System.UserName,
        };
        row.Files.AddRange(bundle.Files.Select(f => new BundleFile
        {
            Path = f.Key,
            Content = BundleContent.Stored(f.Key, f.Value),
        }));
        db.BundleVersions.Add(row);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.SaveChangesAsync(cancellation);
            await BundleLinks.BindAsync(db, row, definition, cancellation);
            await BundleLinks.ReplaceStartsAsync(db, row, definition, cancellation);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateException e)
        {
            // Another node that starts at the same moment published the same folder: (process, version) is unique.
            log.LogInformation(
                e, "Bundle {Bundle} version {Version} was published by another node", bundle.Name, version);
        }
        return version;
    }

    private async Task<Surroundings> SurroundingsAsync(
        BalancedEduDb db, BundleFolder bundle, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var jobs = scope.ServiceProvider.GetServices<IJobHandler>().Select(h => h.Job)
            .ToHashSet(StringComparer.Ordinal);
        var paths = bundle.Files.Select(f => f.Key).ToList();
        var mails = BundleContent.MailIds(paths);
        mails.UnionWith(Notices.Shared);
        var posts = await db.Positions.Select(p => p.Id).ToListAsync(cancellation);
        return new(jobs, BundleContent.FormIds(paths), mails, posts.ToHashSet(StringComparer.Ordinal));
    }

    private void Log(Publication p)
    {
        foreach (var f in p.Findings)
            log.Log(
                f.Severity == Severity.Refused ? LogLevel.Error : LogLevel.Information,
                "Bundle {Bundle}, line {Line}, element {Element}: [{Code}] {Message} {Remedy}",
                p.Name, f.Line, f.ElementId, f.Code, f.Message, f.Remedy);
        if (p.Version is null)
            log.LogError("Bundle {Bundle} is not published: see its findings", p.Name);
        else if (p.IsNew)
            log.LogInformation("Bundle {Bundle} is published as version {Version}", p.Name, p.Version);
    }
}
