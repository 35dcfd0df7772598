using System.Globalization;
using System.Linq.Expressions;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>As much of a case as an action on it as a whole is decided by.</summary>
/// <param name="Id">The row.</param>
/// <param name="Number">The number people quote.</param>
/// <param name="Version">The version that it was read at.</param>
/// <param name="Status">How it stands.</param>
/// <param name="StartedBy">The user name of the initiator.</param>
/// <param name="BundleVersionId">The version of the bundle it runs on.</param>
/// <param name="SuspendedAt">Since when it stands still, or null.</param>
internal sealed record CaseHead(
    long Id, string Number, long Version, CaseStatus Status, string StartedBy, long BundleVersionId,
    DateTimeOffset? SuspendedAt);

/// <summary>What an action wants done, or why it is refused.</summary>
internal sealed record CasePlan(StepRequest? Request, ActionRefusal? Refusal)
{
    public static implicit operator CasePlan(StepRequest request) => new(request, null);

    public static implicit operator CasePlan(ActionRefusal refusal) => new(null, refusal);

    /// <summary>It is so already.</summary>
    public static CasePlan Nothing { get; } = new(null, null);
}

/// <summary>What actions on a case as a whole work with; each of them stands in a file of its own.</summary>
public sealed class CaseWork
{
    /// <summary>The longest reason.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>The longest word that goes with a copy or an urging.</summary>
    public const int NoteLengthMax = 200;

    /// <summary>How often an action is decided anew because the case went on meanwhile.</summary>
    private const int AttemptsMax = 5;

    private readonly ProcessRunner _runner;
    private readonly ILogger _log;

    internal CaseWork(
        BalancedEduDb db, ProcessRunner runner, BundleCatalog bundles, StaffList staff, Notices notices,
        Recipients recipients, TaskClocks clocks, OfficeTime office, RowIds ids, TimeProvider time,
        ILogger<CaseWork> log) =>
        (Db, _runner, Bundles, Staff, Notices, Recipients, Clocks, Office, Ids, Time, _log) =
            (db, runner, bundles, staff, notices, recipients, clocks, office, ids, time, log);

    /// <summary>How a head is read.</summary>
    internal static readonly Expression<Func<Case, CaseHead>> Head = c => new(
        c.Id, c.Number, c.Version, c.Status, c.StartedBy, c.BundleVersionId, c.SuspendedAt);

    internal BalancedEduDb Db { get; }

    internal BundleCatalog Bundles { get; }

    internal StaffList Staff { get; }

    internal Notices Notices { get; }

    internal Recipients Recipients { get; }

    internal TaskClocks Clocks { get; }

    internal OfficeTime Office { get; }

    internal RowIds Ids { get; }

    internal TimeProvider Time { get; }

    /// <summary>
    /// Decides on what is read now and commits only if the case is still so; else decides anew. The right to see is
    /// part of the query.
    /// </summary>
    /// <param name="verb">What the person calls it: a refusal names it.</param>
    /// <param name="cases">The cases that the person may see.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="plan">What is to be done with it; called again when the case went on meanwhile.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    /// <param name="once">What makes a repetition recognisable, or null: it stands with what was done in one
    /// transaction, and what was done by it is done.</param>
    /// <returns>Null when it was done, now or before.</returns>
    internal async Task<ActionRefusal?> RunAsync(
        string verb, IQueryable<Case> cases, long caseId, Func<CaseHead, Task<CasePlan>> plan,
        CancellationToken cancellation, string? once = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var head = await cases.Where(c => c.Id == caseId).Select(Head).SingleOrDefaultAsync(cancellation);
            if (head is null)
                return Refusals.CaseUnknown(verb, caseId);
            if (once is not null
                && await Db.HandledCommands.AnyAsync(h => h.CaseId == caseId && h.Key == once, cancellation))
                return null;
            var (request, refusal) = await plan(head);
            if (request is null)
                return refusal;
            refusal = await _runner.TryAsync(
                request with { CaseVersion = head.Version, DedupeKey = once, Verb = verb }, _log, cancellation);
            if (refusal is not { Code: Refusals.MovedCode } || attempt == AttemptsMax)
                return refusal;
        }
    }

    /// <summary>Why the person may not manage the case, or null: only administrators do, within their reach.</summary>
    internal async Task<ActionRefusal?> NotManagedAsync(
        string verb, CaseHead head, AppUser person, CancellationToken cancellation) =>
        await Db.ManagedCases(person).AnyAsync(c => c.Id == head.Id, cancellation)
            ? null
            : CaseRefusals.NotManager(verb, head);

    /// <summary>A mail to whoever has a task of the case, and to its initiator; one a person.</summary>
    internal async Task TellHandlersAsync(
        StepContext step, string template, string reason, CancellationToken cancellation)
    {
        var people = new List<Person>(step.Staff.People([step.Case.StartedBy]));
        foreach (var task in step.Before.OpenTasks)
            people.AddRange(await Recipients.ResolveAsync(step, ["assignee"], task, cancellation));
        await Notices.AddAsync(
            step, template, string.Create(CultureInfo.InvariantCulture, $"{template}/{step.Case.LastSequence}"),
            people.DistinctBy(p => p.UserName).Where(p => p.UserName != step.Actor.UserName), null,
            new([new("by", FeelValue.Of(step.Actor.DisplayName)), new("reason", FeelValue.Of(reason))]), false,
            cancellation);
    }

    /// <summary>A reason as the data of an event.</summary>
    internal static string Reason(string reason) => Json.Of(new FeelContext([new("reason", FeelValue.Of(reason))]));

    internal static Actor ActorOf(AppUser person) => Actor.Of(person);

    /// <summary>The open tasks of a case, in the order of their opening.</summary>
    internal Task<List<WorkTask>> OpenTasksAsync(long caseId, CancellationToken cancellation) =>
        Db.Tasks.AsNoTracking().Where(t => t.CaseId == caseId && t.Status == WorkTaskStatus.Open)
            .OrderBy(t => t.Id).ToListAsync(cancellation);

    /// <summary>A reason without the blanks around it, or null when it is missing or too long.</summary>
    internal static string? ReasonOf(string? text) =>
        text?.Trim() is { Length: > 0 and <= ReasonLengthMax } reason ? reason : null;
}
