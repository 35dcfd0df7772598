using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>
/// A bundle as it lies in a folder. Only what runs belongs to its content: a better README is no new version.
/// </summary>
/// <param name="Name">The folder's name, which is the process id.</param>
/// <param name="ShortName">The type tag in lists, from <c>bundle.json</c>; the folder's name without one.</param>
/// <param name="Files">Paths with slashes, in ordinal order, and bytes.</param>
public sealed record BundleFolder(string Name, string ShortName, IReadOnlyList<KeyValuePair<string, byte[]>> Files)
{
    /// <summary>More bytes in one file than this are refused.</summary>
    public const int FileBytesMax = 2 * 1024 * 1024;

    private static readonly string[] Extensions = [".bpmn", ".form", ".dmn", ".liquid", ".json"];

    private static readonly string[] LeftOut = ["scenarios"];

    /// <summary>SHA-256 over paths and contents, in hex.</summary>
    public string ContentHash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (path, content) in Files)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{content.Length}\n"));
                hash.AppendData(content);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>The BPMN file, or null.</summary>
    public byte[]? Bpmn => Files.FirstOrDefault(f => f.Key == Name + ".bpmn").Value;

    /// <summary>Reads a folder.</summary>
    /// <exception cref="FormatException">A file is too large or <c>bundle.json</c> is not JSON; the message says
    /// which.</exception>
    public static BundleFolder Read(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (!Extensions.Contains(Path.GetExtension(path)) || LeftOut.Contains(path.Split('/')[0]))
                continue;
            if (new FileInfo(file).Length > FileBytesMax)
                throw new FormatException($"文件 {path} 超过 {FileBytesMax / 1024} KiB。请删减后重试。");
            files.Add(path, File.ReadAllBytes(file));
        }
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return new(name, ShortNameOf(files) ?? name, [.. files]);
    }

    private static string? ShortNameOf(SortedDictionary<string, byte[]> files)
    {
        if (!files.TryGetValue("bundle.json", out var bytes))
            return null;
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.TryGetProperty("shortName", out var text) ? text.GetString() : null;
        }
        catch (JsonException e)
        {
            throw new FormatException($"bundle.json 不是有效的 JSON：{e.Message}", e);
        }
    }
}
