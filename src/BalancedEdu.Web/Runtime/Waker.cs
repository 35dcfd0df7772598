using System.Threading.Channels;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Tells the sweeps of this node that there may be work. A wake carries nothing and may be lost: what is due stands in
/// rows, and the next wake finds it.
/// </summary>
public sealed class Waker
{
    private readonly Lock _lock = new();
    private Channel<bool>[] _channels = [];

    /// <summary>Wakes all who listen; many wakes before one looks are one.</summary>
    public void Wake()
    {
        foreach (var channel in _channels)
            channel.Writer.TryWrite(true);
    }

    /// <summary>Listens from now on.</summary>
    public ChannelReader<bool> Subscribe()
    {
        var channel = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_lock)
            _channels = [.. _channels, channel];
        return channel.Reader;
    }
}
