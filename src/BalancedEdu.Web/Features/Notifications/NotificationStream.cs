using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Notifications;
using Microsoft.AspNetCore.Http.Features;

namespace BalancedEdu.Web.Features.Notifications;

/// <summary>
/// <c>/Notifications/Stream</c>: how many notifications are unread, by server-sent events, and
/// <c>/Notifications/Unread</c> for those who ask instead.
/// </summary>
public static class NotificationStream
{
    /// <summary>A comment goes out so often: proxies keep the connection, and a dead browser is noticed.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(25);

    /// <summary>Then the browser connects anew, and shows again who it is: signing out ends what is told.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Maps both. A page that is still open when its session is over is told nothing, and not to come back: the sign-in
    /// page would be no answer to it.
    /// </summary>
    public static void MapNotificationStream(this IEndpointRouteBuilder app)
    {
        app.MapGet("/Notifications/Stream", SendAsync).AllowAnonymous();
        app.MapGet("/Notifications/Unread", async (
            HttpContext context, CurrentUser current, NotificationDesk desk, CancellationToken cancellation) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            if (context.User.Identity is not { IsAuthenticated: true })
                return Results.NoContent();
            var person = await current.GetAsync(cancellation);
            return Results.Json(new { unread = await desk.CountUnreadAsync(person.UserName!, cancellation) });
        }).AllowAnonymous();
    }

    private static async Task SendAsync(
        HttpContext context, NotificationFeed feed, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (context.User.Identity is not { IsAuthenticated: true, Name: { } name })
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        using var listener = feed.Listen(name);
        if (listener is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "60";
            return;
        }
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var longest = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping, longest.Token);
        try
        {
            await TellAsync(context, listener, time, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The browser left, or it is time: it comes back by itself and names the last it heard.
            return;
        }
    }

    private static async Task TellAsync(
        HttpContext context, NotificationFeed.Listener listener, TimeProvider time, CancellationToken end)
    {
        var last = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header
            ? header : context.Request.Query["last"].ToString();
        await WriteAsync(context, "retry: 5000\n\n", end);
        while (true)
        {
            using var beat = new CancellationTokenSource(Beat, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end, beat.Token);
            try
            {
                if (!await listener.States.WaitToReadAsync(either.Token))
                    return;
            }
            catch (OperationCanceledException) when (!end.IsCancellationRequested)
            {
                await WriteAsync(context, ": beat\n\n", end);
                continue;
            }
            if (!listener.States.TryRead(out var state) || state.ToString() == last)
                continue;
            last = state.ToString();
            await WriteAsync(context, $"id: {last}\nevent: unread\ndata: {state.Unread}\n\n", end);
        }
    }

    private static async Task WriteAsync(HttpContext context, string text, CancellationToken cancellation)
    {
        await context.Response.WriteAsync(text, cancellation);
        await context.Response.Body.FlushAsync(cancellation);
    }
}
