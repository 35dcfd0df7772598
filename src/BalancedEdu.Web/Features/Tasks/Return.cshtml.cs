using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>退回: shows where to, and what each way takes back, before it happens.</summary>
public sealed class ReturnModel(OperationDesk desk, TaskReturns returns, BalancedEduDb db) : OperationPage(desk)
{
    private const string Straight = "/directly";

    private Dictionary<string, string> _names = [];

    /// <inheritdoc/>
    public override string Verb => "退回";

    /// <summary>The revision that is posted.</summary>
    public int Revision { get; private set; }

    /// <summary>Where to, with the consequences; null when the reader can't return it.</summary>
    public ReturnPlan? Plan { get; private set; }

    /// <summary>The choice: <c>element/steps</c> or <c>element/directly</c>.</summary>
    public string? Choice { get; private set; }

    /// <summary>The kind of reason that was chosen.</summary>
    public string? Code { get; private set; }

    /// <summary>What was typed.</summary>
    public string? Reason { get; private set; }

    /// <summary>The form.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        if (await ReadAsync(id, cancellation) is not { } outline)
            return NotFound();
        return await ShowAsync(id, outline.Task.Revision, null, cancellation);
    }

    /// <summary>Sends the case back.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, long? caseVersion, string? choice, string? reasonCode, string? reason,
        CancellationToken cancellation)
    {
        var before = await ReadAsync(id, cancellation);
        (Choice, Code, Reason) = (choice, reasonCode, reason);
        var refusal = await returns.ReturnAsync(
            new(id, revision, choice?.Split('/')[0], choice?.EndsWith(Straight, StringComparison.Ordinal) == true,
                reason, caseVersion) { ReasonCode = reasonCode },
            await PersonAsync(cancellation), cancellation);
        return refusal is null
            ? await OpenNextAsync(before!, $"已退回 {before!.CaseNumber}", cancellation)
            : await ShowAsync(id, revision, refusal, cancellation);
    }

    /// <summary>The person's name.</summary>
    public string NameOf(string userName) =>
        userName == Actor.System.UserName ? Actor.System.DisplayName : _names.GetValueOrDefault(userName, userName);

    /// <summary>并联会审（市财政局）贺知秋 同意、…</summary>
    public string Words(IReadOnlyList<TouchedTask> tasks) => string.Join("、", tasks.Select(t =>
        $"{t.Name} {(t.Who is null ? "未认领" : NameOf(t.Who))}{(t.OutcomeName is null ? "" : $" {t.OutcomeName}")}"));

    private async Task<IActionResult> ShowAsync(
        long id, int revision, ActionRefusal? refusal, CancellationToken cancellation)
    {
        var plan = await returns.PlanAsync(id, revision, await PersonAsync(cancellation), cancellation);
        (Plan, Revision) = (plan.Value, revision);
        var ways = (Plan?.Targets ?? []).SelectMany(t => new[] { t.StepByStep, t.Directly });
        var people = ways.SelectMany(w => w.Withdrawn.Concat(w.Voided)).Select(t => t.Who)
            .Concat((Plan?.Targets ?? []).Select(t => t.LastBy)).OfType<string>().Distinct().ToList();
        _names = await db.Users.AsNoTracking().Where(u => people.Contains(u.UserName!))
            .ToDictionaryAsync(u => u.UserName!, u => u.DisplayName, cancellation);
        return Show(refusal ?? plan.Refusal);
    }
}
