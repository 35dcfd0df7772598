using System.Text;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Writing;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

public class BpmnDocumentTests
{
    private const string Two = """
        <bpmn:collaboration id="C1"><bpmn:participant id="A" processRef="a"/><bpmn:participant id="B" processRef="b"/>
        </bpmn:collaboration>
        <bpmn:collaboration id="C2"/>
        """;

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "none", Encoding.UTF8.GetBytes(Declared(null)) },
        { "UTF-8", Encoding.UTF8.GetBytes(Declared("UTF-8")) },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Declared("UTF-8"))] },
        { "UTF-8 in single quotes", Encoding.UTF8.GetBytes(Declared("UTF-8").Replace('"', '\'')) },
        { "UTF-8 that says UTF-16", Encoding.UTF8.GetBytes(Declared("utf-16")) },
        { "UTF-16, little end first", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Declared("UTF-16"))] },
        { "UTF-16, big end first", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Declared("UTF-16"))] },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes(Declared("UTF-16")) },
        { "UTF-16 without a mark, big end first", Encoding.BigEndianUnicode.GetBytes(Declared("UTF-16")) },
        { "GB18030", Gb18030.GetBytes(Declared("GB18030")) },
        { "GBK", Gb18030.GetBytes(Declared("gbk")) },
        { "GB2312", Gb18030.GetBytes(Declared("GB2312")) },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void A_file_is_read_in_its_encoding(string encoding, byte[] file)
    {
        var compiled = DefinitionCompiler.Compile(file, FeelEnvironment.Default, null);
        Assert.True(compiled.Definition is { Name: "核查㐀" }, $"{encoding}: {string.Join("\n", compiled.Findings)}");
        var written = Encoding.UTF8.GetString(BpmnWriter.Write(BpmnDocument.Read(file).Document!));
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", written, StringComparison.Ordinal);
        Assert.Contains("name=\"核查㐀\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_executable_processes_the_named_one_is_compiled()
    {
        var file = Drawn.File(Two + Executable("a", "甲") + Executable("b", "乙"));
        Assert.Equal("甲", DefinitionCompiler.Compile(file, FeelEnvironment.Default, null, "a").Definition!.Name);
        Assert.Equal("乙", DefinitionCompiler.Compile(file, FeelEnvironment.Default, null, "b").Definition!.Name);
    }

    [Theory]
    [InlineData("bpmn.process.not-one", null, "a、b")]
    [InlineData("bpmn.process.not-found", "c", "a、b")]
    public void A_process_that_is_not_said_or_not_there_is_told(string code, string? processId, string ids)
    {
        var finding = Assert.Single(DefinitionCompiler.Compile(
            Drawn.File(Two + Executable("a", "甲") + Executable("b", "乙")), FeelEnvironment.Default, null, processId)
            .Findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains(ids, finding.Message, StringComparison.Ordinal);
        Assert.True(finding.Line > 0);
    }

    [Fact]
    public void A_process_of_another_party_is_kept_and_not_run()
    {
        var file = Drawn.File(Two + Executable("a", "甲")
            + """<bpmn:process id="b" isExecutable="false"><bpmn:choreographyTask id="X"/></bpmn:process>""");
        Assert.Equal("a", DefinitionCompiler.Compile(file, FeelEnvironment.Default, null).Definition!.Id);
        var written = Encoding.UTF8.GetString(BpmnWriter.Write(BpmnDocument.Read(file).Document!));
        Assert.Contains("""<bpmn:choreographyTask id="X" />""", written, StringComparison.Ordinal);
        Assert.Contains("""<bpmn:collaboration id="C2" />""", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_about_an_attribute_names_its_line()
    {
        var compiled = Compile(Start(), "<bpmn:task id=\"A\"\n\nbe:unheardOf=\"1\"/>", End(), Flows("S-A-E"));
        var finding = Assert.Single(compiled.Findings);
        Assert.Equal(("A", 9), (finding.ElementId, finding.Line));
    }

    [Fact]
    public void What_is_at_the_limits_is_read()
    {
        var depth = FileLimits.MaxDepth - 1;
        var attributes = string.Concat(
            Enumerable.Range(0, FileLimits.MaxAttributesOfElement).Select(i => $" a{i}=\"1\""));
        var inside = string.Concat(Enumerable.Repeat("<bpmn:a>", depth))
            + string.Concat(Enumerable.Repeat("</bpmn:a>", depth)) + $"<bpmn:b{attributes}/>"
            + $"<bpmn:c d=\"{new string('e', FileLimits.MaxTextLength)}\"/>"
            + string.Concat(Enumerable.Repeat("<bpmn:f/>", FileLimits.MaxElements - depth - 3));
        var read = BpmnDocument.Read(Drawn.File(inside));
        Assert.True(read.Document is not null, string.Join("\n", read.Findings));
        Assert.NotNull(BpmnDocument.Read(BpmnWriter.Write(read.Document)).Document);
        Assert.Equal("bpmn.file.too-many-elements",
            Assert.Single(BpmnDocument.Read(Drawn.File(inside + "<bpmn:g/>")).Findings).Code);
    }

    private static string Executable(string id, string name) =>
        $"<bpmn:process id=\"{id}\" name=\"{name}\" isExecutable=\"true\">"
            + Start(id + "S") + End(id + "E") + Flows($"{id}S-{id}E") + "</bpmn:process>";

    private static string Declared(string? encoding)
    {
        var text = Encoding.UTF8.GetString(Drawn.File(Executable("p", "核查㐀")));
        return encoding is null
            ? text[(text.IndexOf("?>", StringComparison.Ordinal) + 2)..].TrimStart()
            : text.Replace("UTF-8", encoding, StringComparison.Ordinal);
    }
}
