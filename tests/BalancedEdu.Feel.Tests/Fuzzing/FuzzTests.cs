using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Fuzzing;

/// <summary>
/// Random expressions, each known by its seed. A few seconds of them in every run; <c>BALANCEDEDU_FUZZ_ROUNDS</c> gives
/// their number and <c>BALANCEDEDU_FUZZ_SEED</c> the first seed for a longer one.
/// </summary>
[Trait("Pressure", "random")]
public class FuzzTests
{
    private static readonly TimeSpan LongestEvaluation = TimeSpan.FromSeconds(20);

    private static readonly Variables Scope = new(
        ("人数", FeelValue.Of(52m)),
        ("学段", FeelValue.Of("小学")),
        ("班级", Feel.Run("[{班号: 1, 人数: 45}, {班号: 2, 人数: 56, a: [1, 2]}, {班号: 3, 人数: null}]").Value),
        ("送达日", FeelValue.Of(new DateOnly(2026, 11, 20))),
        ("起", FeelValue.Of(Feel.Now)),
        ("空", FeelValue.Null),
        ("a b", Feel.Run("{a: {a: 1}, 人数: [1..5]}").Value),
        ("f", Feel.Run("function(x, y) x = y").Value));

    private static int Rounds => Setting("BALANCEDEDU_FUZZ_ROUNDS", 2_500);

    private static int FirstSeed => Setting("BALANCEDEDU_FUZZ_SEED", 1);

    [Fact]
    public void What_the_grammar_gives_is_parsed_and_evaluated() => Each((seed, random) =>
    {
        var text = random.Expression(seed % 5);
        var expression = FeelExpression.Parse(text, FeelEnvironment.Default);
        var result = Evaluated(expression);
        Assert.Equal(Known(result), Known(Evaluated(expression)));
        Assert.Equal(result.Warnings, Evaluated(expression).Warnings);
        StaysItself(result.Value);
        return text;
    });

    [Fact]
    public void What_the_grammar_gives_is_the_same_in_other_words() => Each((seed, random) =>
    {
        var text = random.Expression(seed % 4 + 1);
        var value = Known(Evaluated(text));
        Assert.Equal(value, Known(Evaluated($"({text})")));
        Assert.Equal(value, Known(Evaluated($"if true then {text} else 0")));
        Assert.Equal(value, Known(Evaluated($"[({text})][1]")));
        Assert.Equal(value, Known(Evaluated($"{{k: {text}}}.k")));
        Assert.Equal(value, Known(Evaluated($"(function() {text})()")));
        Assert.Equal(value, Known(Evaluated(random.Spaced(text))));
        return text;
    });

    [Fact]
    public void What_is_nearly_FEEL_is_parsed_or_refused() => Each((seed, random) =>
    {
        var text = random.Mutated(random.Expression(seed % 4));
        if (Parsed(text, FeelExpression.Parse) is { } expression)
            StaysItself(Evaluated(expression).Value);
        return text;
    });

    [Fact]
    public void Unary_tests_give_true_false_or_null() => Each((seed, random) =>
    {
        var text = random.UnaryTests(seed % 3 + 1);
        if (seed % 2 == 0)
            text = random.Mutated(text);
        var tests = seed % 2 == 0 ? Parsed(text, FeelExpression.ParseUnaryTests)
            : FeelExpression.ParseUnaryTests(text, FeelEnvironment.Default);
        if (tests is null)
            return text;
        var input = Evaluated(random.Expression(1)).Value;
        var result = tests.Test(input, Scope, Feel.Now);
        Assert.True(result.Value.Kind is FeelKind.Boolean or FeelKind.Null, result.Value.ToString());
        return text;
    });

    /// <summary>Runs the rounds; a failure names the seed and, where it came so far, the text.</summary>
    private static void Each(Func<int, RandomExpression, string> round)
    {
        for (var seed = FirstSeed; seed < FirstSeed + Rounds; seed++)
        {
            try
            {
                var start = Stopwatch.GetTimestamp();
                var text = round(seed, new RandomExpression(seed));
                var time = Stopwatch.GetElapsedTime(start);
                Assert.True(time < LongestEvaluation, $"{time.TotalSeconds:F1} s: {text}");
            }
            catch (Exception fault)
            {
                Assert.Fail($"BALANCEDEDU_FUZZ_SEED={seed} BALANCEDEDU_FUZZ_ROUNDS=1: {fault}");
            }
        }
    }

    private static FeelExpression? Parsed(string text, Func<string, FeelEnvironment, FeelExpression> parse)
    {
        try
        {
            return parse(text, FeelEnvironment.Default);
        }
        catch (FeelSyntaxException refusal)
        {
            Assert.InRange(refusal.Position, 0, text.Length);
            return null;
        }
    }

    private static FeelResult Evaluated(string text)
    {
        try
        {
            return Evaluated(FeelExpression.Parse(text, FeelEnvironment.Default));
        }
        catch (FeelSyntaxException refusal)
        {
            throw new InvalidOperationException($"{text}: {refusal.Message}", refusal);
        }
    }

    private static FeelResult Evaluated(FeelExpression expression) => expression.Evaluate(Scope, Feel.Now);

    /// <summary>Two functions that look alike are two: by their text they are one.</summary>
    private static string Known(FeelResult result) => $"{result.Value.Kind} {result.Value}";

    /// <summary>
    /// Shown, hashed, converted and written without breaking; read back, it is the same but for functions.
    /// </summary>
    private static void StaysItself(FeelValue value)
    {
        _ = value.GetHashCode();
        _ = (value.AsDate(), value.AsTime(), value.AsDuration(), value.AsMonths());
        _ = value.AsInstant(TimeSpan.FromHours(8));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            value.WriteTo(writer);
        using var json = JsonDocument.Parse(stream.ToArray());
        var back = FeelValue.FromJson(json.RootElement);
        if (!value.ToString().Contains("function", StringComparison.Ordinal) && IsWellFormed(value.ToString()))
            Assert.Equal(value.Kind == FeelKind.Function ? "null" : value.ToString(), back.ToString());
    }

    /// <summary>JSON carries Unicode text; half of a surrogate pair is none.</summary>
    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
