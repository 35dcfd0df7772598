using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>工作日历: the years in force, what was imported, and the upload of a new arrangement.</summary>
public sealed class CalendarModel(
    CalendarActions actions, CalendarReading reading, CurrentUser current, OfficeTime office) : PageModel
{
    /// <summary>The calendar in force.</summary>
    public WorkingDayCalendar Calendar => office.Calendar;

    /// <summary>Imports, newest first.</summary>
    public IReadOnlyList<CalendarLine> Imports { get; private set; } = [];

    /// <summary>Why an upload was refused, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>The page.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    /// <summary>上传并核对.</summary>
    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancellation)
    {
        var content = Array.Empty<byte>();
        if (file is { Length: > 0 and <= CalendarActions.FileBytesMax })
        {
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy, cancellation);
            content = copy.ToArray();
        }
        var answer = await actions.UploadAsync(
            content, file?.FileName ?? "", await current.GetAsync(cancellation), cancellation);
        if (!answer.Refused)
            return Redirect($"/Administration/Calendar/{answer.Value.Id}");
        Refusal = answer.Refusal;
        var shown = await ShowAsync(cancellation);
        if (shown is PageResult)
            Response.StatusCode = RefusalStatus.Of(answer.Refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (!(await current.GetAsync(cancellation)).AdministersCity())
            return NotFound();
        Imports = await reading.ListAsync(cancellation);
        return Page();
    }
}
