using System.Text;
using BalancedEdu.Bpmn;
using BalancedEdu.Web.Documents;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>The document templates of a bundle: <c>documents/KIND.liquid</c>, with <c>KIND.sample.json</c>.</summary>
internal static class BundleDocuments
{
    private const string SampleEnding = ".sample.json";

    /// <summary>The templates of a published version. One that can't be read was allowed by an older release.</summary>
    public static IReadOnlyDictionary<string, SampledTemplate> Read(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var all = files.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        var templates = new Dictionary<string, SampledTemplate>(StringComparer.Ordinal);
        foreach (var (path, content) in all.Where(f => DocumentTemplate.IsTemplate(f.Key)))
        {
            var kind = DocumentTemplate.KindOf(path);
            if (DocumentTemplate.TryParse(kind, Text(content), out _) is { } template)
                templates[kind] = new(template, SampleOf(all, kind));
        }
        return templates;
    }

    /// <summary>All that is wrong: the template, and how it fills with its sample.</summary>
    public static IEnumerable<Finding> Check(IReadOnlyList<KeyValuePair<string, byte[]>> files)
    {
        var all = files.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        foreach (var (path, content) in files.Where(f => DocumentTemplate.IsTemplate(f.Key)))
        {
            var kind = DocumentTemplate.KindOf(path);
            var template = DocumentTemplate.TryParse(kind, Text(content), out var findings);
            foreach (var finding in findings)
                yield return finding;
            if (template is null)
                continue;
            if (SampleOf(all, kind) is not { } sample)
                yield return new(
                    "document.template.no-sample", Severity.Info, null,
                    $"文书模板 {path} 没有示例数据。", $"放一个 {DocumentTemplate.Folder}{kind}{SampleEnding}，发布前就能看到文书的样子。");
            else if (Fault(template, sample) is { } fault)
                yield return new(
                    "document.template.sample", Severity.Refused, null, $"用示例数据填写文书模板 {path} 失败：{fault}",
                    $"请更正模板或 {DocumentTemplate.Folder}{kind}{SampleEnding}。");
        }
    }

    private static string? Fault(DocumentTemplate template, string sample)
    {
        try
        {
            DocumentRenderer.Fill(template, sample);
            return null;
        }
        catch (DocumentException e)
        {
            return e.Message;
        }
    }

    private static string? SampleOf(Dictionary<string, byte[]> files, string kind) =>
        files.TryGetValue($"{DocumentTemplate.Folder}{kind}{SampleEnding}", out var sample) ? Text(sample) : null;

    private static string Text(byte[] content) => Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
}
