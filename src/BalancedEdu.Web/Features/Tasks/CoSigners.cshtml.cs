using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>请人共同签署: chooses those who took part and asks them to sign.</summary>
public sealed class CoSignersModel(OperationDesk desk, CoSigning signing) : OperationPage(desk)
{
    /// <inheritdoc/>
    public override string Verb => "请人共同签署";

    /// <summary>The revision that is posted.</summary>
    public int Revision { get; private set; }

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

    /// <summary>Asks them.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, string[] to, string? reason, CancellationToken cancellation)
    {
        await ReadAsync(id, cancellation);
        Reason = reason;
        var refusal = await signing.AskAsync(
            new(id, revision, to, reason), await PersonAsync(cancellation), cancellation);
        return refusal is null
            ? Stay(id, $"已请 {to.Distinct().Count()} 人共同签署")
            : await ShowAsync(id, revision, null, to, refusal, cancellation);
    }

    private async Task<IActionResult> ShowAsync(
        long id, int revision, string? search, string[] to, ActionRefusal? refusal, CancellationToken cancellation)
    {
        var person = await PersonAsync(cancellation);
        var people = await signing.SearchAsync(id, revision, search, person, cancellation);
        Revision = revision;
        var answer = Show(refusal ?? people.Refusal);
        var shown = await WithChosenAsync(
            people, to, name => signing.SearchAsync(id, revision, name, person, cancellation));
        Picker = new(
            $"/Tasks/{id}/CoSigners", "请谁签署", search, shown, to, Several: true, ErrorOf("to"),
            "参加了本次办理的人员；发起人、职责分离的人员和您的其他账号除外。");
        return answer;
    }
}
