using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace BalancedEdu.Web.Infrastructure;

/// <summary>What a page must load for one entry of the client: addresses with hashes, cacheable for ever.</summary>
/// <param name="Script">The module script.</param>
/// <param name="Styles">The style sheets, in order.</param>
public sealed record ClientEntry(string Script, IReadOnlyList<string> Styles);

/// <summary>
/// Finds the built scripts and style sheets by the name of their entry, as <c>shell</c> or <c>form-viewer</c>,
/// in the manifest that <c>npm run build</c> in <c>Client/</c> writes. The server builds and runs without Node; a page
/// without built assets says which command makes them.
/// </summary>
public sealed class ClientAssets(IWebHostEnvironment environment)
{
    /// <summary>Makes the missing assets; printed by pages and logs.</summary>
    public const string BuildCommand = "cd src/BalancedEdu.Web/Client && npm ci && npm run build";

    private const string ManifestPath = "dist/manifest.json";
    private readonly Lock _gate = new();
    private Dictionary<string, ManifestChunk> _chunks = [];
    private DateTimeOffset? _readAt;

    /// <summary>The entry's addresses, or null where the client was not built or has no such entry.</summary>
    public ClientEntry? Find(string entry)
    {
        var chunks = Chunks();
        if (!chunks.TryGetValue($"{entry}/main.ts", out var chunk)) return null;
        var styles = new List<string>();
        CollectStyles(chunk, chunks, styles, []);
        return new ClientEntry(Address(chunk.File), styles);
    }

    private static void CollectStyles(
        ManifestChunk chunk, Dictionary<string, ManifestChunk> chunks, List<string> styles, HashSet<ManifestChunk> seen)
    {
        if (!seen.Add(chunk)) return;
        foreach (var import in chunk.Imports ?? [])
            if (chunks.TryGetValue(import, out var imported)) CollectStyles(imported, chunks, styles, seen);
        styles.AddRange((chunk.Css ?? []).Select(Address));
    }

    private static string Address(string file) => $"/dist/{file}";

    /// <summary>Reads the manifest again when it was written anew: a rebuild needs no restart.</summary>
    private Dictionary<string, ManifestChunk> Chunks()
    {
        var file = environment.WebRootFileProvider.GetFileInfo(ManifestPath);
        lock (_gate)
        {
            DateTimeOffset? writtenAt = file.Exists ? file.LastModified : null;
            if (writtenAt == _readAt) return _chunks;
            _chunks = file.Exists ? Read(file) : [];
            _readAt = writtenAt;
            return _chunks;
        }
    }

    private static Dictionary<string, ManifestChunk> Read(IFileInfo file)
    {
        using var stream = file.CreateReadStream();
        return JsonSerializer.Deserialize<Dictionary<string, ManifestChunk>>(stream, JsonSerializerOptions.Web) ?? [];
    }

    private sealed record ManifestChunk(string File, string[]? Css, string[]? Imports);
}
