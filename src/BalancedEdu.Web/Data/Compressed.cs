using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using K4os.Compression.LZ4;

namespace BalancedEdu.Web.Data;

/// <summary>
/// JSON as it is stored: a mark, the length, and LZ4's bytes. A state is written with every step, so that its size is
/// most of what the database logs; LZ4 packs a kilobyte in one microsecond. What has no mark is JSON as it is, and what
/// older versions packed by Brotli is read (ADR 6).
/// </summary>
internal static class Compressed
{
    private const byte BrotliMark = 1;
    private const byte Mark = 2;
    private const int HeaderLength = 5;

    /// <summary>Below this there is nothing to gain.</summary>
    private const int LengthMin = 160;

    /// <summary>
    /// While nodes that know nothing but Brotli run beside this one (an upgrade node by node from before 2026-11-29),
    /// what is written must be theirs to read.
    /// </summary>
    private static readonly bool ForOldNodes =
        Environment.GetEnvironmentVariable("BALANCEDEDU_PACK_BY") == "brotli";

    /// <summary>How much longer what was packed can be than what LZ4 makes of it.</summary>
    private const int RatioMax = 255;

    /// <summary>The bytes to store.</summary>
    public static byte[] Pack(byte[] json) => Pack(json, ForOldNodes);

    /// <summary>The same, by Brotli for older nodes.</summary>
    internal static byte[] Pack(byte[] json, bool forOldNodes)
    {
        if (json.Length < LengthMin)
            return json;
        var room = ArrayPool<byte>.Shared.Rent(
            Math.Max(LZ4Codec.MaximumOutputSize(json.Length), BrotliEncoder.GetMaxCompressedLength(json.Length)));
        try
        {
            var written = forOldNodes ? ByBrotli(json, room) : LZ4Codec.Encode(json, room);
            if (written <= 0 || written >= json.Length - HeaderLength)
                return json;
            var packed = new byte[HeaderLength + written];
            packed[0] = forOldNodes ? BrotliMark : Mark;
            BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), json.Length);
            room.AsSpan(0, written).CopyTo(packed.AsSpan(HeaderLength));
            return packed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static int ByBrotli(byte[] json, byte[] room) =>
        BrotliEncoder.TryCompress(json, room, out var written, quality: 1, window: 18) ? written : 0;

    /// <summary>The bytes that were packed.</summary>
    /// <exception cref="InvalidDataException">They have a mark and are not what was packed.</exception>
    public static byte[] Unpack(byte[] stored)
    {
        if (stored.Length < HeaderLength || stored[0] is not (Mark or BrotliMark))
            return stored;
        var length = BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(1));
        var packed = stored.AsSpan(HeaderLength);
        return (stored[0] == Mark ? OfLz4(packed, length) : OfBrotli(packed, length))
            ?? throw new InvalidDataException($"{stored.Length} stored bytes are not {length} compressed ones.");
    }

    private static byte[]? OfLz4(ReadOnlySpan<byte> packed, int length)
    {
        if (length <= 0 || length > (long)packed.Length * RatioMax)
            return null;
        var json = new byte[length];
        return LZ4Codec.Decode(packed, json) == length ? json : null;
    }

    private static byte[]? OfBrotli(ReadOnlySpan<byte> packed, int length)
    {
        var json = length is > 0 and < int.MaxValue / 2 ? new byte[length] : [];
        return BrotliDecoder.TryDecompress(packed, json, out var written) && written == length ? json : null;
    }

    /// <summary>The bytes to store of a text.</summary>
    public static byte[] PackText(string json) => Pack(Encoding.UTF8.GetBytes(json));

    /// <summary>The text that was packed.</summary>
    public static string UnpackText(byte[] stored) => Encoding.UTF8.GetString(Unpack(stored));
}
