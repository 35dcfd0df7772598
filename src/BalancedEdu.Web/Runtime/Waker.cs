using System.Threading.Channels;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Tells the sweeps of this node that there may be work. A wake carries nothing and may be lost: what is due stands in
/// rows, and the next wake finds it.
/// </summary>
public sealed class Waker
{
    private readonly Lock _lock = new();
    private (Channel<bool> Channel, bool FollowsSteps)[] _listeners = [];

    /// <summary>Wakes all who listen; many wakes before one looks are one.</summary>
    public void Wake()
    {
        foreach (var (channel, _) in _listeners)
            channel.Writer.TryWrite(true);
    }

    /// <summary>Wakes those who carry out what steps leave behind; the others wait for their time.</summary>
    public void WakeAfterStep()
    {
        foreach (var (channel, follows) in _listeners)
            if (follows)
                channel.Writer.TryWrite(true);
    }

    /// <summary>Listens from now on.</summary>
    /// <param name="followsSteps">Whether a step may leave work for the listener.</param>
    public ChannelReader<bool> Subscribe(bool followsSteps)
    {
        var channel = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_lock)
            _listeners = [.. _listeners, (channel, followsSteps)];
        return channel.Reader;
    }
}
