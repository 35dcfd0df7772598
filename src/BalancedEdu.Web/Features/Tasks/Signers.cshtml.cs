using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>加签 by POST; 减签 by <c>?handler=Remove</c>, of a signer's own task or of one who still waits.</summary>
public sealed class SignersModel(OperationDesk desk, TaskSigners signers, SignerRemovals removals)
    : OperationPage(desk)
{
    private string _verb = "加签";

    /// <inheritdoc/>
    public override string Verb => _verb;

    /// <summary>The revision that is posted.</summary>
    public int Revision { get; private set; }

    /// <summary>When they sign.</summary>
    public SignerPlace Place { get; private set; } = SignerPlace.Before;

    /// <summary>What was typed.</summary>
    public string? Reason { get; private set; }

    /// <summary>The list of colleagues.</summary>
    public PersonPicker Picker { get; private set; } = null!;

    /// <summary>The form; with <c>q</c> those who are found.</summary>
    public async Task<IActionResult> OnGetAsync(long id, string? q, string[] to, CancellationToken cancellation)
    {
        if (await ReadAsync(id, cancellation) is not { } outline)
            return NotFound();
        return await ShowAsync(id, outline.Task.Revision, q, to, null, cancellation);
    }

    /// <summary>Asks them to sign.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, SignerPlace place, string[] to, string? reason, CancellationToken cancellation)
    {
        await ReadAsync(id, cancellation);
        (Place, Reason) = (place, reason);
        var refusal = await signers.AddAsync(
            new(id, revision, place, to, reason), await PersonAsync(cancellation), cancellation);
        return refusal is null
            ? Stay(id, $"已请 {to.Distinct().Count()} 人加签")
            : await ShowAsync(id, revision, null, to, refusal, cancellation);
    }

    /// <summary>Takes a signer out who has not acted.</summary>
    /// <param name="id">The task whose page it is.</param>
    /// <param name="signer">The signer's own task; <paramref name="id"/> itself of one who still waits.</param>
    /// <param name="revision">The revision of <paramref name="signer"/>.</param>
    /// <param name="user">Who still waits, or null.</param>
    /// <param name="reason">Why; a manager must say it.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public async Task<IActionResult> OnPostRemoveAsync(
        long id, long signer, int revision, string? user, string? reason, CancellationToken cancellation)
    {
        await ReadAsync(id, cancellation);
        _verb = "减签";
        var refusal = await removals.RemoveAsync(
            new(signer, revision, user, reason), await PersonAsync(cancellation), cancellation);
        return refusal is null
            ? Stay(id, "已减签")
            : Show(refusal.Kind == RefusalKind.Invalid ? refusal with { Kind = RefusalKind.Conflict } : refusal);
    }

    private async Task<IActionResult> ShowAsync(
        long id, int revision, string? search, string[] to, ActionRefusal? refusal, CancellationToken cancellation)
    {
        var person = await PersonAsync(cancellation);
        var people = await signers.SearchAsync(id, revision, search, person, cancellation);
        Revision = revision;
        var answer = Show(refusal ?? people.Refusal);
        var shown = await WithChosenAsync(
            people, to, name => signers.SearchAsync(id, revision, name, person, cancellation));
        Picker = new(
            $"/Tasks/{id}/Signers", "请谁签", search, shown, to, Several: true, ErrorOf("to"),
            $"一次最多 {TaskSigners.SignersMax} 人；发起人和职责分离的人员除外。");
        return answer;
    }
}
