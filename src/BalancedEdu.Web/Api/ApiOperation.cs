using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;

namespace BalancedEdu.Web.Api;

/// <summary>What the document says of an operation beyond its types.</summary>
/// <param name="Scope">What a token needs for it.</param>
/// <param name="Writes">Whether it changes something: it takes an <c>Idempotency-Key</c>.</param>
/// <param name="Refusals">Status and code: <c>409 task.stale</c>; a star stands for the engine's own codes.</param>
internal sealed record ApiOperation(string Scope, bool Writes, IReadOnlyList<string> Refusals)
{
    /// <summary>Whether it asks for the revision of a task, by its body or <c>If-Match</c>.</summary>
    public bool Revised { get; init; }
}

/// <summary>Endpoints with their scope and with what the document says of them.</summary>
internal static class ApiOperations
{
    private static readonly string[] Always =
    [
        "401 api.not-signed-in", "403 api.scope-missing", "429 api.too-many-requests", "500 api.failed",
    ];

    private static readonly string[] Asked = ["400 api.query-wrong"];

    private static readonly string[] Written =
    [
        "400 api.body-wrong", "400 api.idempotency-key-missing", "409 api.in-progress", "413 api.body-too-large",
        "415 api.media-type-wrong", "422 api.idempotency-key-reused",
    ];

    /// <summary>An operation that only looks.</summary>
    public static void Reads<TAnswer>(this RouteHandlerBuilder route, string summary, params string[] refusals) =>
        route.Describe<TAnswer>(new(ApiScopes.Read, false, [.. Always, .. Asked, .. refusals]), summary);

    /// <summary>An operation that changes something.</summary>
    public static void Writes<TAnswer>(
        this RouteHandlerBuilder route, string scope, string summary, bool revised, params string[] refusals) =>
        route.AddEndpointFilter<Idempotency>().Describe<TAnswer>(
            new(scope, true, [.. Always, .. Written, .. refusals]) { Revised = revised }, summary);

    private static void Describe<TAnswer>(this RouteHandlerBuilder route, ApiOperation operation, string summary)
    {
        route.RequireAuthorization(operation.Scope).WithMetadata(operation).WithTags(operation.Scope)
            .WithSummary(summary).Produces<TAnswer>();
        foreach (var status in operation.Refusals.Select(StatusOf).Distinct())
            route.Produces<ApiProblem>(status, ApiProblem.MediaType);
        route.Finally(MatchAnyMediaType);
    }

    /// <summary>Else a body of another type would be taken for an address that there is not.</summary>
    private static void MatchAnyMediaType(EndpointBuilder endpoint)
    {
        foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToList())
            endpoint.Metadata.Remove(accepts);
    }

    /// <summary>The status of <c>409 task.stale</c>.</summary>
    public static int StatusOf(string refusal) => int.Parse(refusal.AsSpan(0, 3), CultureInfo.InvariantCulture);

    /// <summary>The code of <c>409 task.stale</c>.</summary>
    public static string CodeOf(string refusal) => refusal[4..];
}
