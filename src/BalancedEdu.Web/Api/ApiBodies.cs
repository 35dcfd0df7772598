using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BalancedEdu.Web.Api;

/// <summary>How bodies come in: whole, not too large, and strictly as the document says.</summary>
internal static class ApiBodies
{
    /// <summary>Bodies are forms at most, and no larger than those of the pages: more is refused.</summary>
    public const int BytesMax = 1_000_000;

    /// <summary>A form is nested sixteen deep at most, as on the pages; the body is around it.</summary>
    private const int DepthMax = 17;

    /// <summary>
    /// Unknown, doubled or missing members and values of another type are refused, so that no misspelt word is taken
    /// for one that was not sent.
    /// </summary>
    public static void AddApiJson(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.NumberHandling = JsonNumberHandling.Strict;
            json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.RespectNullableAnnotations = true;
            json.RespectRequiredConstructorParameters = true;
            json.AllowDuplicateProperties = false;
            json.MaxDepth = DepthMax;
        });
    }

    /// <summary>Reads the body once, so that it can be counted, hashed and then read as JSON.</summary>
    public static async Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.ContentLength > BytesMax)
        {
            await RefuseAsync(context);
            return;
        }
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (body.Length + read > BytesMax)
            {
                await RefuseAsync(context);
                return;
            }
            body.Write(buffer, 0, read);
        }
        body.Position = 0;
        request.Body = body;
        await next(context);
    }

    private static Task RefuseAsync(HttpContext context) => ApiProblem.WriteAsync(
        context, StatusCodes.Status413PayloadTooLarge, "api.body-too-large",
        $"没有办理：请求的内容超过 {BytesMax / 1_000_000} MB。请减少内容后再发。");
}
