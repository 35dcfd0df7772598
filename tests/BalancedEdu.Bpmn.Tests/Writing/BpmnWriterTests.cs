using System.Text;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Tests.Conformance.Miwg;
using BalancedEdu.Bpmn.Tests.Workflows;
using BalancedEdu.Bpmn.Writing;

namespace BalancedEdu.Bpmn.Tests.Writing;

public class BpmnWriterTests
{
    private const string Head = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:x=\"urn:x\""
        + " xmlns:h=\"http://www.w3.org/1999/xhtml\"";

    [Fact]
    public void A_document_is_written_one_element_a_line() => Assert.Equal("""
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- drawn by hand -->
        <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:be="urn:be" id="d">
          <b:process name="甲" id="p" xml:lang="zh-CN" be:initiators="edu.basic">
            <b:documentation> as it is </b:documentation>
            <!-- two
                 lines -->
            <b:startEvent id="S" />
            <b:sequenceFlow id="f">
              <b:conditionExpression><![CDATA[a < b]]> and c</b:conditionExpression>
            </b:sequenceFlow>
          </b:process>
        </b:definitions>

        """,
        Written("""
        <!-- drawn by hand --><b:definitions
             xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL'
             xmlns:be='urn:be' id='d'><b:process
           name="甲" id="p" xml:lang="zh-CN" be:initiators="edu.basic"
           ><b:documentation> as it is </b:documentation><!-- two
                 lines --><b:startEvent id="S"></b:startEvent>

            <b:sequenceFlow id="f"
              ><b:conditionExpression><![CDATA[a < b]]> and c</b:conditionExpression></b:sequenceFlow>
        </b:process></b:definitions>
        """));

    [Theory]
    [InlineData("<documentation>a <b>c</b> <i>d</i>\n e </documentation>")]
    [InlineData("<documentation>\n  <h:p><h:b>a</h:b> <h:b>c</h:b></h:p>\n</documentation>")]
    [InlineData("<textAnnotation>\n    <text>\n a\n\n  b </text>\n  </textAnnotation>")]
    [InlineData("<scriptTask>\n    <script>\tif a then\n\n\t\tb &lt; c</script>\n  </scriptTask>")]
    [InlineData("<x:note>mixed <x:b /> and <x:c>\n</x:c></x:note>")]
    [InlineData("<x:note xml:space=\"preserve\"> <x:b />\n\n</x:note>")]
    [InlineData("<x:note><x:b>a</x:b> <x:c>d</x:c></x:note>")]
    [InlineData("<h:div><h:b>a</h:b>\n<h:b>c</h:b></h:div>")]
    [InlineData("<x:value>   </x:value>")]
    [InlineData("<x:value><![CDATA[ ]]></x:value>")]
    [InlineData("<x:value><![CDATA[<a>&b;]]></x:value>")]
    [InlineData("<x:value>&#13;\n]]&gt;&amp;lt;</x:value>")]
    [InlineData("<task name=\"a&#10;b&#9;c&#13;d  e &quot;f' &lt;&amp;amp;\" />")]
    [InlineData("<x:empty a=\"\" />")]
    [InlineData("<?tool a b?>")]
    [InlineData("<?tool?>")]
    [InlineData("<!-- a -->")]
    public void What_is_content_is_not_touched(string element) => Assert.Equal(
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{Head}>\n  {element}\n</definitions>\n",
        Written($"{Head}>{element}</definitions>"));

    [Fact]
    public void Of_two_prefixes_for_one_namespace_each_name_keeps_its_own() => Assert.Contains(
        "<y:a y:b=\"1\">\n    <x:a x:b=\"2\">\n      <a xmlns=\"urn:x\" />",
        Written(
            $"{Head} xmlns:y=\"urn:x\"><y:a y:b=\"1\"><x:a x:b=\"2\"><a xmlns=\"urn:x\"/></x:a></y:a></definitions>"),
        StringComparison.Ordinal);

    [Fact]
    public void A_standalone_file_stays_one() => Assert.StartsWith(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
        Written($"<?xml version=\"1.0\" standalone=\"yes\"?>{Head}/>"), StringComparison.Ordinal);

    [Fact]
    public void What_stands_behind_the_root_stays_there() => Assert.EndsWith(
        " />\n<!-- end -->\n<?tool?>\n", Written($"{Head}/><!-- end --><?tool?>"), StringComparison.Ordinal);

    [Fact]
    public void Moving_one_shape_changes_its_lines_only()
    {
        foreach (var id in Shipped.Ids)
        {
            var text = File.ReadAllText(Shipped.FileOf(id));
            var bounds = text.IndexOf("<dc:Bounds x=\"", StringComparison.Ordinal) + "<dc:Bounds x=\"".Length;
            var before = Written(text).Split('\n');
            var after = Written(text.Insert(bounds, "7")).Split('\n');
            Assert.Equal(before.Length, after.Length);
            Assert.Single(before.Zip(after), pair => pair.First != pair.Second);
        }
    }

    [Fact]
    public void Formatting_of_another_tool_makes_no_difference()
    {
        foreach (var id in Shipped.Ids)
        {
            var text = File.ReadAllText(Shipped.FileOf(id)).ReplaceLineEndings("\n");
            var other = text.Replace("\n      ", "\r\n\t", StringComparison.Ordinal)
                .Replace(" />", "/>", StringComparison.Ordinal);
            Assert.NotEqual(text, other);
            Assert.Equal(Written(text), Written(other));
        }
    }

    private static string Written(string file)
    {
        var bytes = Encoding.UTF8.GetBytes(file);
        Assert.Null(RoundTrip.Wrong(bytes));
        return Encoding.UTF8.GetString(BpmnWriter.Write(BpmnDocument.Read(bytes).Document!));
    }
}
