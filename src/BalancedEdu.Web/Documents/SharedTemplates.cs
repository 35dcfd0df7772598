using System.Text;

namespace BalancedEdu.Web.Documents;

/// <summary>A template with data to look at it with.</summary>
/// <param name="Template">The template.</param>
/// <param name="Sample">A JSON object, or null when none was given.</param>
public sealed record SampledTemplate(DocumentTemplate Template, string? Sample);

/// <summary>Templates that every process can use; a bundle's own of the same kind comes before.</summary>
public static class SharedTemplates
{
    /// <summary>审批单.</summary>
    public const string ApprovalForm = "approval-form";

    /// <summary>督办单.</summary>
    public const string SupervisionOrder = "supervision-order";

    private const string Prefix = "BalancedEdu.Web.Documents.Templates.";
    private const string SampleEnding = ".sample.json";

    /// <summary>All, by kind.</summary>
    public static IReadOnlyDictionary<string, SampledTemplate> All { get; } = ReadAll();

    private static Dictionary<string, SampledTemplate> ReadAll()
    {
        var assembly = typeof(SharedTemplates).Assembly;
        var names = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        var templates = new Dictionary<string, SampledTemplate>(StringComparer.Ordinal);
        foreach (var name in names.Where(n => n.EndsWith(DocumentTemplate.Ending, StringComparison.Ordinal)))
        {
            var kind = name[Prefix.Length..^DocumentTemplate.Ending.Length];
            var template = DocumentTemplate.TryParse(kind, Read(name), out var findings)
                ?? throw new InvalidOperationException(findings[0].Message);
            var sample = $"{Prefix}{kind}{SampleEnding}";
            templates[kind] = new(template, names.Contains(sample) ? Read(sample) : null);
        }
        return templates;
    }
}
