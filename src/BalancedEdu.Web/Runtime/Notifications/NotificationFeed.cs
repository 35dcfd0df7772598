using System.Collections.Concurrent;
using System.Threading.Channels;
using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>How a person's notifications stand.</summary>
/// <param name="Unread">How many are unread.</param>
/// <param name="Newest">The newest of them; 0 when there is none.</param>
public readonly record struct NotificationState(int Unread, long Newest)
{
    /// <summary>The same for equal states: what a browser names when it comes back.</summary>
    public override string ToString() => $"{Newest}.{Unread}";
}

/// <summary>
/// Tells connected browsers how many notifications are unread. A node looks once for all who are connected to it: at
/// the highest row, and only when that has moved at the rows of these people. What is told is a state and not a
/// change, so a browser that was away has missed nothing, and each connection keeps one number.
/// </summary>
public sealed class NotificationFeed(
    Func<BalancedEduDb> open, TimeProvider time, IOptions<NotificationSettings> settings,
    ILogger<NotificationFeed> log) : BackgroundService
{
    /// <summary>Connections of one person; the oldest gives way.</summary>
    public const int ConnectionsAPersonMax = 8;

    /// <summary>
    /// After this time all are read anew: what a stamp does not show, such as a notification that was read on another
    /// node, is late by so much at most.
    /// </summary>
    public static readonly TimeSpan AllAgain = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, Listener> _listeners = [];
    private readonly ConcurrentDictionary<string, NotificationState> _known = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private long _next;
    private long _stamp = -1;
    private bool _moved;
    private DateTimeOffset _allAt = DateTimeOffset.MinValue;

    /// <summary>How many browsers are connected.</summary>
    public int Connections => _listeners.Count;

    /// <summary>Listens for a person until it is disposed of; null when the node has enough of them.</summary>
    public Listener? Listen(string userName)
    {
        if (_listeners.Count >= settings.Value.ConnectionsMax)
            return null;
        var own = _listeners.Values.Where(l => l.UserName == userName).OrderBy(l => l.Number).ToList();
        foreach (var oldest in own.Take(Math.Max(0, own.Count - ConnectionsAPersonMax + 1)))
            oldest.Dispose();
        var listener = new Listener(this, Interlocked.Increment(ref _next), userName);
        _listeners[listener.Number] = listener;
        _known.TryRemove(userName, out _);
        _wakes.Writer.TryWrite(true);
        return listener;
    }

    /// <summary>The person has read something on this node: their other windows are told.</summary>
    public void Forget(string userName)
    {
        if (_known.TryRemove(userName, out _))
            _wakes.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _wakes.Reader.WaitToReadAsync(stoppingToken);
                while (_wakes.Reader.TryRead(out _) || !_listeners.IsEmpty)
                {
                    await LookAsync(stoppingToken);
                    await WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Looks once; what can't be read now is read the next time.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await using var db = open();
            var stamp = await db.Notifications.MaxAsync(n => (long?)n.Id, cancellation) ?? 0;
            var now = time.GetUtcNow();

            // Rows are given their numbers before they are committed: a lower one may come after a higher one. So who
            // has seen a change looks a second time.
            var all = stamp != _stamp || _moved || now >= _allAt || _allAt > now + AllAgain;
            (_moved, _stamp) = (stamp != _stamp, stamp);
            var people = _listeners.Values.Select(l => l.UserName).Distinct()
                .Where(name => all || !_known.ContainsKey(name)).ToList();
            if (all)
                _allAt = now + AllAgain;
            if (people.Count > 0)
                await ReadAsync(db, people, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning(e, "Notifications could not be looked for; they are with the next look");
            _stamp = -1;
        }
    }

    private async Task ReadAsync(BalancedEduDb db, List<string> people, CancellationToken cancellation)
    {
        var states = await db.UnreadNotifications().Where(n => people.Contains(n.UserName))
            .GroupBy(n => n.UserName)
            .Select(g => new { g.Key, Unread = g.Count(), Newest = g.Max(n => n.Id) })
            .ToDictionaryAsync(g => g.Key, g => new NotificationState(g.Unread, g.Newest), cancellation);
        foreach (var name in people)
            _known[name] = states.GetValueOrDefault(name);
        foreach (var listener in _listeners.Values)
            if (_known.TryGetValue(listener.UserName, out var state))
                listener.Tell(state);
    }

    /// <summary>Until it is time or somebody came. A step that is committed wakes nobody: there are many.</summary>
    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(
            Task.Delay(TimeSpan.FromSeconds(settings.Value.LookSeconds), time, wait.Token),
            _wakes.Reader.WaitToReadAsync(wait.Token).AsTask());
        await wait.CancelAsync();
        _wakes.Reader.TryRead(out _);
    }

    private void Remove(Listener listener)
    {
        _listeners.TryRemove(listener.Number, out _);
        if (_listeners.Values.All(l => l.UserName != listener.UserName))
            _known.TryRemove(listener.UserName, out _);
    }

    /// <summary>One connection: it holds the newest state that was not sent yet, and nothing else.</summary>
    public sealed class Listener : IDisposable
    {
        private readonly NotificationFeed _feed;
        private readonly Channel<NotificationState> _states = Channel.CreateBounded<NotificationState>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

        private NotificationState? _told;

        internal Listener(NotificationFeed feed, long number, string userName) =>
            (_feed, Number, UserName) = (feed, number, userName);

        /// <summary>Whose.</summary>
        public string UserName { get; }

        internal long Number { get; }

        /// <summary>The next state; completed when the connection is to end.</summary>
        public ChannelReader<NotificationState> States => _states.Reader;

        internal void Tell(NotificationState state)
        {
            if (_told == state)
                return;
            _told = state;
            _states.Writer.TryWrite(state);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _states.Writer.TryComplete();
            _feed.Remove(this);
        }
    }
}
