using System.Text.Json;

namespace BalancedEdu.Web.Api;

/// <summary>Every answer below <c>/api</c> is JSON, also when something fails.</summary>
public static partial class ApiFailures
{
    /// <summary>Turns what could not be read, and what failed, into problems.</summary>
    public static void UseApiProblems(this WebApplication app) => app.UseWhen(
        ApiSurface.IsApi, api => api.Use(async (context, next) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            try
            {
                await next(context);
            }
            catch (BadHttpRequestException e) when (!context.Response.HasStarted)
            {
                await WriteAsync(context, Unreadable(context.Request, e));
            }
            catch (Exception e) when (
                !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                LogFailed(app.Logger, context.Request.Path, e);
                await WriteAsync(context, ApiProblem.Of(
                    StatusCodes.Status500InternalServerError, "api.failed",
                    $"系统出错（{context.TraceIdentifier}）。请用同一个键重发，仍不行请联系管理员。"));
            }
        }));

    /// <summary>What of the request is wrong, as far as can be told.</summary>
    private static ApiProblem Unreadable(HttpRequest request, BadHttpRequestException e)
    {
        if (e.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return ApiProblem.Of(
                e.StatusCode, "api.media-type-wrong", "没有办理：请求的内容须为 application/json。请核对 Content-Type。");
        if (HttpMethods.IsGet(request.Method))
            return ApiProblem.Of(e.StatusCode, "api.query-wrong", "没有查询：参数的类型不对。请按接口文档核对地址中的参数。");
        var problem = ApiProblem.Of(
            e.StatusCode, "api.body-wrong", "没有办理：请求的内容读不出来，缺少必填字段，或有不认识的字段。请按接口文档核对字段和类型。");
        return (e.InnerException as JsonException)?.Path is { Length: > 2 } path
            ? problem with { Errors = [new(path[2..], "api.body-wrong", "这个字段不认识，或类型不对。请按接口文档核对。")] }
            : problem;
    }

    private static Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        context.Response.Clear();
        return ApiProblem.WriteAsync(context, problem);
    }

    [LoggerMessage(LogLevel.Error, "The API failed at {Path}")]
    private static partial void LogFailed(ILogger log, string path, Exception e);
}
