using System.Xml.Linq;
using BalancedEdu.Bpmn.Decisions;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Conformance.Dmn;

/// <summary>What one test case gave: how many results were right, and what was wrong.</summary>
internal sealed record DmnTckOutcome(string Id, int Right, IReadOnlyList<string> Wrong)
{
    public bool Passed => Wrong.Count == 0;
}

/// <summary>A folder of the suite: models that may import each other, and files of test cases on them.</summary>
internal sealed class DmnTckFolder(string path)
{
    private readonly Dictionary<string, DecisionModel?> _models = [];
    private Dictionary<string, byte[]>? _byNamespace;

    public string Name => Path.GetFileName(path);

    /// <summary>Every test case of the folder, run.</summary>
    public IEnumerable<DmnTckOutcome> Run()
    {
        foreach (var file in Directory.GetFiles(path, "*.xml").Order(StringComparer.Ordinal))
        {
            var tests = XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!;
            if (tests.Name.LocalName != "testCases")
                continue;
            var part = Path.GetFileNameWithoutExtension(file).Split("-test-")[^1];
            var number = 0;
            foreach (var test in DmnTckValue.Children(tests, "testCase"))
            {
                number++;
                var id = test.Attribute("id")?.Value ?? $"{number}";
                yield return Case(tests, test, $"{Name}/{part}/{id}");
            }
        }
    }

    private DmnTckOutcome Case(XElement tests, XElement test, string id)
    {
        var results = DmnTckValue.Children(test, "resultNode").ToList();
        var modelName = DmnTckValue.Children(tests, "modelName").FirstOrDefault()?.Value.Trim() ?? "";
        if (Model(modelName) is not { } model)
            return new(id, 0, [$"model '{modelName}' is not there or does not read"]);
        var inputs = Inputs(test);
        var wrong = new List<string>();
        foreach (var result in results)
            if (WrongIn(model, test, result, inputs) is { } difference)
                wrong.Add(difference);
        return new(id, results.Count - wrong.Count, wrong);
    }

    /// <summary>By name; those told with a namespace stand together under it, too.</summary>
    private static FeelContext Inputs(XElement test)
    {
        var inputs = DmnTckValue.Children(test, "inputNode")
            .Select(input => (input.Attribute("namespace")?.Value, Entry: new KeyValuePair<string, FeelValue>(
                Plain(input.Attribute("name")!.Value), DmnTckValue.In(input))))
            .ToList();
        return new FeelContext(inputs.Select(input => input.Entry).Concat(inputs
            .Where(input => input.Value is not null)
            .GroupBy(input => input.Value!, input => input.Entry)
            .Select(group => new KeyValuePair<string, FeelValue>(group.Key, FeelValue.Of(new FeelContext(group))))));
    }

    private static string? WrongIn(DecisionModel model, XElement test, XElement result, FeelContext inputs)
    {
        var name = Plain(result.Attribute("name")!.Value);
        var expected = DmnTckValue.Children(result, "expected").FirstOrDefault() is { } told
            ? DmnTckValue.In(told)
            : FeelValue.Null;
        var invocable = test.Attribute("invocableName") is { } called ? Plain(called.Value) : null;
        var kind = invocable is null ? DecisionElementKind.Decision : KindOf(test.Attribute("type")?.Value);
        var asked = model.Elements.FirstOrDefault(e => e.Kind == kind && e.Name == (invocable ?? name));
        var actual = model.Evaluate(asked?.Id ?? invocable ?? name, inputs, DmnTckTests.Now);
        if (DmnTckValue.AreEqual(expected, actual.Value))
            return null;
        // A service with several outputs gives them together.
        if (invocable is not null && actual.Value.AsContext() is { } outputs && outputs.TryGet(name, out var one)
            && DmnTckValue.AreEqual(expected, one))
            return null;
        return $"{name}: expected {expected}, got {actual.Value} ({string.Join("; ", actual.Warnings.Take(3))})";
    }

    /// <summary>Blanks in a row count as one in names.</summary>
    private static string Plain(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static DecisionElementKind KindOf(string? type) =>
        type == "bkm" ? DecisionElementKind.BusinessKnowledgeModel : DecisionElementKind.DecisionService;

    private DecisionModel? Model(string name)
    {
        if (!_models.TryGetValue(name, out var model))
            _models[name] = model = File.Exists(Path.Combine(path, name))
                ? DecisionModel.Read(
                    File.ReadAllBytes(Path.Combine(path, name)), Imported, FeelEnvironment.Default).Model
                : null;
        return model;
    }

    private ReadOnlyMemory<byte>? Imported(string ns)
    {
        if (_byNamespace is null)
        {
            _byNamespace = [];
            foreach (var file in Directory.GetFiles(path, "*.dmn").Order(StringComparer.Ordinal))
                _byNamespace.TryAdd(
                    XDocument.Load(file).Root!.Attribute("namespace")?.Value ?? "", File.ReadAllBytes(file));
        }
        return _byNamespace.TryGetValue(ns, out var bytes) ? bytes : null;
    }
}
