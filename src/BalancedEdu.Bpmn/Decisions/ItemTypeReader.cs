using System.Xml.Linq;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Parsing;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>Reads the item definitions of a file into types.</summary>
internal sealed class ItemTypeReader(
    XElement root, DmnFile file, FeelEnvironment environment, DmnFindings findings)
{
    public TypeReferences Read()
    {
        var definitions = new List<(XElement Xml, ItemType Type)>();
        foreach (var xml in DmnXml.Children(root, "itemDefinition"))
        {
            if (DmnXml.Text(xml, "name") is not { } name)
            {
                findings.WithoutName("itemDefinition", DmnXml.Text(xml, "id"), DmnXml.Line(xml));
                continue;
            }
            var type = new ItemType(name);
            if (file.Types.TryAdd(name, type))
                definitions.Add((xml, type));
            else
                findings.TypeTwice(name, DmnXml.Line(xml));
        }
        var references = new TypeReferences(file, environment, findings);
        foreach (var (xml, type) in definitions)
            Fill(xml, type, references);
        var sound = new HashSet<FeelType>();
        foreach (var (xml, type) in definitions)
            BreakCycle(xml, type, sound);
        return references;
    }

    private void Fill(XElement xml, ItemType type, TypeReferences references)
    {
        var value = ValueType(xml, references);
        var allowed = Constraint(xml, "allowedValues");
        if (!DmnXml.IsTrue(xml, "isCollection"))
        {
            type.Base = value;
            (type.Constraint, type.ConstraintText) = allowed;
        }
        else if (allowed.Node is null)
            type.Base = new ListType(value);
        else
            // Allowed values of a collection are those of its items (DMN 1.5, 7.3.2).
            type.Base = new ListType(new ItemType(type.Name)
            {
                Base = value,
                Constraint = allowed.Node,
                ConstraintText = allowed.Text,
            });
        if (Constraint(xml, "typeConstraint") is { Node: { } whole } constraint)
        {
            if (type.Constraint is not null)
                type.Base = new ItemType(type.Name) { Base = type.Base, Constraint = type.Constraint };
            (type.Constraint, type.ConstraintText) = (whole, type.ConstraintText ?? constraint.Text);
        }
    }

    private FeelType ValueType(XElement xml, TypeReferences references)
    {
        var components = DmnXml.Children(xml, "itemComponent").ToList();
        if (components.Count > 0)
            return new ContextType([.. components.Select(c => Component(c, references))]);
        if (DmnXml.Child(xml, "functionItem") is { } function)
        {
            var parameters = DmnXml.Children(function, "parameters").ToList();
            return new FunctionType(
                parameters.Count == 0 ? null : [.. parameters.Select(p => references.TypeOf(p, null))],
                references.TypeOf(function, null, "outputTypeRef"));
        }
        return DmnXml.ChildText(xml, "typeRef") is { } text
            ? references.Resolve(text, DmnXml.Child(xml, "typeRef")!, DmnXml.Text(xml, "id"))
            : FeelType.Any;
    }

    private (string, FeelType) Component(XElement xml, TypeReferences references)
    {
        var name = DmnXml.Text(xml, "name");
        if (name is null)
            findings.WithoutName("itemComponent", DmnXml.Text(xml, "id"), DmnXml.Line(xml));
        var type = new ItemType(name ?? "");
        Fill(xml, type, references);
        return (name ?? "", type);
    }

    private (Node? Node, string? Text) Constraint(XElement xml, string word)
    {
        if (DmnXml.TextOf(DmnXml.Child(xml, word)) is not { } text)
            return default;
        try
        {
            return (Parser.UnaryTests(text, environment), text);
        }
        catch (FeelSyntaxException wrong)
        {
            findings.FeelDoesNotParse(
                DmnXml.Text(xml, "id"), $"类型“{DmnXml.Text(xml, "name")}”", text, wrong, DmnXml.Line(xml));
            return default;
        }
    }

    /// <summary>A chain of references that never comes to a type of FEEL: nothing could tell what fits.</summary>
    private void BreakCycle(XElement xml, ItemType type, HashSet<FeelType> sound)
    {
        var seen = new HashSet<FeelType>();
        for (FeelType at = type; at is ItemType item && !sound.Contains(item); at = item.Base)
            if (!seen.Add(item))
            {
                findings.TypeCycle(type.Name, DmnXml.Line(xml));
                type.Base = FeelType.Any;
                break;
            }
        sound.UnionWith(seen);
    }
}
