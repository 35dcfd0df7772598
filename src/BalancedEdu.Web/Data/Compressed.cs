using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace BalancedEdu.Web.Data;

/// <summary>
/// JSON as it is stored: a mark, the length, and Brotli's bytes. A state is written with every step, so that its size
/// is most of what the database logs; compressing a kilobyte costs a few microseconds. What has no mark is JSON as it
/// is.
/// </summary>
internal static class Compressed
{
    private const byte Mark = 1;
    private const int HeaderLength = 5;

    /// <summary>Below this there is nothing to gain.</summary>
    private const int LengthMin = 160;

    /// <summary>The bytes to store.</summary>
    public static byte[] Pack(byte[] json)
    {
        if (json.Length < LengthMin)
            return json;
        var packed = new byte[HeaderLength + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        packed[0] = Mark;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), json.Length);
        return BrotliEncoder.TryCompress(json, packed.AsSpan(HeaderLength), out var written, quality: 1, window: 18)
            && written < json.Length - HeaderLength
                ? packed[..(HeaderLength + written)]
                : json;
    }

    /// <summary>The bytes that were packed.</summary>
    /// <exception cref="InvalidDataException">They have a mark and are not what was packed.</exception>
    public static byte[] Unpack(byte[] stored)
    {
        if (stored.Length < HeaderLength || stored[0] != Mark)
            return stored;
        var length = BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(1));
        var json = length is > 0 and < int.MaxValue / 2 ? new byte[length] : [];
        return BrotliDecoder.TryDecompress(stored.AsSpan(HeaderLength), json, out var written) && written == length
            ? json
            : throw new InvalidDataException($"{stored.Length} stored bytes are not {length} compressed ones.");
    }

    /// <summary>The bytes to store of a text.</summary>
    public static byte[] PackText(string json) => Pack(Encoding.UTF8.GetBytes(json));

    /// <summary>The text that was packed.</summary>
    public static string UnpackText(byte[] stored) => Encoding.UTF8.GetString(Unpack(stored));
}
