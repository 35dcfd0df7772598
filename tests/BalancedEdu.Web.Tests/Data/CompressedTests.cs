using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using BalancedEdu.Web.Data;

namespace BalancedEdu.Web.Tests.Data;

public sealed class CompressedTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(159)]
    [InlineData(160)]
    [InlineData(2_000)]
    [InlineData(500_000)]
    public void What_is_packed_comes_out_as_it_was(int length)
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"意见\":\"同意\"},", length / 10 + 1)))[..length];
        Assert.Equal(json, Compressed.Unpack(Compressed.Pack(json)));
    }

    [Fact]
    public void What_repeats_itself_shrinks_and_what_does_not_stays_as_it_is()
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"outcome\":\"agree\"}", 50)));
        Assert.True(Compressed.Pack(json).Length < json.Length / 4);
        var noise = new byte[1_000];
        new Random(1).NextBytes(noise);
        noise[0] = (byte)'{';
        Assert.Same(noise, Compressed.Pack(noise));
    }

    [Fact]
    public void Rows_from_before_are_json_without_a_mark()
    {
        var json = Encoding.UTF8.GetBytes("""{"format":2}""");
        Assert.Same(json, Compressed.Unpack(json));
    }

    [Fact]
    public void While_older_nodes_run_beside_it_is_packed_so_that_they_can_read_it()
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"意见\":\"同意\"},", 50)));
        var stored = Compressed.Pack(json, forOldNodes: true);
        Assert.Equal((1, 2), (stored[0], Compressed.Pack(json)[0]));
        var read = new byte[json.Length];
        Assert.True(BrotliDecoder.TryDecompress(stored.AsSpan(5), read, out var written));
        Assert.Equal((json.Length, json.Length), (written, BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(1))));
        Assert.Equal(json, read);
    }

    [Fact]
    public void What_older_versions_packed_by_brotli_is_read()
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"意见\":\"同意\"},", 50)));
        var stored = new byte[5 + json.Length];
        stored[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(stored.AsSpan(1), json.Length);
        Assert.True(BrotliEncoder.TryCompress(json, stored.AsSpan(5), out var written, quality: 1, window: 18));

        Assert.Equal(json, Compressed.Unpack(stored[..(5 + written)]));
    }

    [Theory]
    [InlineData(new byte[] { 2, 9, 0, 0, 0, 7, 7, 7 })]
    [InlineData(new byte[] { 2, 0xFF, 0xFF, 0xFF, 0xFF, 0 })]
    [InlineData(new byte[] { 2, 0xFF, 0xFF, 0xFF, 0x7F, 0 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 9, 0, 0, 0, 7, 7, 7 })]
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0 })]
    public void Damaged_bytes_are_refused(byte[] stored) =>
        Assert.Throws<InvalidDataException>(() => Compressed.Unpack(stored));
}
