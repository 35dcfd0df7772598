using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BalancedEdu.Web.Api;

/// <summary>The OpenAPI document: <c>/api/v1/openapi.json</c>.</summary>
internal static class ApiDocument
{
    /// <summary>The codes of the problems of an answer, as a list of texts.</summary>
    public const string CodesExtension = "x-problem-codes";

    private const string Scheme = "token";
    private const string Prefix = "api/v1";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = operation =>
            operation.RelativePath?.StartsWith(Prefix, StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(IntroduceAsync);
        options.AddOperationTransformer(CompleteAsync);
        options.AddSchemaTransformer(NameFormAsync);
    });

    /// <summary>What a form holds depends on its schema, which comes with the task or the process.</summary>
    private static Task NameFormAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(JsonElement) || type == typeof(JsonNode))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description = type == typeof(JsonElement)
                ? "What the form holds: its keys with their values, by the form's schema."
                : "A schema of form-js, or what a form holds by its keys.";
        }
        return Task.CompletedTask;
    }

    private static Task IntroduceAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new()
        {
            Title = "均衡审批 API", Version = "v1",
            Description = "What programs may do as a person, by the same rules as the pages. Refusals are "
                + "application/problem+json with a stable code; each answer lists the codes that it can have.",
        };
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "be_pat_…",
            Description = "A personal token (我的 → 个人令牌). Scopes: "
                + string.Join(", ", ApiScopes.All.Select(s => $"{s.Scope} ({s.Name})")),
        };
        return Task.CompletedTask;
    }

    private static Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var description = context.Description;
        if (description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().SingleOrDefault() is not { } said)
            return Task.CompletedTask;
        operation.OperationId = IdOf(description.HttpMethod!, description.RelativePath!);
        operation.Security =
        [
            new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [said.Scope] },
        ];
        operation.Parameters ??= [];
        if (said.Writes)
            operation.Parameters.Add(Header(
                Idempotency.Header, true, $"1 to {Idempotency.KeyLengthMax} characters; the same when sent again."));
        if (said.Revised)
            operation.Parameters.Add(Header("If-Match", false, "The task's ETag, in place of revision."));
        foreach (var refusals in said.Refusals.GroupBy(ApiOperations.StatusOf))
            Tell(operation, refusals.Key, [.. refusals.Select(ApiOperations.CodeOf).Distinct()]);
        return Task.CompletedTask;
    }

    private static OpenApiParameter Header(string name, bool required, string description) => new()
    {
        Name = name, In = ParameterLocation.Header, Required = required, Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static void Tell(OpenApiOperation operation, int status, IReadOnlyList<string> codes)
    {
        var key = status.ToString(CultureInfo.InvariantCulture);
        if (operation.Responses?.GetValueOrDefault(key) is not OpenApiResponse response)
            return;
        response.Description = string.Join(", ", codes);
        response.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        response.Extensions[CodesExtension] =
            new JsonNodeExtension(new JsonArray([.. codes.Select(c => JsonValue.Create(c))]));
    }

    /// <summary><c>POST api/v1/tasks/{id}/claim</c> is <c>postTasksByIdClaim</c>.</summary>
    private static string IdOf(string method, string path) =>
        method.ToLowerInvariant() + string.Concat(path[(Prefix.Length + 1)..].Split('/', '-').Select(Word));

    private static string Word(string part)
    {
        var name = part.Trim('{', '}').Split(':')[0];
        var word = char.ToUpperInvariant(name[0]) + name[1..];
        return part.StartsWith('{') ? $"By{word}" : word;
    }
}
