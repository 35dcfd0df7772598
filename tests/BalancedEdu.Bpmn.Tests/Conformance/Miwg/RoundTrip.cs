using System.Text;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Writing;

namespace BalancedEdu.Bpmn.Tests.Conformance.Miwg;

/// <summary>Reads and writes a file, and asks whether it is still the same.</summary>
internal static class RoundTrip
{
    /// <summary>Null when nothing is lost and writing again gives the same bytes; else what is wrong.</summary>
    public static string? Wrong(byte[] file)
    {
        var read = BpmnDocument.Read(file);
        if (read.Document is null)
            return string.Join("; ", read.Findings);
        var written = BpmnWriter.Write(read.Document);
        if (XmlContent.Differences(file, written) is { Count: > 0 } lost)
            return "lost: " + string.Join("; ", lost);
        var again = BpmnDocument.Read(written);
        if (again.Document is null)
            return "what was written does not read: " + string.Join("; ", again.Findings);
        return BpmnWriter.Write(again.Document).AsSpan().SequenceEqual(written)
            ? null
            : "written twice, it differs: " + Encoding.UTF8.GetString(written)[..200];
    }
}
