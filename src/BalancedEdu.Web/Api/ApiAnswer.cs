using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Api;

/// <summary>What an endpoint answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">What is written as JSON.</param>
public sealed record ApiAnswer(int Status, object Body)
{
    /// <summary>The revision of the task that the answer is about, sent as its <c>ETag</c>; or null.</summary>
    public int? Revision { get; init; }

    /// <summary>Done.</summary>
    public static ApiAnswer Ok(object body) => new(StatusCodes.Status200OK, body);

    /// <summary>Refused.</summary>
    public static ApiAnswer Of(ActionRefusal refusal) => Of(ApiProblem.Of(refusal));

    /// <summary>Refused.</summary>
    public static ApiAnswer Of(int status, string code, string detail) => Of(ApiProblem.Of(status, code, detail));

    /// <summary>What an action gave, as it is shown, or its refusal.</summary>
    public static ApiAnswer Of<T>(Answer<T> answer, Func<T, object> show)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(show);
        return answer.Refused ? Of(answer.Refusal) : Ok(show(answer.Value));
    }

    /// <summary>The answer on the wire.</summary>
    public IResult ToResult() => new Written(this);

    private static ApiAnswer Of(ApiProblem problem) => new(problem.Status, problem);

    private sealed class Written(ApiAnswer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (answer.Revision is { } revision)
                httpContext.Response.Headers.ETag = ApiRevision.TagOf(revision);
            return Results.Json(
                answer.Body, ApiProblem.Json,
                answer.Body is ApiProblem ? ApiProblem.MediaType : "application/json", answer.Status)
                .ExecuteAsync(httpContext);
        }
    }
}
