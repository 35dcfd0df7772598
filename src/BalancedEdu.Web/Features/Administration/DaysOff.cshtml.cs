using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using BalancedEdu.Web.Runtime.Clocks.DaysOff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>单位休息日: days on which one school or unit is closed, beside the calendar of the city.</summary>
public sealed class DaysOffModel(DayOffActions actions, DayOffReading reading, CurrentUser current) : PageModel
{
    /// <summary>The days off, and what can be chosen.</summary>
    public DayOffPage List { get; private set; } = null!;

    /// <summary>Whether the reader may add one; else they only approve.</summary>
    public bool MayAdd { get; private set; }

    /// <summary>The organisation in the form.</summary>
    public string? Organisation { get; private set; }

    /// <summary>The day in the form, as it was sent.</summary>
    public string? Day { get; private set; }

    /// <summary>The reason in the form.</summary>
    public string? Reason { get; private set; }

    /// <summary>Why nothing was done, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal?.Fields.FirstOrDefault(f => f.Key == field)?.Message;

    /// <summary>The page.</summary>
    public Task<IActionResult> OnGetAsync(long before, CancellationToken cancellation) =>
        ShowAsync(before, cancellation);

    /// <summary>添加.</summary>
    public async Task<IActionResult> OnPostAsync(
        string? organisation, string? day, string? reason, CancellationToken cancellation)
    {
        (Organisation, Day, Reason) = (organisation, day, reason);
        var date = DateOnly.TryParseExact(
            day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None, out var read)
            ? read
            : (DateOnly?)null;
        var answer = await actions.AddAsync(
            organisation, date, reason, await current.GetAsync(cancellation), cancellation);
        return await AnswerAsync(answer.Refusal, "已添加，等另一位管理员或教育局领导批准", cancellation);
    }

    /// <summary>批准.</summary>
    public async Task<IActionResult> OnPostApproveAsync(long id, CancellationToken cancellation) => await AnswerAsync(
        await actions.ApproveAsync(id, await current.GetAsync(cancellation), cancellation),
        "已批准，该单位的时限正在重新推算", cancellation);

    /// <summary>移除.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken cancellation) => await AnswerAsync(
        await actions.RemoveAsync(id, await current.GetAsync(cancellation), cancellation),
        "已移除，该单位这一天按工作日计算", cancellation);

    private async Task<IActionResult> AnswerAsync(
        ActionRefusal? refusal, string done, CancellationToken cancellation)
    {
        if (refusal is null)
        {
            new Toast(done).Put(TempData);
            return Redirect("/Administration/DaysOff");
        }
        Refusal = refusal;
        var shown = await ShowAsync(0, cancellation);
        if (shown is PageResult)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(long before, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        MayAdd = person.AdministersCity();
        if (!MayAdd && !person.LeadsCity())
            return NotFound();
        List = await reading.ReadAsync(person, before, cancellation);
        return Page();
    }
}
