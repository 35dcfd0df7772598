using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>迁移: a case goes on by another version of its definition.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="VersionId">The row of the published version.</param>
/// <param name="CaseVersion">The version of the case that the plan was seen for.</param>
/// <param name="Reason">Why; up to <see cref="CaseWork.ReasonLengthMax"/> characters.</param>
public sealed record MigrateCase(long CaseId, long VersionId, long CaseVersion, string? Reason)
{
    /// <summary>Old ids and new ids, of elements and flows that are called otherwise there.</summary>
    public IReadOnlyDictionary<string, string> Elements { get; init; } = new Dictionary<string, string>();
}

/// <summary>A version that a case could be moved to.</summary>
/// <param name="Id">The row.</param>
/// <param name="Version">Counted from 1.</param>
/// <param name="PublishedAt">When it was published.</param>
public sealed record MigrationVersion(long Id, int Version, DateTimeOffset PublishedAt);

/// <summary>
/// 迁移: an administrator moves a running case to another published version of its definition, as one step. What is open
/// stays open with its assignee, draft, timers and clocks; what is over stays as it was. Refused: <c>case.unknown</c>,
/// <c>case.not-manager</c>, <c>case.ended</c>, <c>case.moved</c>, <c>case.migration-version-unknown</c>,
/// <c>case.migration-other-process</c>, <c>case.migration-same-version</c>, <c>case.migration-mapping-unknown</c>,
/// <c>case.migration-mapping-too-long</c>, <c>case.migration-impossible</c>, <c>case.reason-missing</c>.
/// </summary>
public sealed class CaseMigration(CaseWork work)
{
    /// <summary>The most elements that can be named.</summary>
    public const int ElementsMax = 100;

    /// <summary>Moves it.</summary>
    public Task<ActionRefusal?> MigrateAsync(MigrateCase input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        return work.RunAsync(MigrationRefusals.Verb, work.Db.VisibleCases(person), input.CaseId, async head =>
        {
            if (await work.NotManagedAsync(MigrationRefusals.Verb, head, person, cancellation) is { } refusal)
                return refusal;
            if (head.Status != CaseStatus.Running)
                return CaseRefusals.Ended(MigrationRefusals.Verb, head);
            if (head.Version != input.CaseVersion)
                return MigrationRefusals.Moved(head);
            var (proposal, elements, no) = await ProposeAsync(head, input.VersionId, input.Elements, cancellation);
            if (proposal is null)
                return no!;
            if (proposal.Obstacles.Count > 0)
                return MigrationRefusals.Impossible(head, proposal);
            return CaseWork.ReasonOf(input.Reason) is { } reason
                ? StepOf(head, proposal, elements, reason, person)
                : CaseRefusals.ReasonMissing(MigrationRefusals.Verb, head);
        }, cancellation);
    }

    /// <summary>
    /// The published versions of the case's definition but its own, the newest first; the case must be one that the
    /// person administers.
    /// </summary>
    public async Task<Answer<MigrationVersion[]>> VersionsAsync(
        long caseId, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var managed = work.Db.ManagedCases(person).Where(c => c.Id == caseId);
        if (!await managed.AnyAsync(cancellation))
            return Refusals.CaseUnknown(MigrationRefusals.Verb, caseId);
        return await (
            from c in managed
            join b in work.Db.BundleVersions on c.ProcessId equals b.ProcessId
            where b.Id != c.BundleVersionId
            orderby b.Version descending
            select new MigrationVersion(b.Id, b.Version, b.PublishedAt)).ToArrayAsync(cancellation);
    }

    /// <summary>What moving it would do; or why that can't even be worked out.</summary>
    /// <param name="caseId">The case; it must be one that the person administers.</param>
    /// <param name="versionId">The row of the version.</param>
    /// <param name="elements">Old ids and new ids.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Answer<MigrationProposal>> ProposeAsync(
        long caseId, long versionId, IReadOnlyDictionary<string, string> elements, AppUser person,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(person);
        if (await work.Db.ManagedCases(person).Where(c => c.Id == caseId).Select(CaseWork.Head)
            .SingleOrDefaultAsync(cancellation) is not { } head)
            return Refusals.CaseUnknown(MigrationRefusals.Verb, caseId);
        if (head.Status != CaseStatus.Running)
            return CaseRefusals.Ended(MigrationRefusals.Verb, head);
        var (proposal, _, refusal) = await ProposeAsync(head, versionId, elements, cancellation);
        return proposal is null ? refusal! : proposal;
    }

    private async Task<(MigrationProposal? Proposal, IReadOnlyDictionary<string, string> Elements, ActionRefusal? No)>
        ProposeAsync(
            CaseHead head, long versionId, IReadOnlyDictionary<string, string> asked, CancellationToken cancellation)
    {
        // A program may send null for a name: it says nothing of that element, as an empty one does.
        var elements = asked.Where(e => !string.IsNullOrEmpty(e.Value) && e.Key != e.Value)
            .ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
        var @case = await work.Db.Cases.AsNoTracking().SingleAsync(c => c.Id == head.Id, cancellation);
        var version = await work.Db.BundleVersions.AsNoTracking().Where(b => b.Id == versionId)
            .Select(b => new { b.ProcessId, b.Name }).SingleOrDefaultAsync(cancellation);
        if (version is null)
            return (null, elements, MigrationRefusals.VersionUnknown(head));
        if (version.ProcessId != @case.ProcessId)
            return (null, elements, MigrationRefusals.OtherProcess(head, version.Name));
        var from = await work.Bundles.GetAsync(@case.BundleVersionId, cancellation);
        if (versionId == @case.BundleVersionId)
            return (null, elements, MigrationRefusals.SameVersion(head, from.Version));
        if (elements.Count > ElementsMax)
            return (null, elements, MigrationRefusals.TooMany(head, ElementsMax));
        var to = await work.Bundles.GetAsync(versionId, cancellation);
        if (elements.FirstOrDefault(e => !Knows(from, e.Key) || !Knows(to, e.Value)) is { Key: not null } unknown)
            return (null, elements, MigrationRefusals.MappingUnknown(head, unknown.Key, unknown.Value));
        var rows = await RowsAsync(head.Id, cancellation);
        return (MigrationProposal.Of(@case, (from, to), elements, rows, work.Time.GetStoredNow()), elements, null);
    }

    private async Task<MigrationRows> RowsAsync(long caseId, CancellationToken cancellation) => new(
        await work.Db.Clocks.AsNoTracking()
            .Where(c => c.CaseId == caseId && c.EndedAt == null && c.TaskId == null).OrderBy(c => c.Id)
            .ToListAsync(cancellation),
        await work.Db.Tasks.Where(t => t.CaseId == caseId && t.Status == WorkTaskStatus.Completed)
            .Select(t => t.ElementId).Distinct().OrderBy(id => id).ToListAsync(cancellation));

    /// <summary>Of what was chosen for elements: what the case's version and the other one both know by now.</summary>
    public async Task<IReadOnlyDictionary<string, string>> KnownAsync(
        long caseId, long versionId, IReadOnlyDictionary<string, string> elements, AppUser person,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(person);
        if (await work.Db.ManagedCases(person).Where(c => c.Id == caseId).Select(c => (long?)c.BundleVersionId)
            .SingleOrDefaultAsync(cancellation) is not { } own)
            return new Dictionary<string, string>();
        var from = await work.Bundles.GetAsync(own, cancellation);
        var to = await work.Bundles.GetAsync(versionId, cancellation);
        return elements.Where(e => Knows(from, e.Key) && Knows(to, e.Value)).Take(ElementsMax)
            .ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
    }

    private static bool Knows(PublishedBundle bundle, string id) =>
        bundle.Definition.Find(id) is not null || bundle.Definition.FindFlow(id) is not null;

    private StepRequest StepOf(
        CaseHead head, MigrationProposal proposal, IReadOnlyDictionary<string, string> elements, string reason,
        AppUser person)
    {
        var (from, to) = (proposal.From, proposal.To);
        return new(head.Id, new MigrateInstance(from.Definition, elements), CaseWork.ActorOf(person))
        {
            MovesTo = to.VersionId,
            Host = (step, stop) =>
            {
                step.Case.BundleVersionId = to.VersionId;
                step.Transition.Migration = new(
                    to.VersionId, elements, [.. step.Before.OpenTasks.Select(t => Moved(t, to, elements))],
                    [.. Clocks(step, from, to, elements)]);
                step.Append(VersionChange.Kind, null, null, Json.Of(w =>
                {
                    w.WriteStartObject();
                    w.WriteNumber("from", from.Version);
                    w.WriteNumber("to", to.Version);
                    w.WriteNumber("fromId", from.VersionId);
                    w.WriteNumber("toId", to.VersionId);
                    w.WriteString("reason", reason);
                    w.WriteStartObject("elements");
                    foreach (var (id, target) in elements.OrderBy(e => e.Key, StringComparer.Ordinal))
                        w.WriteString(id, target);
                    w.WriteEndObject();
                    w.WriteEndObject();
                }));
                return work.TellHandlersAsync(step, CaseTemplates.Migrated, reason, stop);
            },
        };
    }

    private static MovedTask Moved(OpenTask task, PublishedBundle to, IReadOnlyDictionary<string, string> elements)
    {
        var back = task.BackTo?.Split('/', 2);
        var details = to.Definition.UserTask(task.ElementId);
        return new(
            task.Id, to.Definition.NameOf(task.ElementId), details.Role ?? "主办",
            details.Assignment.Pick == AssignmentPick.Draw,
            back is [var target, var user]
                ? $"{elements.GetValueOrDefault(target, target)}/{user}"
                : task.BackTo);
    }

    /// <summary>Tasks whose reminders, escalations, time-out or rule are others; the rest keep their rows.</summary>
    private IEnumerable<MovedClock> Clocks(
        StepContext step, PublishedBundle from, PublishedBundle to, IReadOnlyDictionary<string, string> elements)
    {
        var before = elements.ToLookup(e => e.Value, e => e.Key);
        foreach (var row in step.Before.OpenClocks)
        {
            if (step.Before.OpenTasks.FirstOrDefault(t => t.Id == row.TaskId) is not { } task)
                continue;
            var was = from.Definition.FindUserTask(before[task.ElementId].FirstOrDefault() ?? task.ElementId)?.Sla;
            var sla = to.Definition.FindUserTask(task.ElementId)?.Sla;
            var same = (was?.Reminders, was?.Escalate, was?.OnTimeout is null)
                == (sla?.Reminders, sla?.Escalate, sla?.OnTimeout is null);
            var law = sla is null ? row.Law : sla.Law ?? "";
            if (!same || law != row.Law)
                yield return new(row.Id, law, same ? null : work.Clocks.LadderOf(row, sla, step.Now));
        }
    }
}
