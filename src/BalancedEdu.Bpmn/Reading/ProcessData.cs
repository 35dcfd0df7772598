using System.Xml.Linq;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>What references to data in a process stand for: variables.</summary>
internal sealed class ProcessData(XElement process)
{
    /// <summary>Looked up, not searched: a file may hold thousands of references.</summary>
    private readonly Lazy<ILookup<string, XElement>> _byId = new(() => process.DescendantsAndSelf()
        .ToLookup(element => BpmnXml.Text(element, "id") ?? "", StringComparer.Ordinal));

    /// <summary>The element of that id, or null.</summary>
    public XElement? Find(string reference) => _byId.Value[Declarations.LocalOf(reference)].FirstOrDefault();

    /// <summary>
    /// A data object stands for the variable of its id, a reference to one for the data object; a property, a data
    /// input or output of an activity for what it is called; anything else is the name of a variable.
    /// </summary>
    public string VariableOf(string reference) => Find(reference) is not { } target
        ? reference
        : target.Name.LocalName switch
        {
            "dataObjectReference" => BpmnXml.Text(target, "dataObjectRef") ?? reference,
            "dataInput" or "dataOutput" or "property" => BpmnXml.Text(target, "name") ?? reference,
            _ => reference,
        };
}
