using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>声明回避: who was drawn says why they must stay away; somebody else is drawn.</summary>
public sealed class RecusalModel(OperationDesk desk, TaskRecusals recusals) : OperationPage(desk)
{
    /// <inheritdoc/>
    public override string Verb => "声明回避";

    /// <summary>The revision that is posted.</summary>
    public int Revision { get; private set; }

    /// <summary>What was typed.</summary>
    public string? Reason { get; private set; }

    /// <summary>The form.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        if (await ReadAsync(id, cancellation) is not { } outline)
            return NotFound();
        Revision = outline.Task.Revision;
        return Show(TaskRecusals.Offered(outline));
    }

    /// <summary>Declares it.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, string? reason, CancellationToken cancellation)
    {
        var before = await ReadAsync(id, cancellation);
        (Revision, Reason) = (revision, reason);
        var refusal = await recusals.DeclareAsync(
            new(id, revision, reason), await PersonAsync(cancellation), cancellation);
        return refusal is null
            ? await OpenNextAsync(before!, $"已声明回避 {before!.CaseNumber}，另行抽取", cancellation)
            : Show(refusal);
    }
}
