using System.Text;

namespace BalancedEdu.Bpmn.Tests.Conformance.Miwg;

/// <summary>The comparison is worth what it finds: each loss a row.</summary>
public class XmlContentTests
{
    private const string Whole = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- drawn by hand -->
        <?tool keep?>
        <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="urn:x" xmlns:y="urn:x"
            xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d">
          <b:process id="p" name="甲&#10;乙" xml:lang="zh-CN">
            <b:documentation>见 <i>附件</i> 一 </b:documentation>
            <b:extensionElements><x:rule limit="45"><x:if> n </x:if></x:rule></b:extensionElements>
            <b:sequenceFlow id="f"><b:conditionExpression xsi:type="b:tFormalExpression">a
              or b</b:conditionExpression></b:sequenceFlow>
          </b:process>
          <di:BPMNDiagram><di:BPMNShape bpmnElement="p"/></di:BPMNDiagram>
          <di:BPMNDiagram id="second"/>
        </b:definitions>
        """;

    [Theory]
    [InlineData("attribute", " limit=\"45\"", "")]
    [InlineData("attribute value", "45", "46")]
    [InlineData("extension", "<x:rule limit=\"45\"><x:if> n </x:if></x:rule>", "")]
    [InlineData("diagram shape", "<di:BPMNShape bpmnElement=\"p\"/>", "")]
    [InlineData("second diagram", "<di:BPMNDiagram id=\"second\"/>", "")]
    [InlineData("text", "附件", "")]
    [InlineData("markup in text", "<i>附件</i>", "附件")]
    [InlineData("blank at the end of text", " 一 <", " 一<")]
    [InlineData("blank in a leaf", "<x:if> n <", "<x:if>n<")]
    [InlineData("line break in text", "a\n", "a ")]
    [InlineData("line break in an attribute", "甲&#10;乙", "甲 乙")]
    [InlineData("language", " xml:lang=\"zh-CN\"", "")]
    [InlineData("comment", "<!-- drawn by hand -->", "")]
    [InlineData("instruction", "<?tool keep?>", "")]
    [InlineData("prefix", "x:if>", "y:if>")]
    [InlineData("declaration", " xmlns:y=\"urn:x\"", "")]
    [InlineData("namespace", "xmlns:x=\"urn:x\"", "xmlns:x=\"urn:z\"")]
    [InlineData("type", "b:tFormalExpression", "b:tExpression")]
    public void A_loss_is_found(string what, string from, string to)
    {
        var lessened = Whole.Replace(from, to, StringComparison.Ordinal);
        Assert.True(Whole != lessened, what);
        Assert.NotEmpty(XmlContent.Differences(Bytes(Whole), Bytes(lessened)));
    }

    [Fact]
    public void Another_order_of_elements_is_found() => Assert.NotEmpty(XmlContent.Differences(
        Bytes("<a><b/><c/></a>"), Bytes("<a><c/><b/></a>")));

    [Theory]
    [InlineData("<a x='1' y='2'><b></b></a>", "<a y=\"2\"\n x=\"1\">\n  <b/>\n</a>\n")]
    [InlineData("<a><![CDATA[<&]]>b</a>", "<a>&lt;&amp;b</a>")]
    [InlineData("<a x=\"&#228;\"/>", "<a x=\"ä\"></a>")]
    public void What_says_the_same_is_the_same(string one, string other) =>
        Assert.Empty(XmlContent.Differences(Bytes(one), Bytes(other)));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
