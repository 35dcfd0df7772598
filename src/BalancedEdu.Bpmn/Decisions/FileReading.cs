using System.Buffers;
using System.Xml.Linq;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Parsing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>Reads one file whose imports are known: types, elements, what they require, and their logic.</summary>
internal sealed class FileReading(XElement root, DmnFile file, FeelEnvironment environment, DmnFindings findings)
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("+-*/.'");

    private readonly List<(XElement Xml, DrgElement Element)> _elements = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public void Run()
    {
        var names = new NameTable(SpecialNames());
        var types = new ItemTypeReader(root, file, environment.Seeing([], names, TypeTable.Empty), findings).Read();
        Elements();
        var references = new References(root, file, findings);
        foreach (var (xml, element) in _elements)
        {
            element.Type = types.TypeOf(DmnXml.Child(xml, "variable") ?? xml, element.Id);
            references.Link(xml, element);
        }
        foreach (var (xml, element) in _elements)
            Logic(xml, element, names, types);
        CycleCheck.Run(file, findings);
    }

    private void Elements()
    {
        foreach (var xml in root.Elements().Where(xml => xml.Name.Namespace == root.Name.Namespace))
        {
            if (DmnXml.Text(xml, "id") is { } declared && !_ids.Add(declared))
                findings.IdTwice(declared, DmnXml.Line(xml));
            if (xml.Name.LocalName is not ("inputData" or "decision" or "businessKnowledgeModel" or "decisionService"))
                continue;
            var id = DmnXml.Text(xml, "id");
            if (NameOf(xml) is { } name)
                Add(xml, Made(xml.Name.LocalName, id ?? name, name, DmnXml.Line(xml)));
            else
                findings.WithoutName(xml.Name.LocalName, id, DmnXml.Line(xml));
        }
    }

    /// <summary>The name; blanks in a row count as one, as in expressions.</summary>
    private static string? NameOf(XElement xml) => DmnXml.Text(xml, "name") is { } name
        ? string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : null;

    private DrgElement Made(string word, string id, string name, int line) => word switch
    {
        "inputData" => new InputData(file, id, name, line),
        "decision" => new Decision(file, id, name, line),
        "businessKnowledgeModel" => new BusinessKnowledgeModel(file, id, name, line),
        _ => new DecisionService(file, id, name, line),
    };

    private void Add(XElement xml, DrgElement element)
    {
        _elements.Add((xml, element));
        file.Elements.Add(element);
        file.ById.TryAdd(element.Id, element);
        if (!file.ByName.TryAdd(element.Name, element))
            findings.NameTwice(element);
    }

    private void Logic(XElement xml, DrgElement element, NameTable names, TypeReferences types)
    {
        switch (element)
        {
            case Decision decision:
                if (BoxedExpressionReader.LogicIn(xml) is { } logic)
                    decision.Logic = Reader(logic, decision, decision.Requirements, names, types).Read(logic);
                else
                    findings.WithoutLogic(decision);
                break;
            case BusinessKnowledgeModel model:
                Knowledge(xml, model, names, types);
                break;
            case DecisionService service:
                service.Type = ResultOf(service.Type);
                service.Function = FeelValue.Of(new WrittenFunction(
                    new FunctionNode([.. service.Parameters.Select(p => new Parameter(p.Name, p.Type))],
                        new ServiceNode(service)),
                    "", FeelContext.Empty, null, service.Name));
                break;
        }
    }

    private void Knowledge(XElement xml, BusinessKnowledgeModel model, NameTable names, TypeReferences types)
    {
        FunctionNode function;
        if (DmnXml.Child(xml, "encapsulatedLogic") is { } logic)
            function = Reader(logic, model, model.Requirements, names, types).Function(logic);
        else
        {
            findings.ExpressionMissing(model, "encapsulatedLogic", model.Line);
            function = new FunctionNode([], new LiteralNode(FeelValue.Null));
        }
        model.Parameters = function.Parameters;
        var body = function.Body is { } node
            ? FittedNode.Around(node, ResultOf(model.Type), model.Label)
            : null;
        model.Function = FeelValue.Of(new WrittenFunction(
            new FunctionNode(function.Parameters, body), "", new KnowledgeScope(model), null, model.Name));
    }

    /// <summary>A variable of an invocable may tell the type of the function or only of what it gives.</summary>
    private static FeelType ResultOf(FeelType type) => type switch
    {
        ItemType { Base: FunctionType { Result: var result } } => result ?? FeelType.Any,
        FunctionType { Result: var result } => result ?? FeelType.Any,
        _ => type,
    };

    private BoxedExpressionReader Reader(
        XElement logic, DrgElement element, Requirements requirements, NameTable names, TypeReferences types)
    {
        var seen = new HashSet<string>(requirements.Names, StringComparer.Ordinal) { element.Name };
        foreach (var inner in logic.DescendantsAndSelf())
            if (inner.Name.LocalName is "variable" or "formalParameter" && DmnXml.Text(inner, "name") is { } name)
                seen.Add(name);
            else if (DmnXml.Text(inner, "iteratorVariable") is { } iterator)
                seen.Add(iterator);
        return new BoxedExpressionReader(
            element, environment.Seeing(seen, names, types.Table), types, findings,
            DmnXml.Text(root, "expressionLanguage"));
    }

    /// <summary>
    /// Names of entries that expressions reach by a path and that hold operators or words of the grammar: only these
    /// need be told to the parser.
    /// </summary>
    private IEnumerable<string> SpecialNames() => root.Descendants()
        .Where(e => e.Name.LocalName is "itemComponent" or "output" or "column" or "variable")
        .Select(e => DmnXml.Text(e, "name"))
        .Concat(file.Imports.SelectMany(i => i.File.Elements).Select(e => e.Name))
        .OfType<string>()
        .Where(IsSpecial)
        .Distinct();

    private static bool IsSpecial(string name) => name.AsSpan().ContainsAny(Signs)
        || name.Split(' ').Any(word => word is "and" or "or" or "in" or "between" or "then" or "else" or "return"
            or "satisfies" or "of" or "if" or "for" or "some" or "every" or "not");
}
