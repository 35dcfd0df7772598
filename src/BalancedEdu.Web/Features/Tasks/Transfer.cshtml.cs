using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>转办: chooses a colleague and gives the task to them for good.</summary>
public sealed class TransferModel(OperationDesk desk, TaskTransfers transfers) : OperationPage(desk)
{
    /// <inheritdoc/>
    public override string Verb => "转办";

    /// <summary>The revision that is posted.</summary>
    public int Revision { get; private set; }

    /// <summary>Whether a reason must be given.</summary>
    public bool ReasonRequired { get; private set; }

    /// <summary>What was typed.</summary>
    public string? Reason { get; private set; }

    /// <summary>The list of colleagues.</summary>
    public PersonPicker Picker { get; private set; } = null!;

    /// <summary>The form; with <c>q</c> those who are found.</summary>
    public async Task<IActionResult> OnGetAsync(long id, string? q, string? to, CancellationToken cancellation)
    {
        if (await ReadAsync(id, cancellation) is not { } outline)
            return NotFound();
        return await ShowAsync(id, outline.Task.Revision, q, to, null, cancellation);
    }

    /// <summary>Gives it away.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, string? to, string? reason, CancellationToken cancellation)
    {
        var before = await ReadAsync(id, cancellation);
        Reason = reason;
        var refusal = await transfers.TransferAsync(
            new(id, revision, to, reason), await PersonAsync(cancellation), cancellation);
        if (refusal is not null)
            return await ShowAsync(id, revision, null, to, refusal, cancellation);
        return await OpenNextAsync(before!, $"已转办 {before!.CaseNumber}", cancellation);
    }

    private async Task<IActionResult> ShowAsync(
        long id, int revision, string? search, string? to, ActionRefusal? refusal, CancellationToken cancellation)
    {
        var person = await PersonAsync(cancellation);
        var people = await transfers.SearchAsync(id, revision, search, person, cancellation);
        (Revision, ReasonRequired) = (revision, Outline is not null && Outline.Task.Assignee != person.UserName);
        var answer = Show(refusal ?? people.Refusal);
        string[] chosen = to is null ? [] : [to];
        var shown = await WithChosenAsync(
            people, chosen, name => transfers.SearchAsync(id, revision, name, person, cancellation));
        Picker = new(
            $"/Tasks/{id}/Transfer", "转办给", search, shown, chosen, Several: false, ErrorOf("to"),
            ReasonRequired ? "可转给任何在职人员，职责分离的除外。" : "可转给同岗位的人员；征求其他人意见请用委派。")
        {
            BeginsWithUnit = ReasonRequired,
        };
        return answer;
    }
}
