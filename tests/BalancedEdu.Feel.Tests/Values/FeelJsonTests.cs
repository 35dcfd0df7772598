using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Feel.Values;
using CsCheck;

namespace BalancedEdu.Feel.Tests.Values;

public class FeelJsonTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("12.50", "12.5")]
    [InlineData("\"学\"", "\"学\"")]
    [InlineData("[1, true, null]", "[1,true,null]")]
    [InlineData("{b: 1, a: {c: []}}", "{\"b\":1,\"a\":{\"c\":[]}}")]
    [InlineData("@\"2026-01-02\"", "{\"$date\":\"2026-01-02\"}")]
    [InlineData("@\"10:00:00@Asia/Shanghai\"", "{\"$time\":\"10:00:00@Asia/Shanghai\"}")]
    [InlineData("@\"2026-01-02T10:00:00+08:00\"", "{\"$dateTime\":\"2026-01-02T10:00:00+08:00\"}")]
    [InlineData("@\"P1DT2H\"", "{\"$duration\":\"P1DT2H\"}")]
    [InlineData("@\"P1Y2M\"", "{\"$duration\":\"P1Y2M\"}")]
    [InlineData("[1..5)", "{\"$range\":\"[1..5)\"}")]
    [InlineData("(>= @\"2026-01-02\")", "{\"$range\":\">=@\\\"2026-01-02\\\"\"}")]
    public void Is_written_as_JSON_and_read_back(string text, string json)
    {
        var value = Feel.Run(text).Value;
        Assert.Equal(json, Json(value));
        Assert.Equal(value, Read(json));
    }

    [Theory]
    [InlineData("{\"$date\":\"2026-02-30\"}", "{\"$date\": \"2026-02-30\"}")]
    [InlineData("{\"$date\":1}", "{\"$date\": 1}")]
    [InlineData("{\"$date\":\"2026-02-03\",\"a\":1}", "{\"$date\": \"2026-02-03\", a: 1}")]
    [InlineData("{\"$range\":\"[f(1)..2]\"}", "{\"$range\": \"[f(1)..2]\"}")]
    [InlineData("{\"a\":1,\"a\":2}", "{a: 2}")]
    public void An_object_that_only_looks_like_a_value_stays_a_context(string json, string expected) =>
        Assert.Equal(expected, Read(json).ToString());

    [Fact]
    public void A_number_beyond_decimal_is_refused_and_not_cut()
    {
        var refusal = Assert.Throws<JsonException>(() => Read("1e40"));
        Assert.Contains("1e40", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_is_written_as_null() => Assert.Equal("null", Json(Feel.Run("abs").Value));

    [Fact]
    public void Any_value_comes_back_equal_and_writes_the_same_bytes() => Values(3).Sample(value =>
    {
        var json = Json(value);
        var back = Read(json);
        return back == value && Json(back) == json && back.GetHashCode() == value.GetHashCode()
            && back.ToString() == value.ToString();
    }, iter: 500);

    private static Gen<FeelValue> Values(int depth)
    {
        var zone = Gen.Int[0, 5].Select(i =>
            ((string[])["", "Z", "+08:00", "-03:30", "@Asia/Shanghai", "@Europe/Paris"])[i]);
        var seconds = Gen.Long[-3_000_000_000_000L, 3_000_000_000_000L].Select(Gen.Int[0, 999], (s, ms) =>
            s + ms / 1000m);
        var simple = Gen.OneOf(
            Gen.Const(FeelValue.Null),
            Gen.Bool.Select(FeelValue.Of),
            Gen.Decimal.Select(n => FeelValue.Of(n)),
            Gen.Int.Select(n => FeelValue.Of(n / 100m)),
            Gen.String.Where(IsWellFormed).Select(FeelValue.Of),
            Gen.Int[-3_000_000, 3_000_000].Select(d =>
                FeelOf("@\"2000-01-01\" + x * @\"P1D\"", FeelValue.Of((decimal)d))),
            Gen.Int[0, 86_399].Select(zone, (s, z) => FeelOf("time(x)", FeelValue.Of($"{Time(s)}{z}"))),
            Gen.Int[0, 86_399].Select(zone, (s, z) =>
                FeelOf("date and time(x)", FeelValue.Of($"2026-02-28T{Time(s)}{z}"))),
            seconds.Select(s => FeelOf("@\"PT1S\" * x", FeelValue.Of(s))),
            Gen.Int.Select(m => FeelValue.OfMonths(m)));
        if (depth == 0)
            return simple;
        var inner = Values(depth - 1);
        var names = Gen.String.Where(t => IsWellFormed(t) && !t.StartsWith('$'));
        Gen<FeelValue> lists = inner.Array[0, 4].Select(items => FeelValue.Of(items));
        Gen<FeelValue> contexts = names.Select(inner, (name, value) => KeyValuePair.Create(name, value)).Array[0, 12]
            .Select(entries => FeelValue.Of(new FeelContext(entries)));
        return Gen.OneOf(simple, simple, lists, contexts);
    }

    private static FeelValue FeelOf(string text, FeelValue x) => Feel.Run(text, ("x", x)).Value;

    private static string Time(int second) =>
        TimeOnly.MinValue.Add(TimeSpan.FromSeconds(second)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>JSON carries Unicode text; half of a surrogate pair is none.</summary>
    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(r => r != Rune.ReplacementChar);

    private static string Json(FeelValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static FeelValue Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FeelValue.FromJson(document.RootElement);
    }
}
