using System.Diagnostics;
using System.Text;
using BalancedEdu.Bpmn.Decisions;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>Files that mean harm: refused within a second and 50 MB.</summary>
public class HostileDmnTests
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "dmn.file.too-large", "10 MB" },
        { "dmn.file.too-deep", "a million levels" },
        { "dmn.file.too-many-nodes", "a million elements" },
        { "dmn.file.not-xml", "entity bomb" },
        { "dmn.file.not-xml", "external entity" },
        { "dmn.file.not-xml", "external DTD" },
        { "dmn.feel.does-not-parse", "deep FEEL" },
        { "dmn.feel.does-not-parse", "long FEEL" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void A_hostile_file_is_refused_quickly_and_cheaply(string code, string what)
    {
        var xml = Bytes(what);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (reading, fastest) = Timed(xml);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50L * 1024 * 1024);
        // On a machine that does much else one run may wait for its turn.
        for (var i = 0; i < 4 && fastest >= TimeSpan.FromSeconds(1); i++)
            fastest = Timed(xml).Elapsed;
        Assert.True(fastest < TimeSpan.FromSeconds(1), $"{what} took {fastest}");
        Assert.Equal(code, Assert.Single(reading.Findings).Code);
    }

    /// <summary>Thousands of names that begin alike, requirements that all meet, and a long chain.</summary>
    [Theory]
    [InlineData("names")]
    [InlineData("requirements")]
    [InlineData("chain")]
    [InlineData("types")]
    [InlineData("entries")]
    [InlineData("cycles")]
    public void A_large_honest_file_takes_no_more_than_its_size(string what)
    {
        var xml = Encoding.UTF8.GetBytes(Dmn.File(what switch
        {
            "names" => string.Concat(Enumerable.Range(0, 4000).Select(i =>
                $"<itemDefinition name=\"t{i}\"><itemComponent name=\"a-{i}\"/></itemDefinition>"))
                + Dmn.Decision("d", Dmn.Literal("[" + string.Join(", ", Enumerable.Repeat("a-1", 1500)) + "]")),
            "requirements" => Dmn.Input("n") + string.Concat(Enumerable.Range(0, 2000).Select(i =>
                Dmn.Decision($"m{i}", Dmn.Literal("n"), "i:n")))
                + Dmn.Decision("d", Dmn.Literal("1"), string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"d:m{i}"))),
            "chain" => Dmn.Decision("c0", Dmn.Literal("1")) + string.Concat(Enumerable.Range(1, 5000).Select(i =>
                Dmn.Decision($"c{i}", Dmn.Literal($"c{i - 1} + 1"), $"d:c{i - 1}")))
                + Dmn.Decision("d", Dmn.Literal("c5000"), "d:c5000"),
            "entries" => Dmn.Decision("d", "<context>" + string.Concat(Enumerable.Range(0, 15_000).Select(i =>
                $"<contextEntry><variable name=\"e{i}\"/>{Dmn.Literal("1")}</contextEntry>")) + "</context>"),
            // Each decision of a long chain also requires the last one.
            "cycles" => string.Concat(Enumerable.Range(0, 8000).Select(i =>
                Dmn.Decision($"c{i}", Dmn.Literal("1"), $"d:c{Math.Min(i + 1, 7999)} d:c{i / 2}")))
                + Dmn.Decision("d", Dmn.Literal("c0"), "d:c0"),
            _ => string.Concat(Enumerable.Range(0, 20_000).Select(i =>
                $"<itemDefinition name=\"t{i}\"><typeRef>t{i + 1}</typeRef></itemDefinition>"))
                + "<itemDefinition name=\"t20000\"><typeRef>number</typeRef></itemDefinition>"
                + Dmn.Decision("d", Dmn.Literal("1"), type: "t0"),
        }));
        var clock = Stopwatch.StartNew();
        var model = DecisionModel.Read(xml, null, FeelEnvironment.Default).Model!;
        Assert.NotNull(model.Run("d").Warnings);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{what} took {clock.Elapsed}");
    }

    private static (DecisionReading Reading, TimeSpan Elapsed) Timed(byte[] xml)
    {
        var clock = Stopwatch.StartNew();
        var reading = DecisionModel.Read(xml, null, FeelEnvironment.Default);
        return (reading, clock.Elapsed);
    }

    private static byte[] Bytes(string what) => Encoding.UTF8.GetBytes(what switch
    {
        "10 MB" => Dmn.File(new string(' ', 10 * 1024 * 1024)),
        "a million levels" => Dmn.File(string.Concat(Enumerable.Repeat("<a>", 1_000_000))),
        "a million elements" => Dmn.File(string.Concat(Enumerable.Repeat("<a/>", 1_000_000))),
        "entity bomb" => "<!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\">" + string.Concat(Enumerable.Range(0, 9).Select(i =>
            $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{(i == 0 ? "" : i - 1)};", 10))}\">")) + "]><b>&a8;</b>",
        "external entity" => "<!DOCTYPE b [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><b>&x;</b>",
        "external DTD" => "<!DOCTYPE b SYSTEM \"http://127.0.0.1:1/x.dtd\"><b/>",
        "deep FEEL" => Dmn.File(Dmn.Decision("d", Dmn.Literal(new string('(', 4000) + "1" + new string(')', 4000)))),
        _ => Dmn.File(Dmn.Decision("d", Dmn.Literal(string.Join('+', Enumerable.Repeat("1", 1_000_000))))),
    });
}
