using System.Text.Json;
using System.Xml.Linq;

namespace BalancedEdu.Bpmn.Tests.Workflows;

/// <summary>What ships in <c>workflows/</c> can be published as it is.</summary>
public sealed class ShippedBundlesTests
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";

    /// <summary>All bundles.</summary>
    public static TheoryData<string> Bundles => new(ShippedBundle.Ids);

    [Fact]
    public void Four_procedures_are_there() => Assert.Equal(
        ["funding-disbursement", "land-joint-approval", "large-class-rectification", "turnkey-handover"],
        ShippedBundle.Ids);

    [Theory]
    [MemberData(nameof(Bundles))]
    public void A_bundle_compiles_without_a_refusal(string id)
    {
        var compilation = new ShippedBundle(id).Compile();

        Assert.Empty(compilation.Findings
            .Where(f => f.Severity == Severity.Refused).Select(f => $"{f.Code} {f.ElementId}: {f.Message} {f.Remedy}"));
        Assert.Equal(id, compilation.Definition!.Id);
    }

    [Theory]
    [MemberData(nameof(Bundles))]
    public void Every_element_and_flow_is_drawn(string id)
    {
        var file = XDocument.Load(new MemoryStream(new ShippedBundle(id).Xml));
        var drawn = file.Descendants(Di + "BPMNShape").Concat(file.Descendants(Di + "BPMNEdge"))
            .Select(shape => shape.Attribute("bpmnElement")!.Value).ToHashSet(StringComparer.Ordinal);
        string[] words =
        [
            "startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "userTask", "serviceTask", "sendTask",
            "exclusiveGateway", "parallelGateway", "subProcess", "sequenceFlow", "lane", "participant",
        ];

        var elements = words.SelectMany(word => file.Descendants(Bpmn + word)).Select(e => e.Attribute("id")!.Value);
        Assert.Empty(elements.Where(element => !drawn.Contains(element)));
    }

    [Theory]
    [MemberData(nameof(Bundles))]
    public void Every_form_and_mail_is_used(string id)
    {
        var bundle = new ShippedBundle(id);
        var xml = System.Text.Encoding.UTF8.GetString(bundle.Xml);
        var mails = Directory.GetFiles(Path.Combine(bundle.Folder, "mail"), "*.liquid");

        Assert.Empty(bundle.Forms.Concat(mails).Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(name => !xml.Contains($"\"{name}\"", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Bundles))]
    public void The_list_columns_and_names_are_given(string id)
    {
        var file = Path.Combine(new ShippedBundle(id).Folder, "bundle.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = json.RootElement;

        Assert.Equal(id, root.GetProperty("id").GetString());
        Assert.All(
            ["name", "code", "shortName", "category"],
            name => Assert.NotEqual("", root.GetProperty(name).GetString()));
        Assert.All(root.GetProperty("columns").EnumerateArray(), column =>
            BalancedEdu.Feel.FeelExpression.Parse(column.GetProperty("value").GetString()!, ShippedBundle.Environment));
    }
}
