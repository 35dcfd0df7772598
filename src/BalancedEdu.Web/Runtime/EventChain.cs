using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Chains the events of a case by SHA-256: whoever changes, removes or inserts one breaks every hash after it. Each
/// field is written with its length, so that no two different events give the same bytes.
/// </summary>
public static class EventChain
{
    /// <summary>The hash of an event after another; <see cref="CaseEvent.Hash"/> itself is not read.</summary>
    /// <param name="previous">The hash of the event before; empty for the first.</param>
    /// <param name="e">The event.</param>
    public static byte[] HashOf(ReadOnlySpan<byte> previous, CaseEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, previous);
        Append(hash, e.CaseId);
        Append(hash, e.Sequence);
        Append(hash, e.At.UtcTicks);
        Append(hash, e.TaskId ?? 0);
        foreach (var text in new[] { e.Kind, e.ElementId ?? "", e.Actor, e.Data })
            Append(hash, Encoding.UTF8.GetBytes(text));
        if (e.Moves is not null)
            Append(hash, Encoding.UTF8.GetBytes(e.Moves));
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// The number of the first event that doesn't fit to the one before, or null when the chain holds.
    /// </summary>
    /// <param name="events">All events of a case in order.</param>
    public static long? FindBreak(IEnumerable<CaseEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var (previous, expected) = (Array.Empty<byte>(), 1L);
        foreach (var e in events)
        {
            if (e.Sequence != expected || !HashOf(previous, e).AsSpan().SequenceEqual(e.Hash))
                return expected;
            (previous, expected) = (e.Hash, expected + 1);
        }
        return null;
    }

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Append(hash, bytes.Length);
        hash.AppendData(bytes);
    }
}
