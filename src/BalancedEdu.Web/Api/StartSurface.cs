using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Starts;

namespace BalancedEdu.Web.Api;

/// <summary>A process that the person may start, with the schema of its start form (form-js) or null.</summary>
public sealed record ApiProcess(string ProcessId, string Name, JsonNode? Form);

/// <summary>发起: the process and what its start form holds.</summary>
public sealed record StartBody(string ProcessId, JsonElement Form);

/// <summary>A case that was started.</summary>
public sealed record ApiStarted(long CaseId, string Number);

/// <summary>Starting cases.</summary>
internal static class StartSurface
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/processes", ProcessesAsync).Reads<ApiProcess[]>(
            "Processes that the person may start, with their start forms");
        api.MapPost("/cases", StartAsync).Writes<ApiStarted>(
            ApiScopes.Start, "Start a case by its form (发起)", revised: false,
            "404 case.process-unknown", "409 case.busy", "409 bpmn.*", "422 case.form-invalid");
    }

    private static async Task<IResult> ProcessesAsync(
        StartableProcesses startable, CurrentUser current, CancellationToken cancellation) =>
        ApiAnswer.Ok((await startable.ListAsync(await current.GetAsync(cancellation), cancellation))
            .Select(View).ToArray()).ToResult();

    private static ApiProcess View(PublishedBundle bundle) => new(
        bundle.Definition.Id, bundle.Definition.Name,
        bundle.Definition.StartForm is { } id && bundle.FormSchemas.TryGetValue(id, out var schema)
            ? JsonNode.Parse(schema)
            : null);

    /// <summary>
    /// A start has no revision: the key of the request keeps a case from being started twice, also when the process
    /// died before the answer was kept.
    /// </summary>
    private static async Task<ApiAnswer> StartAsync(
        StartBody body, HttpContext http, StartingByHand starting, CurrentUser current)
    {
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"api/{ApiAuthentication.TokenOf(http.User)}/{Idempotency.KeyOf(http.Request)}");
        return ApiAnswer.Of(
            await starting.StartAsync(new(body.ProcessId, body.Form) { Key = key }, await current.GetAsync(), default),
            started => new ApiStarted(started.CaseId, started.Number));
    }
}
