using System.Xml.Linq;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>Reads a model and those that it imports, each once.</summary>
internal sealed class DmnReader(Func<string, ReadOnlyMemory<byte>?> resolve, FeelEnvironment environment)
{
    private readonly Dictionary<string, (DmnFile? File, int Refusals)> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reading = new(StringComparer.Ordinal);

    /// <summary>The file, or null when it can't be read at all.</summary>
    public DmnFile? Read(ReadOnlyMemory<byte> xml, DmnFindings findings)
    {
        if (DmnXml.Load(xml, findings) is not { } root)
            return null;
        var ns = DmnXml.Text(root, "namespace") ?? "";
        var file = new DmnFile(DmnXml.Text(root, "name") ?? ns, ns);
        var isFirst = _reading.Add(ns);
        foreach (var import in DmnXml.Children(root, "import"))
            Import(import, file, findings);
        if (isFirst)
            _reading.Remove(ns);
        new FileReading(root, file, environment, findings).Run();
        return file;
    }

    private void Import(XElement import, DmnFile file, DmnFindings findings)
    {
        var ns = DmnXml.Text(import, "namespace") ?? "";
        // DMN 1.1 had no names of imports; there the prefix of the namespace is one.
        var name = import.Attribute("name")?.Value.Trim() ?? import.GetPrefixOfNamespace(ns) ?? "";
        var line = DmnXml.Line(import);
        if (DmnXml.Text(import, "importType") is { } type
            && !type.Contains("/DMN/", StringComparison.OrdinalIgnoreCase))
            findings.ImportNotDmn(name, type, line);
        else if (_reading.Contains(ns))
            findings.ImportCycle(name, ns, line);
        else if (_read.Count + _reading.Count > DmnLimits.MaxImports && !_read.ContainsKey(ns))
            findings.TooManyImports(DmnLimits.MaxImports, line);
        else
            Imported(name, ns, line, file, findings);
    }

    private void Imported(string name, string ns, int line, DmnFile file, DmnFindings findings)
    {
        if (!_read.TryGetValue(ns, out var known))
        {
            if (resolve(ns) is not { } bytes)
            {
                findings.ImportWithoutModel(name, ns, line);
                return;
            }
            var own = new DmnFindings();
            _reading.Add(ns);
            var read = Read(bytes, own);
            _reading.Remove(ns);
            _read[ns] = known = (read, own.Refusals);
        }
        if (known.Refusals > 0)
            findings.ImportRefused(name, ns, known.Refusals, line);
        if (known.File is not null)
            file.Imports.Add((name, known.File));
    }
}
