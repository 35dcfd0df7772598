using System.Globalization;
using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Values;

public class FeelValueTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("1.50", "1.5")]
    [InlineData("100", "100")]
    [InlineData("0.00", "0")]
    [InlineData("-0.000001", "-0.000001")]
    [InlineData("\"文\\\"本\"", "文\"本")]
    [InlineData("true", "true")]
    [InlineData("@\"2026-01-02\"", "2026-01-02")]
    [InlineData("@\"-0044-03-15\"", "-0044-03-15")]
    [InlineData("@\"12345-03-15\"", "12345-03-15")]
    [InlineData("@\"10:20:30\"", "10:20:30")]
    [InlineData("@\"10:20:30.500+08:00\"", "10:20:30.5+08:00")]
    [InlineData("@\"10:20:30+00:00\"", "10:20:30Z")]
    [InlineData("@\"2026-01-02T10:20:30.000000001Z\"", "2026-01-02T10:20:30.000000001Z")]
    [InlineData("@\"2026-01-02T24:00:00\"", "2026-01-03T00:00:00")]
    [InlineData("@\"2026-01-02T10:20:30@Asia/Shanghai\"", "2026-01-02T10:20:30@Asia/Shanghai")]
    [InlineData("@\"1969-12-31T23:59:59\"", "1969-12-31T23:59:59")]
    [InlineData("@\"P1DT25H61M1.5S\"", "P2DT2H1M1.5S")]
    [InlineData("@\"PT0S\"", "PT0S")]
    [InlineData("-@\"PT90M\"", "-PT1H30M")]
    [InlineData("@\"P14M\"", "P1Y2M")]
    [InlineData("@\"P0Y\"", "P0M")]
    [InlineData("[1, \"a\", null, @\"2026-01-02\"]", "[1, \"a\", null, 2026-01-02]")]
    [InlineData("{a: 1, \"b c\": {d: []}}", "{a: 1, \"b c\": {d: []}}")]
    [InlineData("[1..2)", "[1..2)")]
    [InlineData("[@\"2026-01-01\"..@\"2026-02-01\"]", "[@\"2026-01-01\"..@\"2026-02-01\"]")]
    [InlineData("(< 5)", "<5")]
    [InlineData("abs", "abs")]
    public void Shows_itself_as_the_function_string_does(string text, string expected) =>
        Assert.Equal(expected, Feel.Text(text));

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-1-1")]
    [InlineData("26-01-01")]
    [InlineData("02026-01-01")]
    [InlineData("1234567890-01-01")]
    [InlineData("+2026-01-01")]
    [InlineData("2026-01-01Z")]
    [InlineData("24:00:00")]
    [InlineData("10:60:00")]
    [InlineData("10:00:60")]
    [InlineData("10:00")]
    [InlineData("10:00:00.")]
    [InlineData("10:00:00+19:00")]
    [InlineData("10:00:00+8")]
    [InlineData("10:00:00@Asia/Nowhere")]
    [InlineData("10:00:00@../../etc/passwd")]
    [InlineData("2026-01-01T24:00:01")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1Y1D")]
    [InlineData("P1M1Y")]
    [InlineData("P1.5D")]
    [InlineData("1D")]
    [InlineData("P99999999999999999999999999999999D")]
    [InlineData("")]
    public void Text_that_is_no_date_time_or_duration_has_no_value(string text)
    {
        var result = Feel.Run($"@\"{text}\"");
        Assert.Equal(FeelValue.Null, result.Value);
        Assert.NotEmpty(result.Warnings);
    }

    [Fact]
    public void Goes_in_and_out_of_the_types_of_the_base_library()
    {
        var instant = DateTimeOffset.Parse("2026-11-24T07:30:15.25+08:00", CultureInfo.InvariantCulture);
        Assert.Equal(instant, FeelValue.Of(instant).AsInstant(TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromHours(8), FeelValue.Of(instant).AsInstant(TimeSpan.Zero)!.Value.Offset);
        Assert.Equal(new DateOnly(2026, 11, 24), FeelValue.Of(instant).AsDate());
        Assert.Equal(new TimeOnly(7, 30, 15, 250), FeelValue.Of(instant).AsTime());
        Assert.Equal(new DateOnly(1, 1, 1), FeelValue.Of(DateOnly.MinValue).AsDate());
        Assert.Equal(DateOnly.MaxValue, FeelValue.Of(DateOnly.MaxValue).AsDate());
        Assert.Equal(TimeSpan.FromMinutes(-90), FeelValue.Of(TimeSpan.FromMinutes(-90)).AsDuration());
        Assert.Equal(14m, FeelValue.OfMonths(14).AsMonths());
        Assert.Equal(TimeSpan.FromHours(8),
            Feel.Run("@\"2026-11-24T07:30:15\"").Value.AsInstant(TimeSpan.FromHours(8))!.Value.Offset);
        Assert.Equal(TimeSpan.FromHours(8),
            Feel.Run("@\"2026-11-24T07:30:15@Asia/Shanghai\"").Value.AsInstant(TimeSpan.Zero)!.Value.Offset);
        Assert.Null(Feel.Run("@\"12345-01-01\"").Value.AsDate());
        Assert.Null(Feel.Run("@\"12345-01-01T00:00:00Z\"").Value.AsInstant(TimeSpan.Zero));
        Assert.Null(FeelValue.Of(1m).AsBoolean());
        Assert.Null(FeelValue.Of("1").AsNumber());
        Assert.Null(FeelValue.Of(true).AsString());
        Assert.Null(FeelValue.Of(1m).AsDuration());
        Assert.Equal(FeelValue.Null, FeelValue.Of((string?)null));
    }

    [Theory]
    [InlineData("1", "1.00", true)]
    [InlineData("[1, {a: [2]}]", "[1.0, {a: [2]}]", true)]
    [InlineData("{a: 1, b: 2}", "{b: 2, a: 1}", false)]
    [InlineData("@\"2026-01-01T08:00:00+08:00\"", "@\"2026-01-01T00:00:00Z\"", false)]
    [InlineData("@\"10:00:00+00:00\"", "@\"10:00:00Z\"", true)]
    [InlineData("[1..2]", "[1..2]", true)]
    [InlineData("[1..2]", "[1..2)", false)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("@\"P0D\"", "@\"P0M\"", false)]
    [InlineData("[]", "null", false)]
    public void Equality_is_structural(string left, string right, bool expected)
    {
        var (a, b) = (Feel.Run(left).Value, Feel.Run(right).Value);
        Assert.Equal(expected, a == b);
        Assert.Equal(!expected, a != b);
        if (expected)
            Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Fact]
    public void A_context_keeps_its_order_and_a_later_entry_replaces_in_place()
    {
        var entries = Enumerable.Range(0, 20).Select(i =>
            new KeyValuePair<string, FeelValue>($"k{i % 12}", FeelValue.Of((decimal)i)));
        var context = new FeelContext(entries);
        Assert.Equal(12, context.Count);
        Assert.Equal("k0", context.First().Key);
        Assert.True(context.TryGet("k3", out var value));
        Assert.Equal(15m, value.AsNumber());
        Assert.False(context.TryGet("k99", out _));
        var changed = FeelContext.Empty.With("a", FeelValue.Of(1m)).With("b", FeelValue.Of(2m))
            .With("a", FeelValue.Of(3m));
        Assert.Equal("{a: 3, b: 2}", FeelValue.Of(changed).ToString());
        Assert.Equal("{b: 2}", FeelValue.Of(changed.Without("a")).ToString());
    }
}
