using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Extensions;

/// <summary>
/// 延期: who works under a clock asks for more time, who the definition names decides; once a clock, before its end.
/// Each answers null when done. How much is a dated rule with its article, never the asker's choice.
/// </summary>
public sealed class ExtensionActions
{
    /// <summary>Characters of a reason.</summary>
    public const int ReasonLengthMax = 500;

    private readonly BalancedEduDb _db;
    private readonly ProcessRunner _runner;
    private readonly BundleCatalog _bundles;
    private readonly ExtensionSteps _steps;
    private readonly DatedRules<ClockRules> _rules;
    private readonly OfficeTime _office;
    private readonly TimeProvider _time;

    internal ExtensionActions(
        BalancedEduDb db, ProcessRunner runner, BundleCatalog bundles, ExtensionSteps steps,
        DatedRules<ClockRules> rules, OfficeTime office, TimeProvider time) =>
        (_db, _runner, _bundles, _steps, _rules, _office, _time) = (db, runner, bundles, steps, rules, office, time);

    /// <summary>Asks for more time on a clock.</summary>
    public async Task<ActionRefusal?> AskAsync(
        long clockId, string? reason, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (row, refusal) = await FindAsync(ExtensionRefusals.Asking, clockId, person, cancellation);
        if (row is null)
            return refusal;
        if (!await _db.ClocksWorkedUnderBy(person).AnyAsync(c => c.Id == clockId, cancellation))
            return ExtensionRefusals.NotHandler(row);
        var (version, caseVersion) = await CaseAsync(row.CaseId, cancellation);
        if (await GrantOfAsync(row, version, cancellation) is not { } grant)
            return ExtensionRefusals.NotProvided(row);
        var now = _time.GetStoredNow();
        if (_rules.On(OfficeTime.DateOf(now)).Extension(grant.Rule) is not { } rule)
            return ExtensionRefusals.RuleUnknown(row, grant.Rule);
        var open = await _db.ClockExtensions.AsNoTracking()
            .FirstOrDefaultAsync(e => e.ClockRowId == clockId && e.Status == ExtensionStatus.Asked, cancellation);
        if (open is not null)
            return ExtensionRefusals.Asked(open, await NameOfAsync(open.AskedBy, cancellation));
        if (!IsReason(reason))
            return ExtensionRefusals.ReasonMissing(row);
        var asked = new ClockExtension
        {
            CaseId = row.CaseId,
            ClockRowId = row.Id,
            ClockName = row.Name,
            Added = rule.Added,
            Law = rule.Law,
            Approvers = $",{string.Join(',', grant.Approvers)},",
            AskedBy = person.UserName!,
            AskedAt = now,
            Reason = reason!.Trim(),
        };
        if (await TwiceAsync(ExtensionRefusals.Asking, row, cancellation) is { } twice)
            return twice;
        if (ExtensionSteps.Extended(row, asked, person.UserName!, now, out var why) is null)
            return ExtensionRefusals.OfClock(ExtensionRefusals.Asking, row, why!);
        if (IsOver(row, now))
            return ExtensionRefusals.Late(ExtensionRefusals.Asking, row);
        return await _runner.RunAsync(
            new(row.CaseId, null, Actor.Of(person))
            {
                CaseVersion = caseVersion,
                Verb = ExtensionRefusals.Asking,
                Host = (step, stop) => _steps.AskAsync(step, row, asked, grant.Approvers, stop),
            },
            cancellation);
    }

    /// <summary>Grants or refuses what was asked.</summary>
    /// <param name="clockId">The clock.</param>
    /// <param name="grant">Whether it is granted.</param>
    /// <param name="opinion">Why; must be there when it is not.</param>
    /// <param name="person">Who decides.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ActionRefusal?> DecideAsync(
        long clockId, bool grant, string? opinion, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (row, refusal) = await FindAsync(ExtensionRefusals.Deciding, clockId, person, cancellation);
        if (row is null)
            return refusal;
        var (_, caseVersion) = await CaseAsync(row.CaseId, cancellation);
        var asked = await _db.ClockExtensions.AsNoTracking().Where(e => e.ClockRowId == clockId)
            .OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancellation);
        if (asked is null)
            return ExtensionRefusals.NotAsked(row);
        if (!await _db.ExtensionsDecidedBy(person).AnyAsync(e => e.Id == asked.Id, cancellation))
            return ExtensionRefusals.NotApprover(row);
        if (asked.Status != ExtensionStatus.Asked)
            return ExtensionRefusals.Decided(asked, await NameOfAsync(asked.DecidedBy!, cancellation));
        if (!grant && !IsReason(opinion))
            return ExtensionRefusals.OpinionMissing(row);
        var now = _time.GetStoredNow();
        if (grant && ExtensionSteps.Extended(row, asked, person.UserName!, now, out var why) is null)
            return ExtensionRefusals.OfClock(ExtensionRefusals.Deciding, row, why!);
        if (grant && IsOver(row, now))
            return ExtensionRefusals.Late(ExtensionRefusals.Deciding, row);
        (asked.Status, asked.DecidedBy, asked.Opinion) = (
            grant ? ExtensionStatus.Granted : ExtensionStatus.Refused, person.UserName,
            string.IsNullOrWhiteSpace(opinion) ? null : opinion.Trim());
        return await _runner.RunAsync(
            new(row.CaseId, null, Actor.Of(person))
            {
                CaseVersion = caseVersion,
                Verb = ExtensionRefusals.Deciding,
                Host = (step, stop) => _steps.DecideAsync(step, row, asked, stop),
            },
            cancellation);
    }

    private async Task<(ClockRow? Row, ActionRefusal? Refusal)> FindAsync(
        string verb, long clockId, AppUser person, CancellationToken cancellation)
    {
        var row = await _db.VisibleClocks(person).AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == clockId, cancellation);
        return (row, row is null ? ExtensionRefusals.Unknown(verb, clockId) : null);
    }

    /// <summary>Why a clock that was extended before is not again, by the name of who approved it; or null.</summary>
    private async Task<ActionRefusal?> TwiceAsync(string verb, ClockRow row, CancellationToken cancellation) =>
        row.ToClock().Extension is { } first
            ? ExtensionRefusals.Twice(verb, row, first, await NameOfAsync(first.ApprovedBy, cancellation))
            : null;

    /// <summary>What is decided here holds for the case as it is read: a step that comes first sends it back.</summary>
    private async Task<(long Bundle, long Version)> CaseAsync(long caseId, CancellationToken cancellation)
    {
        var found = await _db.Cases.Where(c => c.Id == caseId).Select(c => new { c.BundleVersionId, c.Version })
            .SingleAsync(cancellation);
        return (found.BundleVersionId, found.Version);
    }

    private async Task<ExtensionGrant?> GrantOfAsync(ClockRow row, long version, CancellationToken cancellation)
    {
        var element = row.TaskId is null ? null : await _db.Tasks.Where(t => t.Id == row.TaskId)
            .Select(t => t.ElementId).SingleOrDefaultAsync(cancellation);
        var bundle = await _bundles.GetAsync(version, cancellation);
        return ExtensionSteps.GrantOf(bundle.Definition, row, element);
    }

    private bool IsOver(ClockRow row, DateTimeOffset now) =>
        row.Read(_office, now).State == ClockState.Overdue;

    private async Task<string> NameOfAsync(string userName, CancellationToken cancellation) =>
        await _db.Users.Where(u => u.UserName == userName).Select(u => u.DisplayName)
            .SingleOrDefaultAsync(cancellation) ?? userName;

    private static bool IsReason(string? reason) => reason?.Trim() is { Length: > 0 and <= ReasonLengthMax };
}
