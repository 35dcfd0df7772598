using System.Text.Json;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>共同签署: who was asked reads what was saved, chooses the outcome and signs.</summary>
public sealed class SignatureModel(OperationDesk desk, SignatureDesk signatures) : OperationPage(desk)
{
    /// <inheritdoc/>
    public override string Verb => "共同签署";

    /// <summary>What there is to sign; null when it can't be signed.</summary>
    public SignatureSheet? Sheet { get; private set; }

    /// <summary>The form in words.</summary>
    public IReadOnlyList<FormGroup> Groups { get; private set; } = [];

    /// <summary>The outcome that was chosen.</summary>
    public string? Outcome { get; private set; }

    /// <summary>What there is to sign.</summary>
    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation) =>
        ShowAsync(id, null, cancellation);

    /// <summary>Signs.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, string? outcome, string? text, CancellationToken cancellation)
    {
        Outcome = outcome;
        var refusal = await signatures.SignAsync(
            new(id, revision, outcome, text), await PersonAsync(cancellation), cancellation);
        return refusal is null ? Stay(id, "已签署") : await ShowAsync(id, refusal, cancellation);
    }

    private async Task<IActionResult> ShowAsync(long id, ActionRefusal? refusal, CancellationToken cancellation)
    {
        if (await ReadAsync(id, cancellation) is not { } outline)
            return Show(refusal);
        var sheet = await signatures.ReadAsync(
            id, outline.Task.Revision, await PersonAsync(cancellation), cancellation);
        Sheet = sheet.Value;
        if (Sheet is not null && outline.Details.Form is { } form
            && outline.Bundle.FormSchemas.GetValueOrDefault(form) is { } schema)
        {
            using var document = JsonDocument.Parse(schema);
            Groups = FormSummary.Read(document.RootElement, Sheet.Form);
        }
        return Show(refusal ?? sheet.Refusal);
    }
}
