using System.Diagnostics;
using System.Text;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using Xunit.Abstractions;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>
/// Files that are broken, huge or meant to harm: each is refused with a sentence, and refusing costs little.
/// </summary>
public class HostileFileTests(ITestOutputHelper output)
{
    private const long AllocatedMax = 50 * 1024 * 1024;
    private const int Mega = 1024 * 1024;
    private const string Head = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:x=\"urn:x\">";
    private const string Foot = "</definitions>";
    private const string Laughs =
        "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]>";

    /// <summary>Named so that a row's test has a short name; the file is made when it runs.</summary>
    private static readonly Dictionary<string, (string Code, Func<byte[]> File)> Files = new()
    {
        ["10 MB of a process"] = ("bpmn.file.too-large", () => Utf8(Head + Repeated("<task/>", 10 * Mega) + Foot)),
        ["10 MB of zeros"] = ("bpmn.file.too-large", () => new byte[10 * Mega]),
        ["a million elements"] = ("bpmn.file.too-many-elements", () => Utf8(Head + Repeated("<a/>", 4 * Mega) + Foot)),
        ["a million elements of different names"] = ("bpmn.file.too-many-elements",
            () => Utf8(Head + string.Concat(Enumerable.Range(0, 450_000).Select(i => $"<a{i}/>")) + Foot)),
        ["100,000 levels"] = ("bpmn.file.too-deep", () => Utf8(Head + Repeated("<a>", 300_000))),
        ["levels of our own words"] = ("bpmn.file.too-deep",
            () => Utf8(Head + Repeated("<x:a>", 505) + Repeated("</x:a>", 606) + Foot)),
        ["a million attributes of one element"] = ("bpmn.element.too-many-attributes",
            () => Utf8("<definitions" + string.Concat(Enumerable.Range(0, 450_000).Select(i => $" a{i}=''")) + "/>")),
        ["a million attributes"] = ("bpmn.file.too-many-attributes",
            () => Utf8(Head + Repeated("<a b='' c='' d='' e='' f='' g='' h='' i=''/>", 4 * Mega) + Foot)),
        ["a huge attribute"] = ("bpmn.file.text-too-long",
            () => Utf8($"<definitions id='{new string('a', 4 * Mega)}'/>")),
        ["a huge attribute without end"] = ("bpmn.file.text-too-long",
            () => Utf8($"<definitions id='{new string('a', 4 * Mega)}")),
        ["a huge text"] = ("bpmn.file.text-too-long", () => Utf8(Head + new string('a', 4 * Mega) + Foot)),
        ["a huge comment"] = ("bpmn.file.text-too-long",
            () => Utf8($"<!--{new string('a', 4 * Mega)}-->{Head}{Foot}")),
        ["a huge CDATA section"] = ("bpmn.file.text-too-long",
            () => Utf8($"{Head}<![CDATA[{new string('a', 4 * Mega)}]]>{Foot}")),
        ["a huge name"] = ("bpmn.file.name-too-long", () => Utf8($"<{new string('a', 4 * Mega)}/>")),
        ["a huge name of an attribute"] = ("bpmn.file.name-too-long",
            () => Utf8($"<a {new string('a', 4 * Mega)}=''/>")),
        ["a huge name of an end tag"] = ("bpmn.file.name-too-long", () => Utf8($"<a></{new string('a', 4 * Mega)}>")),
        ["an entity bomb"] = ("bpmn.file.dtd", () => Utf8(Laughs + "<a>&c;</a>")),
        ["an external entity"] = ("bpmn.file.dtd",
            () => Utf8("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")),
        ["an external DTD"] = ("bpmn.file.dtd", () => Utf8("<!DOCTYPE a SYSTEM \"http://localhost/a.dtd\"><a/>")),
        ["an entity that nobody declared"] = ("bpmn.file.not-xml", () => Utf8(Head + "&x;" + Foot)),
        ["an ampersand"] = ("bpmn.file.not-xml", () => Utf8(Head + "R & D" + Foot)),
        ["a control character"] = ("bpmn.file.not-xml", () => Utf8(Head + "\u0001" + Foot)),
        ["a reference to a control character"] = ("bpmn.file.not-xml", () => Utf8(Head + "&#1;" + Foot)),
        ["a zero character"] = ("bpmn.file.not-xml", () => Utf8(Head + "\0" + Foot)),
        ["tags that don't match"] = ("bpmn.file.not-xml", () => Utf8(Head + "<process id=\"p\">\n</task>" + Foot)),
        ["an end tag too many"] = ("bpmn.file.not-xml", () => Utf8(Head + Foot + Foot)),
        ["two roots"] = ("bpmn.file.not-xml", () => Utf8(Head + Foot + Head + Foot)),
        ["an attribute twice"] = ("bpmn.file.not-xml", () => Utf8(Head + "<a b='' b=''/>" + Foot)),
        ["an attribute twice by two prefixes"] = ("bpmn.file.not-xml",
            () => Utf8(Head + "<a xmlns:y='urn:x' x:b='' y:b=''/>" + Foot)),
        ["a prefix that nobody declared"] = ("bpmn.file.not-xml", () => Utf8(Head + "<y:a/>" + Foot)),
        ["an attribute without quotes"] = ("bpmn.file.not-xml", () => Utf8(Head + "<a b=1/>" + Foot)),
        ["a declaration that comes late"] = ("bpmn.file.not-xml",
            () => Utf8("\n<?xml version=\"1.0\"?>" + Head + Foot)),
        ["another version of XML"] = ("bpmn.file.not-xml", () => Utf8("<?xml version=\"1.1\"?>" + Head + Foot)),
        ["nothing"] = ("bpmn.file.empty", () => []),
        ["only blanks"] = ("bpmn.file.empty", () => Utf8(" \n ")),
        ["only a mark of UTF-8"] = ("bpmn.file.empty", () => [0xEF, 0xBB, 0xBF]),
        ["a picture"] = ("bpmn.file.encoding-wrong", () => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]),
        ["a zip archive"] = ("bpmn.file.not-xml", () => [(byte)'P', (byte)'K', 3, 4, 20, 0, 0, 0, 8, 0]),
        ["JSON"] = ("bpmn.file.not-xml", () => Utf8("{\"definitions\":[]}")),
        ["a file cut off in an element"] = ("bpmn.file.truncated",
            () => Utf8(Head + "<process id=\"p\">\n<task/>\n")),
        ["a file cut off in a tag"] = ("bpmn.file.truncated", () => Utf8(Head + "<process id=\"p\">\n<task na")),
        ["a file cut off in a value"] = ("bpmn.file.truncated",
            () => Utf8(Head + "<process id=\"p\">\n<task name=\"核")),
        ["a file cut off in a comment"] = ("bpmn.file.truncated", () => Utf8(Head + "<!-- no end")),
        ["a file cut off in the first tag"] = ("bpmn.file.truncated", () => Utf8("<a")),
        ["a file of 4 MB cut off"] = ("bpmn.file.truncated",
            () => Utf8(Head + Repeated($"<a b='{new string('c', 200)}'/>", 4 * Mega))),
        ["as many elements, attributes and namespaces as may be, cut off"] = ("bpmn.file.truncated",
            () => Utf8(Head + string.Concat(Enumerable.Range(0, FileLimits.MaxElements - 1).Select(i =>
                $"<{(i < 1_990 ? $"n:a{i} xmlns:n='urn:{i}' n:c='' " : $"a{i}")}"
                    + $" b{i}='{i}' c{i}='{i}' d='{i}' e='{i}'/>\n")))),
        ["a million namespaces"] = ("bpmn.file.too-many-namespaces",
            () => Utf8(Head + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<a xmlns='urn:{i}'/>")))),
        ["another root"] = ("bpmn.file.not-bpmn", () => Utf8("<a/>")),
        ["no namespace"] = ("bpmn.file.not-bpmn", () => Utf8("<definitions/>")),
        ["a decision model"] = ("bpmn.file.not-bpmn",
            () => Utf8("<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>")),
        ["UTF-8 that is none"] = ("bpmn.file.encoding-wrong",
            () => [.. Utf8(Head + "\n"), 0xC3, 0x28, .. Utf8(Foot)]),
        ["GBK that says it is UTF-8"] = ("bpmn.file.encoding-wrong",
            () => [.. Utf8(Head + "\n"), 0xBA, 0xCB, 0xB2, 0xE9, .. Utf8(Foot)]),
        ["UTF-16 with half a character"] = ("bpmn.file.encoding-wrong",
            () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Head), 0x00, 0xD8, .. Encoding.Unicode.GetBytes(Foot)]),
        ["UTF-16 with an odd byte"] = ("bpmn.file.encoding-wrong",
            () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Head + Foot), 0x20]),
        ["UTF-32"] = ("bpmn.file.encoding-unknown",
            () => [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(Head + Foot)]),
        ["an encoding that isn't read"] = ("bpmn.file.encoding-unknown",
            () => Utf8("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>" + Head + Foot)),
        ["an encoding with a zero in its name"] = ("bpmn.file.encoding-unknown",
            () => Utf8("<?xml version=\"1.0\" encoding=\"\0\"?>" + Head + Foot)),
        ["an encoding that isn't one"] = ("bpmn.file.encoding-unknown",
            () => Utf8("<?xml version=\"1.0\" encoding=\"klingon\"?>" + Head + Foot)),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    internal static IEnumerable<string> Codes => Files.Values.Select(file => file.Code).Distinct();

    [Theory, MemberData(nameof(Names))]
    public void It_is_refused_with_a_sentence_for_little(string what)
    {
        var (code, make) = Files[what];
        var file = make();
        // Warm, so that neither the compiler of the runtime nor its tables count.
        DefinitionCompiler.Compile(Utf8(Head + Foot), FeelEnvironment.Default, null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var compiled = DefinitionCompiler.Compile(file, FeelEnvironment.Default, null);
        var took = Stopwatch.GetElapsedTime(started);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{what}: {took.TotalMilliseconds:0.0} ms, {allocated / 1024.0 / 1024.0:0.0} MB");
        Assert.Null(compiled.Definition);
        var finding = Assert.Single(compiled.Findings);
        output.WriteLine($"{finding.Line}: {finding.Message} {finding.Remedy}");
        Assert.Equal((code, Severity.Refused), (finding.Code, finding.Severity));
        Assert.Contains(finding.Message, c => c is >= '\u4e00' and <= '\u9fff');
        Assert.DoesNotContain(finding.Message, char.IsControl);
        Assert.True(finding.Remedy.Length > 2 && finding.Line > 0, finding.ToString());
        Assert.InRange(allocated, 0, AllocatedMax);
    }

    [Theory]
    [InlineData("tags that don't match", 2, "p", "</task>", "<process>")]
    [InlineData("an ampersand", 1, null, "&amp;", "& D")]
    [InlineData("a control character", 1, null, "U+0001", "")]
    [InlineData("an end tag too many", 1, null, "多了一个结束标签", "</definitions>")]
    [InlineData("a file cut off in a tag", 2, "p", "第 1 行", "process")]
    [InlineData("a file cut off in an element", 3, "p", "第 1 行", "process")]
    [InlineData("GBK that says it is UTF-8", 2, null, "utf-8", "")]
    [InlineData("a decision model", 1, null, "DMN", "命名空间")]
    public void The_sentence_says_where_and_what(string what, int line, string? id, string text, string more)
    {
        var finding = Assert.Single(BpmnDocument.Read(Files[what].File()).Findings);
        Assert.Equal((line, id), (finding.Line, finding.ElementId));
        Assert.Contains(text, finding.Message, StringComparison.Ordinal);
        Assert.Contains(more, finding.Message, StringComparison.Ordinal);
    }

    private static string Repeated(string text, int length) =>
        string.Concat(Enumerable.Repeat(text, length / text.Length));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
