using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>Validates our own words in a BPMN file against be.xsd; the rest of the file is not looked at.</summary>
internal static class WordSchema
{
    private static readonly XNamespace Be = "http://balancededu.cn/schema/bpmn/1.0";
    private static readonly Lazy<XmlSchemaSet> Schema = new(Load);

    public static IReadOnlyList<string> Validate(byte[] bpmn)
    {
        var problems = new List<string>();
        var document = XDocument.Load(new MemoryStream(bpmn), LoadOptions.SetLineInfo);
        foreach (var element in document.Descendants())
        {
            if (element.Name.Namespace == Be && element.Parent!.Name.Namespace != Be)
                CheckElement(element, problems);
            foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.Namespace == Be))
                CheckAttribute(attribute, problems);
        }
        return problems;
    }

    private static void CheckElement(XElement element, List<string> problems) => new XDocument(element).Validate(
        Schema.Value, (_, wrong) => problems.Add($"{Line(element)}: {wrong.Message}"));

    private static void CheckAttribute(XAttribute attribute, List<string> problems)
    {
        var declared = Schema.Value.GlobalAttributes[new XmlQualifiedName(attribute.Name.LocalName, Be.NamespaceName)];
        if (declared is not XmlSchemaAttribute { AttributeSchemaType: { } type })
        {
            problems.Add($"{Line(attribute)}: there is no attribute be:{attribute.Name.LocalName}");
            return;
        }
        // Facets of simple types are checked on elements only: an element of that type stands for the attribute.
        var validator = new XmlSchemaValidator(
            new NameTable(), Schema.Value, new XmlNamespaceManager(new NameTable()), XmlSchemaValidationFlags.None);
        validator.ValidationEventHandler += (_, wrong) => problems.Add($"{Line(attribute)}: {wrong.Message}");
        validator.Initialize(declared);
        validator.ValidateAttribute(attribute.Name.LocalName, Be.NamespaceName, attribute.Value, null);
        _ = type;
    }

    private static int Line(XObject node) => ((IXmlLineInfo)node).LineNumber;

    private static XmlSchemaSet Load()
    {
        var set = new XmlSchemaSet();
        using var reader = XmlReader.Create(Path.Combine(
            Folder(), "../../../src/BalancedEdu.Bpmn/Reading/be.xsd"));
        set.Add(null, reader);
        set.Compile();
        return set;
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
