using System.Text;
using System.Text.Json;
using BalancedEdu.Bpmn;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Bpmn.Writing;
using BalancedEdu.Feel;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>From the files of a bundle to what runs, with all that is wrong with them.</summary>
internal static class BundleContent
{
    /// <summary>How many situations are looked at when publishing: some seconds at most.</summary>
    private const int SituationsMax = 10_000;

    private const string MailFolder = "mail/";

    /// <summary>Ids of the forms among the files.</summary>
    public static HashSet<string> FormIds(IEnumerable<string> paths) =>
        [.. paths.Where(p => p.EndsWith(".form", StringComparison.Ordinal))
            .Select(p => Path.GetFileNameWithoutExtension(p))];

    /// <summary>Ids of the mail templates among the files.</summary>
    public static HashSet<string> MailIds(IEnumerable<string> paths) => [.. paths.Where(IsMail).Select(MailId)];

    /// <summary>
    /// A file as it is stored and exported. BPMN is written anew, so that two versions can be compared line by line and
    /// all of them are UTF-8, whatever tool they come from; nothing of them is lost.
    /// </summary>
    public static byte[] Stored(string path, byte[] content) =>
        path.EndsWith(".bpmn", StringComparison.Ordinal) && BpmnDocument.Read(content).Document is { } document
            ? BpmnWriter.Write(document)
            : content;

    /// <summary>Compiles a published version. It was checked when it was published, so nothing is refused.</summary>
    /// <exception cref="FormatException">It does not compile: it was published by a release that allowed
    /// more.</exception>
    public static PublishedBundle Load(BundleVersion version, FeelEnvironment environment)
    {
        var bpmn = version.Files.Single(f => f.Path == version.ProcessId + ".bpmn").Content;
        var decisions = BundleDecisions.Read(
            version.Files.Select(f => KeyValuePair.Create(f.Path, f.Content)), environment);
        var compilation = DefinitionCompiler.Compile(
            bpmn, environment, surroundings: null, version.ProcessId, decisions.Logic);
        if (compilation.Definition is not { } definition)
            throw new FormatException(
                $"Load version {version.Version} of bundle {version.ProcessId}: "
                + string.Join("; ", compilation.Findings.Select(f => $"[{f.Code}] {f.Message}")));
        var schemas = version.Files.Where(f => f.Path.EndsWith(".form", StringComparison.Ordinal))
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f.Path), f => Text(f.Content), StringComparer.Ordinal);
        return new()
        {
            VersionId = version.Id,
            Version = version.Version,
            ShortName = version.ShortName,
            Definition = definition,
            Xml = Text(bpmn),
            FormSchemas = schemas,
            Forms = schemas.ToDictionary(s => s.Key, s => ParseForm(s.Value), StringComparer.Ordinal),
            Mails = version.Files.Where(f => IsMail(f.Path)).ToDictionary(f => MailId(f.Path), f => Text(f.Content)),
            Documents = BundleDocuments.Read(version.Files.Select(f => KeyValuePair.Create(f.Path, f.Content))),
        };
    }

    /// <summary>All findings about the files of a folder; publishing is refused when one of them refuses.</summary>
    public static IReadOnlyList<Finding> Check(
        BundleFolder folder, FeelEnvironment environment, Surroundings surroundings)
    {
        if (folder.Bpmn is not { } bpmn)
            return [Refused("bundle.no-bpmn", $"没有 {folder.Name}.bpmn。", "流程文件须与文件夹同名。")];
        var decisions = BundleDecisions.Read(folder.Files, environment);
        // Other processes of the file, those of other parties or called ones, are stored and shown with it.
        var compilation = DefinitionCompiler.Compile(
            bpmn, environment, surroundings with { Decisions = decisions.Ids }, folder.Name, decisions.Logic);
        List<Finding> findings = [.. compilation.Findings, .. decisions.Findings];
        foreach (var (path, content) in folder.Files.Where(f => f.Key.EndsWith(".form", StringComparison.Ordinal)))
            if (FormError(content) is { } error)
                findings.Add(Refused("bundle.form", $"表单 {path} 不能使用：{error}", "请在表单编辑器中修正。"));
        findings.AddRange(
            folder.Files.Where(f => IsMail(f.Key)).Select(f => MailFinding(f.Key, f.Value)).OfType<Finding>());
        findings.AddRange(BundleDocuments.Check(folder.Files));
        if (compilation.Definition is { } compiled)
        {
            findings.AddRange(ClockFindings.Of(compiled));
            findings.AddRange(HostFindings.Of(compiled));
            // Paths are only worth walking when each element is right by itself.
            if (!findings.Exists(f => f.Severity == Severity.Refused))
                findings.AddRange(PathFindings(compiled));
        }
        return findings;
    }

    /// <summary>Every path that the drawing allows comes to its end, strands no token and leaves nothing out.</summary>
    private static IReadOnlyList<Finding> PathFindings(ProcessDefinition definition)
    {
        var exploration = PathExplorer.Explore(definition, SituationsMax);
        return exploration.Complete || exploration.Findings.Count > 0
            ? exploration.Findings
            : [new(
                "bundle.paths-not-all", Severity.Info, null,
                $"流程的走法太多，只检查了前 {exploration.Situations} 种情形，没有发现走不通的地方。", "请在模拟办理中试一试主要的走法。")];
    }

    private static Finding? MailFinding(string path, byte[] content)
    {
        MailTemplate.TryParse(MailId(path), Text(content), out var finding);
        return finding;
    }

    private static string? FormError(byte[] content)
    {
        try
        {
            ParseForm(Text(content));
            return null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return e.Message;
        }
    }

    private static FormDefinition ParseForm(string schema)
    {
        using var json = JsonDocument.Parse(schema);
        return FormDefinition.Parse(json.RootElement.Clone());
    }

    private static Finding Refused(string code, string message, string remedy) =>
        new(code, Severity.Refused, null, message, remedy);

    private static bool IsMail(string path) =>
        path.StartsWith(MailFolder, StringComparison.Ordinal) && path.EndsWith(".liquid", StringComparison.Ordinal);

    private static string MailId(string path) => path[MailFolder.Length..^".liquid".Length];

    private static string Text(byte[] content) => Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
}
