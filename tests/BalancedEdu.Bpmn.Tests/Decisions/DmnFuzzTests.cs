using System.Diagnostics;
using System.Text;
using BalancedEdu.Bpmn.Decisions;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>
/// Mutations of models that run: reading and running them never throws and never hangs. A seed that fails is printed
/// and becomes a test. BALANCEDEDU_FUZZ_ROUNDS runs more of them, from BALANCEDEDU_FUZZ_SEED on.
/// </summary>
public class DmnFuzzTests
{
    private const int Rounds = 1000;

    private static readonly string[] Grammar =
    [
        "and", "or", "not(", "for x in ", "return", "if", "then", "else", "[", "]", "{", "}", "(", ")", "..", "-", "?",
        "null", "1", "\"a\"", "function(x) x", "d", "f(1)", "list<", "item", ">", "<", "&lt;", "&amp;", "@\"2026-01-01\"",
    ];

    private static readonly string Whole = Dmn.File(
        "<itemDefinition name=\"tGrade\"><typeRef>string</typeRef><allowedValues><text>\"a\", \"b\"</text></allowedValues></itemDefinition>"
        + "<itemDefinition name=\"tList\" isCollection=\"true\"><typeRef>tGrade</typeRef></itemDefinition>"
        + "<itemDefinition name=\"tNode\"><itemComponent name=\"v\"><typeRef>number</typeRef></itemComponent>"
        + "<itemComponent name=\"next\"><typeRef>tNode</typeRef></itemComponent></itemDefinition>"
        + "<import name=\"other\" namespace=\"urn:other\"/>"
        + Dmn.Input("n", "number") + Dmn.Input("g", "tList")
        + Dmn.Knowledge("f", "x:number", Dmn.Literal("if x < 1 then 0 else f(x - 1) + 1"), "", "number")
        + Dmn.Decision("a", Dmn.Table("hitPolicy=\"FIRST\"", Dmn.In("n", "[0..100]", "number") + Dmn.In("g"),
            Dmn.Out("x", "1, 2", "3", "number") + Dmn.Out("y", type: "tGrade"),
            "< 5 | - -> 1 | \"a\"", "[5..9] | not(\"a\") -> 2 | \"b\"", "f(?) > 3 | count(?) > 1 -> 3 | \"c\""), "i:n i:g k:f")
        + Dmn.Decision("b", $"<context><contextEntry><variable name=\"p\" typeRef=\"number\"/>{Dmn.Literal("a.x + f(3)")}</contextEntry>"
            + $"<contextEntry><variable name=\"q\"/><list>{Dmn.Literal("p")}{Dmn.Literal("[1, 2][item > 1]")}</list></contextEntry>"
            + "<contextEntry><variable name=\"fn\"/><functionDefinition><formalParameter name=\"z\"/>"
            + $"{Dmn.Literal("z + p")}</functionDefinition></contextEntry><contextEntry>{Dmn.Literal("fn(p) + q[1]")}</contextEntry></context>",
            "d:a k:f")
        + Dmn.Decision("c", "<conditional><if><some iteratorVariable=\"i\"><in><relation><column name=\"k\"/><row>"
            + $"{Dmn.Literal("1")}</row></relation></in><satisfies>{Dmn.Literal("i.k = 1")}</satisfies></some></if>"
            + $"<then><for iteratorVariable=\"i\"><in>{Dmn.Literal("1..3")}</in><return><invocation>{Dmn.Literal("s")}"
            + $"<binding><parameter name=\"n\"/>{Dmn.Literal("i")}</binding></invocation></return></for></then>"
            + $"<else><filter><in>{Dmn.Literal("[1, 2]")}</in><match>{Dmn.Literal("item = b")}</match></filter></else></conditional>",
            "d:b k:#s other k:urn:other#k_h").Replace("other k_", "", StringComparison.Ordinal)
        + "<decisionService id=\"s\" name=\"s\"><variable name=\"s\"/><outputDecision href=\"#d_b\"/>"
        + "<encapsulatedDecision href=\"#d_a\"/><inputData href=\"#i_n\"/></decisionService>");

    private static readonly FeelContext Inputs = FeelExpression
        .Parse("{n: 7, g: [\"a\", \"b\"], x: 2}", FeelEnvironment.Default)
        .Evaluate(FeelContext.Empty, Dmn.Now).Value.AsContext()!;

    [Fact]
    public void A_mutated_model_never_throws_and_never_hangs()
    {
        var rounds = Number("BALANCEDEDU_FUZZ_ROUNDS", Rounds);
        var first = Number("BALANCEDEDU_FUZZ_SEED", 1);
        var models = 0;
        for (var seed = first; seed < first + rounds; seed++)
            models += Survives(seed) ? 1 : 0;
        // Mutations that all break the XML would test only the XML reader.
        Assert.True(models > rounds / 4, $"only {models} of {rounds} mutations still read");
    }

    /// <summary>Whether the mutation was still a model.</summary>
    private static bool Survives(int seed)
    {
        var xml = Mutated(new Random(seed));
        var clock = Stopwatch.StartNew();
        try
        {
            var reading = DecisionModel.Read(xml,
                ns => ns == "urn:other" ? Encoding.UTF8.GetBytes(Dmn.File(Dmn.Knowledge("h", "x", Dmn.Literal("x")), ns)) : xml,
                FeelEnvironment.Default);
            foreach (var element in reading.Model?.Elements ?? [])
                _ = reading.Model!.Evaluate(element.Id, Inputs, Dmn.Now).Value.ToString();
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"seed {seed} took {clock.Elapsed}");
            return reading.Model is not null;
        }
        catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"seed {seed}: {fault.Message}\n{Encoding.UTF8.GetString(xml)}", fault);
        }
    }

    private static byte[] Mutated(Random random)
    {
        var text = Whole;
        for (var i = random.Next(1, 4); i > 0; i--)
            text = random.Next(6) switch
            {
                0 => Tokens(text, random),
                1 => Swapped(text, random),
                2 => Nested(text, random),
                3 => Dropped(text, random),
                _ => Typed(text, random),
            };
        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(8) == 0)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    /// <summary>A piece of FEEL in the middle of a text.</summary>
    private static string Tokens(string text, Random random) => InText(text, random, (inner, at) =>
        inner.Insert(at, $" {Grammar[random.Next(Grammar.Length)].Replace("<", "&lt;", StringComparison.Ordinal)} "));

    private static string Typed(string text, Random random) => InText(text, random, (inner, at) =>
        inner.Length == 0 ? inner : inner.Remove(at, Math.Min(random.Next(1, 4), inner.Length - at)));

    private static string InText(string text, Random random, Func<string, int, string> change)
    {
        var starts = Places(text, "<text>");
        var start = starts[random.Next(starts.Count)] + 6;
        var end = text.IndexOf("</text>", start, StringComparison.Ordinal);
        if (end < 0)
            return text;
        var inner = text[start..end];
        var changed = change(inner, random.Next(inner.Length + 1));
        return text[..start] + changed + text[end..];
    }

    /// <summary>The value of an attribute becomes that of another.</summary>
    private static string Swapped(string text, Random random)
    {
        var values = Places(text, "=\"");
        var (from, to) = (values[random.Next(values.Count)] + 2, values[random.Next(values.Count)] + 2);
        var value = text[from..text.IndexOf('"', from)];
        return text[..to] + value + text[text.IndexOf('"', to)..];
    }

    /// <summary>An expression becomes the inside of another kind of box.</summary>
    private static string Nested(string text, Random random)
    {
        var boxes = Places(text, "<literalExpression");
        var start = boxes[random.Next(boxes.Count)];
        var end = text.IndexOf("</literalExpression>", start, StringComparison.Ordinal);
        if (end < 0)
            return text;
        var box = text[start..(end + 20)];
        var around = random.Next(4) switch
        {
            0 => $"<list>{box}{box}</list>",
            1 => $"<filter><in>{box}</in><match>{box}</match></filter>",
            2 => $"<for iteratorVariable=\"n\"><in>{box}</in><return>{box}</return></for>",
            _ => $"<functionDefinition><formalParameter name=\"n\"/>{box}</functionDefinition>",
        };
        return text[..start] + around + text[(end + 20)..];
    }

    /// <summary>An element goes, or comes twice.</summary>
    private static string Dropped(string text, Random random)
    {
        var starts = Places(text, "<");
        var start = starts[random.Next(starts.Count)];
        var name = new string([.. text.Skip(start + 1).TakeWhile(char.IsLetter)]);
        var close = text.IndexOf('>', start);
        if (name.Length == 0 || close < 0)
            return text;
        var end = text[close - 1] == '/'
            ? close + 1
            : text.IndexOf($"</{name}>", close, StringComparison.Ordinal) + name.Length + 3;
        if (end <= close || name == "definitions")
            return text;
        return random.Next(2) == 0 ? text[..start] + text[end..] : text.Insert(start, text[start..end]);
    }

    private static List<int> Places(string text, string what)
    {
        var places = new List<int>();
        for (var at = text.IndexOf(what, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(what, at + 1, StringComparison.Ordinal))
            places.Add(at);
        return places.Count == 0 ? [0] : places;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
