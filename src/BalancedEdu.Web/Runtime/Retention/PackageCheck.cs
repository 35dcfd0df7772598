using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>What was found in a package.</summary>
/// <param name="Sha256">Of the whole file, in hex.</param>
/// <param name="Manifest">What it says of itself, or null when that can't be read.</param>
/// <param name="Fault">What is wrong with it, or null.</param>
internal sealed record PackageReading(string Sha256, PackageManifest? Manifest, ChainFault? Fault);

/// <summary>
/// Reads a package: every file by its sum, every event by its hash. Needs no database; whether it is the package that
/// was written, only its SHA-256 in <c>archived_cases</c> says.
/// </summary>
internal static class PackageCheck
{
    /// <summary>Reads the package.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static async Task<PackageReading> ReadAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        file.Position = 0;
        var name = Path.GetFileName(path);
        try
        {
            await using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            var manifest = await ManifestAsync(zip, cancellation);
            return new(sum, manifest, manifest is null
                ? new(name, "package.no-manifest", "包里没有可读的 manifest.json，它不是归档包，或已损坏。")
                : await FaultAsync(zip, manifest, cancellation));
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FormatException)
        {
            return new(sum, null, new(name, "package.damaged", $"包已损坏，读不出来：{e.Message}"));
        }
    }

    private static async Task<PackageManifest?> ManifestAsync(ZipArchive zip, CancellationToken cancellation)
    {
        if (zip.GetEntry(PackageFormat.ManifestEntry) is not { } entry)
            return null;
        await using var stream = await entry.OpenAsync(cancellation);
        var manifest = await JsonSerializer.DeserializeAsync<PackageManifest>(stream, PackageFormat.Rows, cancellation);
        return manifest is { Format: PackageFormat.Version, Number: not null, LastHash: not null, Files: not null }
            ? manifest
            : null;
    }

    private static async Task<ChainFault?> FaultAsync(
        ZipArchive zip, PackageManifest manifest, CancellationToken cancellation)
    {
        var entries = zip.Entries.Select(e => e.FullName).Where(n => n != PackageFormat.ManifestEntry).Order();
        if (!entries.SequenceEqual(manifest.Files.Keys.Order())
            || !manifest.Files.ContainsKey(PackageFormat.EventsEntry))
            return new(manifest.Number, "package.files", "包里的文件与 manifest.json 所列不一致，有增加或缺少。");
        foreach (var (name, expected) in manifest.Files)
        {
            await using var stream = await zip.GetEntry(name)!.OpenAsync(cancellation);
            if (!(await SHA256.HashDataAsync(stream, cancellation)).AsSpan().SequenceEqual(expected))
                return new(manifest.Number, "package.file-altered", $"{name} 的 SHA-256 与 manifest.json 不符，被改动过。");
        }
        var chain = new ChainCheck(manifest.Number);
        await using var events = await zip.GetEntry(PackageFormat.EventsEntry)!.OpenAsync(cancellation);
        using var lines = new StreamReader(events);
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            var e = JsonSerializer.Deserialize<CaseEvent>(line, PackageFormat.Rows)!;
            chain.Add(e, readable: e.CaseId == manifest.CaseId);
        }
        return chain.End(manifest.LastSequence, manifest.LastHash);
    }
}
