using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Webhooks;

/// <summary>
/// Keeps what administrators type from reaching into the network behind the product (SSRF): only https, no redirects,
/// and only public addresses, unless the settings name others. An address is judged when the connection is made, by
/// what the name means then; a name that means something else later gains nothing.
/// </summary>
public sealed class WebhookGuard(IOptions<WebhookSettings> settings)
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64",
            "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly IPNetwork[] _allowed =
    [
        .. settings.Value.PrivateNetworks
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPNetwork.Parse),
    ];

    /// <summary>Whether a connection to an address may be made.</summary>
    public bool MayReach(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _allowed.Any(n => n.Contains(plain)) || !NotPublic.Any(n => n.Contains(plain));
    }

    /// <summary>Connects to the first address of a name that may be reached.</summary>
    /// <exception cref="WebhookForbiddenException">None may.</exception>
    internal async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint;
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellation);
        if (addresses.FirstOrDefault(MayReach) is not { } address)
            throw new WebhookForbiddenException($"{host.Host} 是内部网络的地址，没有连接");
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, host.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address that may not be reached. The message is Chinese.</summary>
public sealed class WebhookForbiddenException(string message) : Exception(message);
