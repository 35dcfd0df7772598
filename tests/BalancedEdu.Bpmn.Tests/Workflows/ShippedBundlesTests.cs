using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Tests.Workflows;

/// <summary>What ships in <c>workflows/</c> can be published as it is: its parts fit together.</summary>
public sealed class ShippedBundlesTests
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";

    /// <summary>Jobs that the product registers.</summary>
    private static readonly HashSet<string> Jobs =
    [
        "variables.derive", "organisation.holders", "large-class.classify", "large-class.freeze-transfer",
        "large-class.roster-count", "large-class.plan-cap", "large-class.close", "large-class.look-back",
        "land.precheck", "document.issue", "turnkey.register", "turnkey.check-ratio", "turnkey.release-hold",
        "funding.schools", "funding.calculate", "funding.register-shortfall", "funding.pay-instructions",
    ];

    /// <summary>All bundles.</summary>
    public static TheoryData<string> Bundles => [.. Shipped.Ids];

    [Fact]
    public void Four_procedures_are_there() => Assert.Equal(
        ["funding-disbursement", "land-joint-approval", "large-class-rectification", "turnkey-handover"], Shipped.Ids);

    [Theory, MemberData(nameof(Bundles))]
    public void Every_job_form_mail_and_post_that_is_named_is_there(string id)
    {
        var compilation = DefinitionCompiler.Compile(
            File.ReadAllBytes(Shipped.FileOf(id)), PlainWorkingDays.Environment,
            new(Jobs, Names(id, "", "*.form"), Names(id, "mail", "*.liquid"), Positions()));

        Assert.Empty(compilation.Findings.Select(f => $"{f.Code} {f.ElementId}: {f.Message}"));
    }

    [Theory, MemberData(nameof(Bundles))]
    public void Every_form_and_mail_is_used(string id)
    {
        var xml = Encoding.UTF8.GetString(File.ReadAllBytes(Shipped.FileOf(id)));

        Assert.Empty(Names(id, "", "*.form").Concat(Names(id, "mail", "*.liquid"))
            .Where(name => !xml.Contains($"\"{name}\"", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Bundles))]
    public void Every_element_and_flow_is_drawn(string id)
    {
        var file = XDocument.Load(Shipped.FileOf(id));
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

    [Theory, MemberData(nameof(Bundles))]
    public void Its_names_and_list_columns_are_given(string id)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Shipped.Folder, id, "bundle.json")));
        var root = json.RootElement;

        Assert.Equal(id, root.GetProperty("id").GetString());
        Assert.All(
            ["name", "code", "shortName", "category"], name => Assert.NotEqual("", root.GetProperty(name).GetString()));
        Assert.All(root.GetProperty("columns").EnumerateArray(), column =>
            FeelExpression.Parse(column.GetProperty("value").GetString()!, FeelEnvironment.Default));
    }

    [Theory, MemberData(nameof(Bundles))]
    public void A_scenario_is_told_for_every_end(string id)
    {
        var told = Shipped.ScenariosOf(id).SelectMany(file => Shipped.Scenario(id, file).Steps)
            .Where(step => step.Verb == "expectEnd").Select(step => step.Value.GetString()).ToHashSet();
        var ends = XDocument.Load(Shipped.FileOf(id)).Descendants(Bpmn + "process").Elements(Bpmn + "endEvent")
            .Select(e => e.Attribute("id")!.Value);

        // An end that only stops a branch beside the main one is never the last of a case.
        Assert.Empty(ends.Except(["END_reminded", "END_thirty"]).Where(end => !told.Contains(end)));
    }

    private static HashSet<string> Names(string id, string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(Shipped.Folder, id, folder), pattern)
            .Select(file => Path.GetFileNameWithoutExtension(file))];

    private static HashSet<string> Positions()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Shipped.Folder, "positions.json")));
        return [.. json.RootElement.EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];
    }
}
