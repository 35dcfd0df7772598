using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Runtime.Departures;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>A hand-over as it is typed.</summary>
public sealed record HandOverInput
{
    /// <summary>Who leaves.</summary>
    public string? From { get; init; }

    /// <summary>Who takes over.</summary>
    public string? To { get; init; }

    /// <summary>Whether the account is disabled.</summary>
    public bool Disable { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>离职移交: an administrator hands all open tasks of a person to another.</summary>
public sealed class DeparturesModel(Departure departure, CurrentUser current) : PageModel
{
    /// <summary>What was typed.</summary>
    public HandOverInput Input { get; private set; } = new() { Disable = true };

    /// <summary>Why it was refused, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>What became of the tasks, or null.</summary>
    public HandOverOutcome? Outcome { get; private set; }

    /// <summary>The form.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) =>
        (await current.GetAsync(cancellation)).AdministersCity() ? Page() : NotFound();

    /// <summary>移交.</summary>
    public async Task<IActionResult> OnPostAsync(HandOverInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var person = await current.GetAsync(cancellation);
        if (!person.AdministersCity())
            return NotFound();
        var answer = await departure.HandOverAsync(
            new(input.From, input.To, input.Disable, input.Reason), person, cancellation);
        if (answer is { Refused: false, Value: { Left.Count: 0 } all })
        {
            new Toast($"已移交 {all.Done} 件").Put(TempData);
            return Redirect("/Administration/Departures");
        }
        (Input, Refusal, Outcome) = (input, answer.Refusal, answer.Value);
        if (answer.Refusal is { } refusal)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return Page();
    }

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal?.Fields.FirstOrDefault(f => f.Key == field)?.Message;
}
