using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Documents;

/// <summary>
/// <c>document.issue</c>: issues the document <c>kind</c> in the case, with <c>variables</c> beside those of the case.
/// The job's key makes a repetition the same document.
/// </summary>
internal sealed class IssueDocumentJob(DocumentIssuer issuer) : IJobHandler
{
    public string Job => "document.issue";

    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var kind = request.Inputs.Text("kind");
        var variables = request.Inputs.TryGet("variables", out var given) && given.AsContext() is { } context
            ? context : FeelContext.Empty;
        try
        {
            var answer = await issuer.IssueAsync(
                new(request.CaseId, kind, variables, Actor.System, $"job:{request.Key}"), cancellation);
            if (answer.Refused)
                throw new JobFailedException(answer.Refusal.Message);
            var document = answer.Value;
            return FeelReading.Of(
                ("documentId", FeelValue.Of(document.Id)), ("number", FeelValue.Of(document.Number)),
                ("sha256", FeelValue.Of(Convert.ToHexStringLower(document.Sha256))),
                ("issuedOn", FeelValue.Of(document.IssuedAt.ToOffset(TimeSpan.FromHours(8))
                    .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        }
        catch (DocumentException e)
        {
            throw new JobFailedException(e.Message);
        }
    }
}
