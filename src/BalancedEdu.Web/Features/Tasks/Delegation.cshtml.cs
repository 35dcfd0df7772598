using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>委派, its answer (<c>?handler=Answer</c>), and taking it back (<c>?handler=Recall</c>).</summary>
public sealed class DelegationModel(OperationDesk desk, TaskDelegations delegations) : OperationPage(desk)
{
    private string _verb = "委派";
    private string? _reader;

    /// <inheritdoc/>
    public override string Verb => _verb;

    /// <summary>Which of the three is posted: empty, <c>?handler=Answer</c> or <c>?handler=Recall</c>.</summary>
    public string Handler { get; private set; } = "";

    /// <summary>The revision that is posted.</summary>
    public int Revision { get; private set; }

    /// <summary>What was typed.</summary>
    public string? Text { get; private set; }

    /// <summary>Whether a reason must be given.</summary>
    public bool ReasonRequired => Handler == "?handler=Recall" && Outline?.Task.Owner != _reader;

    /// <summary>The list of colleagues; null where nobody is chosen.</summary>
    public PersonPicker? Picker { get; private set; }

    /// <summary>The form: with a delegate it is for the answer, or for taking it back.</summary>
    public async Task<IActionResult> OnGetAsync(long id, string? q, string? to, CancellationToken cancellation)
    {
        if (await ReadAsync(id, cancellation) is not { } outline)
            return NotFound();
        var person = await PersonAsync(cancellation);
        _reader = person.UserName;
        if (outline.Task.Owner is not null)
            return outline.Task.Assignee == person.UserName
                ? Ask("答复", "?handler=Answer", outline.Task.Revision, null, null)
                : Ask("收回委派", "?handler=Recall", outline.Task.Revision, null, null);
        return await ShowAsync(id, outline.Task.Revision, q, to, null, cancellation);
    }

    /// <summary>Asks a delegate.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, string? to, string? reason, CancellationToken cancellation)
    {
        var before = await ReadAsync(id, cancellation);
        Text = reason;
        var refusal = await delegations.DelegateAsync(
            new(id, revision, to, reason), await PersonAsync(cancellation), cancellation);
        return refusal is null
            ? await OpenNextAsync(before!, $"已委派 {before!.CaseNumber}，对方答复后回到您这里", cancellation)
            : await ShowAsync(id, revision, null, to, refusal, cancellation);
    }

    /// <summary>The delegate answers.</summary>
    public async Task<IActionResult> OnPostAnswerAsync(
        long id, int revision, string? opinion, CancellationToken cancellation)
    {
        var before = await ReadAsync(id, cancellation);
        var refusal = await delegations.AnswerAsync(
            new(id, revision, opinion), await PersonAsync(cancellation), cancellation);
        return refusal is null
            ? await OpenNextAsync(before!, $"已答复 {before!.CaseNumber}", cancellation)
            : Ask("答复", "?handler=Answer", revision, opinion, refusal);
    }

    /// <summary>The owner takes it back.</summary>
    public async Task<IActionResult> OnPostRecallAsync(
        long id, int revision, string? reason, CancellationToken cancellation)
    {
        var person = await PersonAsync(cancellation);
        (_reader, _) = (person.UserName, await ReadAsync(id, cancellation));
        var refusal = await delegations.RecallAsync(new(id, revision, reason), person, cancellation);
        return refusal is null
            ? Stay(id, "已收回委派，由您办理")
            : Ask("收回委派", "?handler=Recall", revision, reason, refusal);
    }

    private IActionResult Ask(string verb, string handler, int revision, string? text, ActionRefusal? refusal)
    {
        (_verb, Handler, Revision, Text) = (verb, handler, revision, text);
        return Show(refusal);
    }

    private async Task<IActionResult> ShowAsync(
        long id, int revision, string? search, string? to, ActionRefusal? refusal, CancellationToken cancellation)
    {
        var person = await PersonAsync(cancellation);
        var people = await delegations.SearchAsync(id, revision, search, person, cancellation);
        Revision = revision;
        var answer = Show(refusal ?? people.Refusal);
        string[] chosen = to is null ? [] : [to];
        var shown = await WithChosenAsync(
            people, chosen, name => delegations.SearchAsync(id, revision, name, person, cancellation));
        Picker = new(
            $"/Tasks/{id}/Delegation", "委派给", search, shown, chosen, Several: false,
            ErrorOf("to"), "可委派给任何在职人员；发起人和职责分离的人员除外。");
        return answer;
    }
}
