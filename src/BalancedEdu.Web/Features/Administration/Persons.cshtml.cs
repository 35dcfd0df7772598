using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Persons;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>What was typed of two accounts.</summary>
public sealed record JoinInput
{
    /// <summary>An account.</summary>
    public string? First { get; init; }

    /// <summary>Another of the same person.</summary>
    public string? Second { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>同一人认定: which accounts are of one natural person.</summary>
public sealed class PersonsModel(NaturalPersons persons, PersonReading reading, CurrentUser current) : PageModel
{
    private const string Address = "/Administration/Persons";

    /// <summary>The persons with several accounts, and what was changed last.</summary>
    public PersonPage List { get; private set; } = null!;

    /// <summary>What was typed.</summary>
    public JoinInput Input { get; private set; } = new();

    /// <summary>Why nothing was done, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>The account that was not taken out, or null.</summary>
    public string? Splitting { get; private set; }

    /// <summary>The reason that was typed for it.</summary>
    public string? SplitReason { get; private set; }

    /// <summary>What is wrong with a field, or null; of the form of joining.</summary>
    public string? ErrorOf(string field) =>
        Splitting is null ? Refusal?.Fields.FirstOrDefault(f => f.Key == field)?.Message : null;

    /// <summary>What is wrong with the reason for which an account is taken out, or null.</summary>
    public string? SplitError(string userName) =>
        Splitting == userName && Refusal?.Fields is [var field, ..] ? field.Message : null;

    /// <summary>The page.</summary>
    public Task<IActionResult> OnGetAsync(string? after, CancellationToken cancellation) =>
        ShowAsync(after, cancellation);

    /// <summary>认定.</summary>
    public async Task<IActionResult> OnPostAsync(JoinInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        Input = input;
        return await AnswerAsync(
            await persons.JoinAsync(
                input.First, input.Second, input.Reason, await current.GetAsync(cancellation), cancellation),
            "已认定为同一人", cancellation);
    }

    /// <summary>拆出.</summary>
    public async Task<IActionResult> OnPostSplitAsync(
        string? account, string? person, string? reason, CancellationToken cancellation)
    {
        (Splitting, SplitReason) = (account ?? "", reason);
        return await AnswerAsync(
            await persons.SplitAsync(account, person, reason, await current.GetAsync(cancellation), cancellation),
            "已拆出", cancellation);
    }

    private async Task<IActionResult> AnswerAsync(
        ActionRefusal? refusal, string done, CancellationToken cancellation)
    {
        if (refusal is null)
        {
            new Toast(done).Put(TempData);
            return Redirect(Address);
        }
        Refusal = refusal;
        var shown = await ShowAsync(null, cancellation);
        if (shown is PageResult)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(string? after, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (!person.AdministersCity())
            return NotFound();
        List = await reading.ReadAsync(after, person, cancellation);
        return Page();
    }
}
