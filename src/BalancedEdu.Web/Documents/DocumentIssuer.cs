using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Documents.Layout;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Documents;

/// <summary>A document to be issued.</summary>
/// <param name="CaseId">In which case.</param>
/// <param name="Kind">The template: one of the case's bundle, else a shared one.</param>
/// <param name="Variables">What the template sees beside the variables of the case.</param>
/// <param name="Actor">Who issues it.</param>
/// <param name="Key">What makes a repetition the same document: it is then given back and not issued again.</param>
public sealed record IssueDocument(long CaseId, string Kind, FeelContext Variables, Actor Actor, string Key)
{
    /// <summary>The document whose place it takes, or null.</summary>
    public long? Replaces { get; init; }

    /// <summary>Why that one is replaced.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// Issues documents. Number, row, file and the case's event are written in one transaction: a document that fails takes
/// no number, and a number that another took meanwhile is missed and the next one tried.
/// </summary>
public sealed class DocumentIssuer
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    private readonly Func<BalancedEduDb> _open;
    private readonly BundleCatalog _bundles;
    private readonly ProcessRunner _runner;
    private readonly RowIds _ids;
    private readonly DocumentRenderer _renderer;
    private readonly TimeProvider _time;
    private readonly string _issuer;
    private readonly string _publicUrl;

    internal DocumentIssuer(
        Func<BalancedEduDb> open, BundleCatalog bundles, ProcessRunner runner, RowIds ids, DocumentRenderer renderer,
        TimeProvider time, DocumentSettings documents, BureauSettings bureau, MailSettings mail)
    {
        (_open, _bundles, _runner, _ids, _renderer, _time) = (open, bundles, runner, ids, renderer, time);
        _issuer = documents.Issuer.Length > 0 ? documents.Issuer : bureau.Name;
        _publicUrl = mail.PublicUrl.TrimEnd('/');
    }

    /// <summary>
    /// Issues it. Refused: no such case, kind (<c>document.kind-unknown</c>), a kind without numbers, a document to
    /// replace that no longer counts.
    /// </summary>
    /// <exception cref="DocumentException">The PDF can't be made; no number was taken.</exception>
    public async Task<Answer<IssuedDocument>> IssueAsync(IssueDocument request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var db = _open();
        if (await FindAsync(db, request, cancellation) is { } before)
            return before;
        var version = await db.Cases.Where(c => c.Id == request.CaseId).Select(c => (long?)c.BundleVersionId)
            .SingleOrDefaultAsync(cancellation);
        if (version is null)
            return Refusals.CaseUnknown("出具文书", request.CaseId);
        var bundle = await _bundles.GetAsync(version.Value, cancellation);
        if (TemplateOf(bundle, request.Kind) is not { } template)
            return DocumentRefusals.KindUnknown(request.Kind);
        if (template.Head.Number is not { } format)
            return DocumentRefusals.NoNumber(template.Head.Title);
        if (request.Replaces is { } old && await WhyNotReplacedAsync(db, old, request.CaseId, cancellation) is { } not)
            return not;
        var now = _time.GetStoredNow();
        var row = new IssuedDocument
        {
            Id = await _ids.NextAsync(cancellation),
            CaseId = request.CaseId,
            Key = request.Key,
            Kind = request.Kind,
            Title = template.Head.Title,
            Series = NumberFormat.At(format, now).Series,
            Number = "",
            BundleVersionId = version.Value,
            IssuedAt = now,
            IssuedBy = request.Actor.UserName,
            Code = VerificationCode.New(RandomNumberGenerator.GetBytes(VerificationCode.Bytes)),
            Sha256 = [],
        };
        var refusal = await InSeriesAsync(row, request, template, cancellation);
        return refusal is null ? (await FindAsync(db, request, cancellation))! : refusal;
    }

    /// <summary>The template that a case means by a kind, or null.</summary>
    internal static DocumentTemplate? TemplateOf(PublishedBundle bundle, string kind) =>
        (bundle.Documents.GetValueOrDefault(kind) ?? SharedTemplates.All.GetValueOrDefault(kind))?.Template;

    private static async Task<ActionRefusal?> WhyNotReplacedAsync(
        BalancedEduDb db, long old, long caseId, CancellationToken cancellation) =>
        await db.IssuedDocuments.Where(d => d.Id == old && d.CaseId == caseId)
            .Select(d => new { d.Number, d.Status }).SingleOrDefaultAsync(cancellation) switch
        {
            null => DocumentRefusals.Unknown("替代", old),
            { Status: not DocumentStatus.Valid } before => DocumentRefusals.NotValid("替代", before.Number),
            _ => null,
        };

    private static Task<IssuedDocument?> FindAsync(
        BalancedEduDb db, IssueDocument request, CancellationToken cancellation) => db.IssuedDocuments.AsNoTracking()
        .SingleOrDefaultAsync(d => d.CaseId == request.CaseId && d.Key == request.Key, cancellation);

    /// <summary>One at a time of a series on this node, so that only other nodes can be quicker.</summary>
    private async Task<ActionRefusal?> InSeriesAsync(
        IssuedDocument row, IssueDocument request, DocumentTemplate template, CancellationToken cancellation)
    {
        var gate = Gates.GetOrAdd(row.Series, _ => new(1, 1));
        await gate.WaitAsync(cancellation);
        try
        {
            return await _runner.RunAsync(
                new(request.CaseId, null, request.Actor)
                {
                    DedupeKey = $"document:{request.Key}",
                    Verb = request.Replaces is null ? "出具文书" : "替代文书",
                    Host = (step, stop) => WriteAsync(step, row, request, template, stop),
                },
                cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Run again with the next number when another node has taken this one.</summary>
    private async Task WriteAsync(
        StepContext step, IssuedDocument row, IssueDocument request, DocumentTemplate template,
        CancellationToken cancellation)
    {
        await using (var db = _open())
            row.Sequence = 1 + await db.IssuedDocuments.Where(d => d.Series == row.Series)
                .MaxAsync(d => (long?)d.Sequence, cancellation) ?? 1;
        row.Number = new NumberFormat(row.Series).With(row.Sequence);
        var pdf = _renderer.Render(template, new(
            DataOf(step.Case, row, request), _issuer, row.IssuedAt, VerificationOf(row)));
        (row.Sha256, row.Size) = (SHA256.HashData(pdf), pdf.Length);
        step.Transition.Correspondence.AddRange(DocumentSql.Issued(row, pdf));
        if (request.Replaces is { } old)
            step.Transition.Correspondence.Add(DocumentSql.Ended(
                old, DocumentStatus.Superseded, row.IssuedAt, request.Actor.UserName, request.Reason ?? "", row.Id));
        step.Append("DocumentIssued", null, null, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteNumber("documentId", row.Id);
            w.WriteString("kind", row.Kind);
            w.WriteString("title", row.Title);
            w.WriteString("number", row.Number);
            w.WriteString("sha256", Convert.ToHexStringLower(row.Sha256));
            if (request.Replaces is { } replaced)
                w.WriteNumber("replaces", replaced);
            w.WriteEndObject();
        }));
    }

    private Verification VerificationOf(IssuedDocument row)
    {
        var address = $"{_publicUrl}/verify/{row.Code}";
        return new(address, [$"文号：{row.Number}", $"核验码：{row.Code}", $"核验网址：{address}", "扫码可核对文号、日期和文件的 SHA-256。"]);
    }

    private string DataOf(Case @case, IssuedDocument row, IssueDocument request) => Json.Of(w =>
    {
        var variables = ProcessState.FromJson(@case.State).Variables;
        foreach (var (name, value) in request.Variables)
            variables = variables.With(name, value);
        variables = variables.With("number", FeelValue.Of(@case.Number)).With("title", FeelValue.Of(@case.Title))
            .With("applicant", FeelValue.Of(@case.ApplicantName))
            .With("received", FeelValue.Of(DocumentDates.Of(@case.StartedAt)));
        using var members = JsonDocument.Parse(Json.Of(variables));
        w.WriteStartObject();
        foreach (var member in members.RootElement.EnumerateObject().Where(m => m.Name != "doc"))
            member.WriteTo(w);
        w.WriteStartObject("doc");
        w.WriteString("number", row.Number);
        w.WriteString("date", DocumentDates.Of(row.IssuedAt));
        w.WriteString("issuer", _issuer);
        w.WriteString("by", request.Actor.DisplayName);
        w.WriteEndObject();
        w.WriteEndObject();
    });
}
