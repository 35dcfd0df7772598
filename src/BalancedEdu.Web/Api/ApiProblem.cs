using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Api;

/// <summary>Why a request was not carried out, as RFC 9457 says it, with the product's own code.</summary>
/// <param name="Type">A name of the kind of problem: <c>urn:balancededu:problem:task.stale</c>.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">One Chinese sentence: what, why, what to do.</param>
/// <param name="Code">Stable and dotted: <c>task.stale</c>.</param>
/// <param name="Errors">Errors of single fields; empty otherwise.</param>
public sealed record ApiProblem(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<ApiFieldError> Errors)
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>How bodies are written: Chinese as it is.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The problem of a refusal.</summary>
    public static ApiProblem Of(ActionRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return Of(RefusalStatus.Of(refusal.Kind), refusal.Code, refusal.Message) with
        {
            Errors = [.. refusal.Fields.Select(f => new ApiFieldError(f.Key, f.Code, f.Message))],
        };
    }

    /// <summary>A problem of a status.</summary>
    public static ApiProblem Of(int status, string code, string detail) =>
        new($"urn:balancededu:problem:{code}", TitleOf(status), status, detail, code, []);

    /// <summary>Writes one as the answer.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string detail) =>
        WriteAsync(context, Of(status, code, detail));

    /// <summary>Writes one as the answer.</summary>
    public static Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(problem);
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem, Json, MediaType, context.RequestAborted);
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "请求不正确",
        StatusCodes.Status401Unauthorized => "没有登录",
        StatusCodes.Status403Forbidden => "不允许",
        StatusCodes.Status404NotFound => "没有",
        StatusCodes.Status409Conflict => "已有变化",
        StatusCodes.Status413PayloadTooLarge => "内容太大",
        StatusCodes.Status415UnsupportedMediaType => "内容的格式不对",
        StatusCodes.Status422UnprocessableEntity => "内容须更正",
        StatusCodes.Status429TooManyRequests => "请求太多",
        _ => "系统出错",
    };
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">The field of the request or of the form.</param>
/// <param name="Code">Stable and dotted.</param>
/// <param name="Message">One Chinese sentence.</param>
public sealed record ApiFieldError(string Field, string Code, string Message);
