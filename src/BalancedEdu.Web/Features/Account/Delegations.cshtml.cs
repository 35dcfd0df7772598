using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Account;

/// <summary>A delegation as it is typed.</summary>
public sealed record DelegationInput
{
    /// <summary>Whose tasks; empty: one's own.</summary>
    public string? Principal { get; init; }

    /// <summary>Who shall act.</summary>
    public string? To { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Only these processes; none: all.</summary>
    public IReadOnlyList<string>? Processes { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>休假委托: who acts for whom, and for how long. Administrators see those of everybody.</summary>
public sealed class DelegationsModel(DelegationRules rules, DelegationList list, CurrentUser current) : PageModel
{
    /// <summary>What was typed; comes back when it is refused.</summary>
    public DelegationInput Input { get; private set; } = new();

    /// <summary>Why it was refused, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>What there is.</summary>
    public DelegationSheet Sheet { get; private set; } = null!;

    /// <summary>Whether the reader may set those of others.</summary>
    public bool Manages { get; private set; }

    /// <summary>The list and the form.</summary>
    public async Task OnGetAsync(CancellationToken cancellation) => await ReadAsync(cancellation);

    /// <summary>委托.</summary>
    public async Task<IActionResult> OnPostAsync(DelegationInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var answer = await rules.MakeAsync(
            new(input.Principal, input.To, input.From, input.Until, input.Processes ?? [], input.Reason),
            await current.GetAsync(cancellation), cancellation);
        return await AnswerAsync(answer.Refusal, "已委托，双方都会收到邮件", input, cancellation);
    }

    /// <summary>撤销.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(long id, CancellationToken cancellation) =>
        await AnswerAsync(
            await rules.RevokeAsync(id, await current.GetAsync(cancellation), cancellation),
            "已撤销，双方都会收到邮件", new(), cancellation);

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal?.Fields.FirstOrDefault(f => f.Key == field)?.Message;

    private async Task<IActionResult> AnswerAsync(
        ActionRefusal? refusal, string done, DelegationInput input, CancellationToken cancellation)
    {
        if (refusal is null)
        {
            new Toast(done).Put(TempData);
            return Redirect("/Account/Delegations");
        }
        if (refusal.Kind == RefusalKind.NotFound)
            return NotFound();
        (Input, Refusal) = (input, refusal);
        await ReadAsync(cancellation);
        Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        Manages = person.AdministersCity();
        Sheet = await list.ReadAsync(person, Manages, cancellation);
    }
}
