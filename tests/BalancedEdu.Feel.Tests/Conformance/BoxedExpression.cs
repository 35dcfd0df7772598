using System.Xml.Linq;

namespace BalancedEdu.Feel.Tests.Conformance;

/// <summary>Writes boxed expressions as FEEL text: a context as {…}, an invocation as a call, and so on.</summary>
internal static class BoxedExpression
{
    private const string Result = "boxed result";

    public static bool IsExpression(string name) =>
        name is "literalExpression" or "context" or "invocation" or "list" or "relation"
        or "functionDefinition" or "filter" or "for" or "some" or "every" or "conditional" or "decisionTable";

    public static string Text(XElement box, DmnModel model) => box.Name.LocalName switch
    {
        "literalExpression" => Typed("(" + model.WithTypes(Child(box, "text").Value) + "\n)", box, model),
        "context" => Context(box, model),
        "invocation" => Invocation(box, model),
        "list" => "[" + string.Join(", ",
            box.Elements().Where(e => IsExpression(e.Name.LocalName)).Select(e => Text(e, model))) + "]",
        "relation" => Relation(box, model),
        "functionDefinition" => Function(box, model),
        "filter" => Inner(box, "in", model) + "[" + Inner(box, "match", model) + "]",
        "for" => $"for {Iterator(box)} in {Inner(box, "in", model)} return {Inner(box, "return", model)}",
        "some" => $"some {Iterator(box)} in {Inner(box, "in", model)} satisfies {Inner(box, "satisfies", model)}",
        "every" => $"every {Iterator(box)} in {Inner(box, "in", model)} satisfies {Inner(box, "satisfies", model)}",
        "conditional" =>
            $"if {Inner(box, "if", model)} then {Inner(box, "then", model)} else {Inner(box, "else", model)}",
        var other => throw new NotSupportedException(other),
    };

    /// <summary>A value as its type takes it, by way of a function with a parameter of that type.</summary>
    private static string Typed(string text, XElement box, DmnModel model) =>
        model.TypeText(box.Attribute("typeRef")?.Value) is { } type and not "Any"
            ? $"(function(typed: {type}) typed)({text})" : text;

    public static string Function(XElement box, DmnModel model)
    {
        if (box.Attribute("kind")?.Value is "Java" or "PMML")
            throw new NotSupportedException("external function");
        var parameters = box.Elements().Where(e => e.Name.LocalName == "formalParameter")
            .Select(p => DmnModel.NameOf(p) + (model.TypeOf(p) is { } type ? ": " + type : ""));
        var body = Text(box.Elements().Last(e => IsExpression(e.Name.LocalName)), model);
        return $"function({string.Join(", ", parameters)}) {body}";
    }

    private static string Context(XElement box, DmnModel model)
    {
        var entries = box.Elements().Where(e => e.Name.LocalName == "contextEntry").ToArray();
        var hasResult = entries.Length > 0 && Variable(entries[^1]) is null;
        var text = "{" + string.Join(", ",
            entries.Select(e => $"{Variable(e) ?? Result}: {Expression(e, model)}")) + "}";
        return hasResult ? text + "." + Result : text;
    }

    private static string? Variable(XElement entry) =>
        entry.Elements().FirstOrDefault(e => e.Name.LocalName == "variable") is { } variable
            ? DmnModel.NameOf(variable)
            : null;

    private static string Invocation(XElement box, DmnModel model)
    {
        var bindings = box.Elements().Where(e => e.Name.LocalName == "binding")
            .Select(b => DmnModel.NameOf(Child(b, "parameter")) + ": " + Expression(b, model));
        return $"{Child(box, "literalExpression").Value.Trim()}({string.Join(", ", bindings)})";
    }

    private static string Relation(XElement box, DmnModel model)
    {
        var columns = box.Elements().Where(e => e.Name.LocalName == "column").Select(DmnModel.NameOf).ToArray();
        var rows = box.Elements().Where(e => e.Name.LocalName == "row").Select(r =>
            "{" + string.Join(", ", r.Elements().Select((cell, i) => $"{columns[i]}: {Text(cell, model)}")) + "}");
        return "[" + string.Join(", ", rows) + "]";
    }

    private static string Iterator(XElement box) => box.Attribute("iteratorVariable")!.Value;

    private static string Inner(XElement box, string part, DmnModel model) =>
        "(" + Expression(Child(box, part), model) + ")";

    private static string Expression(XElement parent, DmnModel model) =>
        parent.Elements().FirstOrDefault(e => IsExpression(e.Name.LocalName)) is { } box ? Text(box, model) : "null";

    private static XElement Child(XElement parent, string name) =>
        parent.Elements().First(e => e.Name.LocalName == name);
}
