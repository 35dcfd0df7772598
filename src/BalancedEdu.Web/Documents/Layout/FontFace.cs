using System.Buffers.Binary;
using System.Text;

namespace BalancedEdu.Web.Documents.Layout;

/// <summary>
/// As much of a TrueType file as a layouter needs: which characters it has, and how wide they are. The widths don't
/// come from the library that draws, so that laying out is pure and can be tested without a page.
/// </summary>
public sealed class FontFace
{
    private const int PlatformWindows = 3;
    private const int EncodingFull = 10;

    private readonly Dictionary<int, ushort> _glyphs;
    private readonly ushort[] _advances;
    private readonly double _unitsPerEm;

    private FontFace(string path, Dictionary<int, ushort> glyphs, ushort[] advances, int unitsPerEm) =>
        (Path, _glyphs, _advances, _unitsPerEm) = (path, glyphs, advances, unitsPerEm);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads a font.</summary>
    /// <exception cref="DocumentException">It is not a TrueType file with outlines of its own.</exception>
    public static FontFace Read(string path, ReadOnlySpan<byte> file)
    {
        try
        {
            var tables = TablesOf(file);
            if (!tables.ContainsKey("glyf"))
                throw Unreadable(path, "没有 TrueType 轮廓（glyf），OpenType/CFF 和 .ttc 不能使用");
            var unitsPerEm = BinaryPrimitives.ReadUInt16BigEndian(file[(tables["head"] + 18)..]);
            var count = BinaryPrimitives.ReadUInt16BigEndian(file[(tables["hhea"] + 34)..]);
            var advances = new ushort[count];
            for (var i = 0; i < count; i++)
                advances[i] = BinaryPrimitives.ReadUInt16BigEndian(file[(tables["hmtx"] + (4 * i))..]);
            return new(path, GlyphsOf(path, file, tables["cmap"]), advances, unitsPerEm);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw Unreadable(path, "不是完整的 TrueType 文件");
        }
    }

    /// <summary>Whether the font has the character.</summary>
    public bool Has(Rune rune) => _glyphs.ContainsKey(rune.Value);

    /// <summary>The width of a character in ems; that of a full-width one when the font lacks it.</summary>
    public double WidthOf(Rune rune) => _glyphs.TryGetValue(rune.Value, out var glyph)
        ? _advances[Math.Min(glyph, _advances.Length - 1)] / _unitsPerEm
        : 1;

    private static Dictionary<string, int> TablesOf(ReadOnlySpan<byte> file)
    {
        var tables = new Dictionary<string, int>(StringComparer.Ordinal);
        var count = BinaryPrimitives.ReadUInt16BigEndian(file[4..]);
        for (var i = 0; i < count; i++)
        {
            var record = file[(12 + (16 * i))..];
            tables[Encoding.ASCII.GetString(record[..4])] = BinaryPrimitives.ReadInt32BigEndian(record[8..]);
        }
        return tables;
    }

    /// <summary>The table of all of Unicode (format 12), else that of the basic plane (format 4).</summary>
    private static Dictionary<int, ushort> GlyphsOf(string path, ReadOnlySpan<byte> file, int cmap)
    {
        var (full, basic) = (0, 0);
        var count = BinaryPrimitives.ReadUInt16BigEndian(file[(cmap + 2)..]);
        for (var i = 0; i < count; i++)
        {
            var record = file[(cmap + 4 + (8 * i))..];
            if (BinaryPrimitives.ReadUInt16BigEndian(record) != PlatformWindows)
                continue;
            var at = cmap + BinaryPrimitives.ReadInt32BigEndian(record[4..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(record[2..]) == EncodingFull)
                full = at;
            else
                basic = at;
        }
        if (full != 0 && BinaryPrimitives.ReadUInt16BigEndian(file[full..]) == 12)
            return Format12(file[full..]);
        if (basic != 0 && BinaryPrimitives.ReadUInt16BigEndian(file[basic..]) == 4)
            return Format4(file[basic..]);
        throw Unreadable(path, "没有 Unicode 字符表");
    }

    private static Dictionary<int, ushort> Format12(ReadOnlySpan<byte> table)
    {
        var glyphs = new Dictionary<int, ushort>();
        var groups = BinaryPrimitives.ReadInt32BigEndian(table[12..]);
        for (var i = 0; i < groups; i++)
        {
            var group = table[(16 + (12 * i))..];
            var (first, last) = (BinaryPrimitives.ReadInt32BigEndian(group),
                BinaryPrimitives.ReadInt32BigEndian(group[4..]));
            var glyph = BinaryPrimitives.ReadInt32BigEndian(group[8..]);
            for (var c = first; c <= last; c++)
                glyphs[c] = (ushort)(glyph + c - first);
        }
        return glyphs;
    }

    private static Dictionary<int, ushort> Format4(ReadOnlySpan<byte> table)
    {
        var glyphs = new Dictionary<int, ushort>();
        var twice = BinaryPrimitives.ReadUInt16BigEndian(table[6..]);
        for (var s = 0; s < twice; s += 2)
        {
            var last = BinaryPrimitives.ReadUInt16BigEndian(table[(14 + s)..]);
            var first = BinaryPrimitives.ReadUInt16BigEndian(table[(16 + twice + s)..]);
            var delta = BinaryPrimitives.ReadUInt16BigEndian(table[(16 + (2 * twice) + s)..]);
            var offsetAt = 16 + (3 * twice) + s;
            var offset = BinaryPrimitives.ReadUInt16BigEndian(table[offsetAt..]);
            for (var c = first; c <= last && c != 0xFFFF; c++)
            {
                var glyph = offset == 0 ? c : BinaryPrimitives.ReadUInt16BigEndian(
                    table[(offsetAt + offset + (2 * (c - first)))..]);
                if (offset == 0 || glyph != 0)
                    glyphs[c] = (ushort)(glyph + delta);
            }
        }
        return glyphs;
    }

    private static DocumentException Unreadable(string path, string why) => new(
        "document.font-unreadable", $"字体文件 {path} {why}。请在 Documents:RegularFont 和 Documents:BoldFont 里换一个 .ttf 文件。");
}
