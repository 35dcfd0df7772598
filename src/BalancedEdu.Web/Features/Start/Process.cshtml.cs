using System.Text.Json;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Starts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Start;

/// <summary>The start form of a process; posting it starts a case.</summary>
public sealed class ProcessModel(
    StartableProcesses startable, StartingByHand starting, CurrentUser current) : PageModel
{
    private const int FormDataLengthMax = 1_000_000;

    /// <summary>What is started.</summary>
    public PublishedBundle Bundle { get; private set; } = null!;

    /// <summary>The schema of the start form, or null.</summary>
    public string? Schema { get; private set; }

    /// <summary>What the form is shown with.</summary>
    public string Data { get; private set; } = "{}";

    /// <summary>Errors of the form's fields.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; private set; } = new Dictionary<string, string[]>();

    /// <summary>Why nothing was started, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The empty form.</summary>
    public async Task<IActionResult> OnGetAsync(string processId, CancellationToken cancellation) =>
        await FindAsync(processId, cancellation) ? Page() : NotFound();

    /// <summary>Checks the form by its schema and starts the case.</summary>
    public async Task<IActionResult> OnPostAsync(string processId, string? formData, CancellationToken cancellation)
    {
        if (!await FindAsync(processId, cancellation))
            return NotFound();
        if (Read(formData) is not { } submission)
            return Refuse("没有提交：表单内容不完整，刷新页面后重填", "{}");
        var answer = await starting.StartAsync(
            new(processId, submission), await current.GetAsync(cancellation), cancellation);
        if (answer.Refused)
        {
            Errors = answer.Refusal.Fields.GroupBy(e => e.Key)
                .ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray());
            return Refuse(answer.Refusal.Message.TrimEnd('。'), formData!);
        }
        new Toast($"已发起，编号 {answer.Value.Number}").Put(TempData);
        return Redirect($"/Cases/{answer.Value.CaseId}");
    }

    private async Task<bool> FindAsync(string processId, CancellationToken cancellation)
    {
        if (await startable.FindAsync(await current.GetAsync(cancellation), processId, cancellation) is not { } bundle)
            return false;
        Bundle = bundle;
        Schema = bundle.Definition.StartForm is { } id ? bundle.FormSchemas.GetValueOrDefault(id) : null;
        return true;
    }

    private static JsonElement? Read(string? json)
    {
        if (string.IsNullOrEmpty(json) || json.Length > FormDataLengthMax)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private PageResult Refuse(string message, string data)
    {
        (Refusal, Data) = (message, data);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
