using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Runtime.Notifications;

/// <summary>An event of a stream.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Data">Its data.</param>
public sealed record StreamEvent(string Id, string Data);

/// <summary>What a browser does with <c>/Notifications/Stream</c>; the clock moves while it waits.</summary>
public sealed class EventStream : IAsyncDisposable
{
    private readonly ProductApp _app;
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;
    private Task<string?>? _line;

    private EventStream(ProductApp app, HttpResponseMessage answer, Stream stream) =>
        (_app, _answer, _reader) = (app, answer, new(stream));

    /// <summary>Connects, and names what was heard last.</summary>
    public static async Task<EventStream> OpenAsync(ProductApp app, HttpClient browser, string? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/Notifications/Stream");
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        var answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new(app, answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; while none comes the clock moves by a time.</summary>
    public async Task<StreamEvent> NextAsync(TimeSpan? by = null)
    {
        var id = await LineAsync(by ?? TimeSpan.Zero, l => l.StartsWith("id: ", StringComparison.Ordinal));
        Assert.Equal("event: unread", await LineAsync(TimeSpan.Zero, _ => true));
        var data = await LineAsync(TimeSpan.Zero, _ => true);
        return new(id!["id: ".Length..], data!["data: ".Length..]);
    }

    /// <summary>The next line that is wanted, or null at the end.</summary>
    public async Task<string?> LineAsync(TimeSpan by, Func<string, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            _line ??= _reader.ReadLineAsync();
            if (await Task.WhenAny(_line, Task.Delay(50, limit.Token)) != _line)
            {
                limit.Token.ThrowIfCancellationRequested();
                if (by > TimeSpan.Zero)
                    _app.Clock.Advance(by);
                continue;
            }
            var line = await _line;
            _line = null;
            if (line is null || (line.Length > 0 && wanted(line)))
                return line;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
