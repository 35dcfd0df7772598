using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Web.Runtime;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BalancedEdu.Web.Infrastructure.Observability;

/// <summary>Lets the node be watched: traces, metrics, health and logs (docs/guides/operations.md).</summary>
public static class Registration
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Registers what measures and what sends it; section <c>Observability</c>.</summary>
    public static WebApplicationBuilder AddBalancedEduObservability(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var section = builder.Configuration.GetSection("Observability");
        builder.Services.Configure<ObservabilitySettings>(section);
        var settings = section.Get<ObservabilitySettings>() ?? new();
        builder.Services.AddSingleton<QueueGauges>();
        builder.Services.AddSingleton<Readiness>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("balancededu"))
            .WithTracing(t => t.AddSource(Telemetry.Name).AddAspNetCoreInstrumentation(o =>
                o.Filter = context => !context.Request.Path.StartsWithSegments("/health")
                    && !context.Request.Path.StartsWithSegments("/metrics")))
            .WithMetrics(m => m.AddMeter(Telemetry.Name).AddAspNetCoreInstrumentation()
                .AddMeter("System.Runtime").AddPrometheusExporter());
        if (settings.OtlpEndpoint.Length > 0)
            telemetry
                .WithTracing(t => t.AddOtlpExporter(o => o.Endpoint = new(settings.OtlpEndpoint)))
                .WithMetrics(m => m.AddOtlpExporter(o => o.Endpoint = new(settings.OtlpEndpoint)));
        if (settings.JsonLogs)
            builder.Logging.ClearProviders().AddJsonConsole(json =>
            {
                json.IncludeScopes = true;
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                json.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        return builder;
    }

    /// <summary>Maps <c>/metrics</c>, <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static WebApplication MapBalancedEduObservability(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Services.GetRequiredService<QueueGauges>();
        var from = MetricsFrom(app.Services.GetRequiredService<IOptions<ObservabilitySettings>>().Value);
        app.MapWhen(
            context => context.Request.Path == "/metrics" && MayRead(context, from),
            metrics => metrics.UseOpenTelemetryPrometheusScrapingEndpoint());
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }, Readable)).AllowAnonymous();
        app.MapGet("/health/ready", async (Readiness readiness, CancellationToken cancellation) =>
        {
            var checks = await readiness.CheckAsync(cancellation);
            var ready = checks.All(c => c.Ok);
            return Results.Json(
                new { status = ready ? "ready" : "unready", checks }, Readable,
                statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous();
        return app;
    }

    private static IReadOnlyList<IPAddress> MetricsFrom(ObservabilitySettings settings) =>
    [
        .. settings.MetricsFrom
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPAddress.Parse),
    ];

    /// <summary>A proxy on this machine speaks for somebody else.</summary>
    private static bool MayRead(HttpContext context, IReadOnlyList<IPAddress> from) =>
        context.Connection.RemoteIpAddress is { } address
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded")
        && from.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
