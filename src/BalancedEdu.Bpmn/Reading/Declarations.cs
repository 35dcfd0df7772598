using System.Xml.Linq;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// What stands beside the process in a file and is referred to by id: messages, signals, errors, escalations, and event
/// definitions that several events share.
/// </summary>
internal sealed class Declarations
{
    private readonly Dictionary<string, XElement> _byId = new(StringComparer.Ordinal);

    public Declarations(XElement process)
    {
        foreach (var element in process.Parent?.Elements() ?? [])
            if (element != process && BpmnXml.Text(element, "id") is { } id)
                _byId.TryAdd(id, element);
    }

    /// <summary>The declaration of that word and id; references may carry a namespace prefix. Null when none.</summary>
    public XElement? Find(string word, string reference) =>
        _byId.GetValueOrDefault(LocalOf(reference)) is { } found && found.Name == BpmnXml.Bpmn + word ? found : null;

    /// <summary>Any declaration of that id, or null.</summary>
    public XElement? Find(string reference) => _byId.GetValueOrDefault(LocalOf(reference));

    /// <summary>A QName without its prefix.</summary>
    public static string LocalOf(string reference) => reference[(reference.LastIndexOf(':') + 1)..];
}
