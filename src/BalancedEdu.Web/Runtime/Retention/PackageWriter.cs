using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>Writes the package of a case that has ended.</summary>
internal sealed class PackageWriter(
    BundleCatalog bundles, OfficeTime office, ApprovalForm approvalForm, DocumentFonts fonts,
    IOptions<RetentionSettings> settings)
{
    private const int NameHashLength = 16;

    /// <summary>
    /// Writes the package and reads all of it again. It holds nothing of the moment it is written at, so whoever packs
    /// the same case writes the same bytes; its name ends in their hash, so nobody replaces what another wrote.
    /// </summary>
    /// <returns>The package relative to the folder, and its SHA-256 in hex.</returns>
    public async Task<(string Package, string Sha256)> WriteAsync(
        BalancedEduDb db, Case ended, CaseKey key, CancellationToken cancellation)
    {
        var year = ended.EndedAt!.Value.ToOffset(Texts.ChinaOffset).Year.ToString(CultureInfo.InvariantCulture);
        var folder = Directory.CreateDirectory(settings.Value.PathOf(year)).FullName;
        var partial = Path.Combine(folder, $"{FileName(ended.Number)}.{Guid.NewGuid():N}.partial");
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew))
            {
                await using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                    await new Pack(zip, ended, cancellation).WriteAsync(
                        db, key, await new CaseFiles(db, bundles).ReadAsync(ended, cancellation), office,
                        fonts.Missing is null ? approvalForm : null);
                file.Flush(flushToDisk: true);
            }
            var check = await PackageCheck.ReadAsync(partial, cancellation);
            if (check.Fault is { } fault || check.Manifest?.LastSequence != ended.LastSequence
                || !check.Manifest.LastHash.AsSpan().SequenceEqual(ended.LastHash))
                throw new InvalidDataException($"{ended.Number}: the package can't be read again: {check.Fault}");
            var name = $"{FileName(ended.Number)}-{check.Sha256[..NameHashLength]}.zip";
            File.Move(partial, Path.Combine(folder, name), overwrite: true);
            return ($"{year}/{name}", check.Sha256);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static string FileName(string number) =>
        string.Concat(number.Select(c => char.IsLetterOrDigit(c) || c == '-' ? c : '_'));

    private sealed class Pack(ZipArchive zip, Case ended, CancellationToken cancellation)
    {
        private readonly Dictionary<string, byte[]> _sums = [];

        /// <summary>
        /// A node without a font archives without the 审批单, whose words are in the dossier: nodes that archive should
        /// have the same fonts, or what one has begun the other writes under another name.
        /// </summary>
        public async Task WriteAsync(
            BalancedEduDb db, CaseKey key, CaseFile file, OfficeTime office, ApprovalForm? approvalForm)
        {
            await AddAsync(PackageFormat.CaseEntry, stream => WriteRowsAsync(stream, db, key));
            await AddAsync(PackageFormat.StateEntry, stream => stream.WriteAsync(ended.State, cancellation).AsTask());
            await AddAsync(PackageFormat.EventsEntry, stream => WriteEventsAsync(stream, db));
            await AddAsync(PackageFormat.DossierEntry, stream => stream.WriteAsync(
                Encoding.UTF8.GetBytes(DossierHtml.Of(file, office)), cancellation).AsTask());
            if (approvalForm is not null)
                await AddAsync(PackageFormat.ApprovalFormEntry, stream => stream.WriteAsync(
                    approvalForm.Render(file, ended.EndedAt!.Value), cancellation).AsTask());
            await AddDocumentsAsync(db);
            var manifest = new PackageManifest(
                PackageFormat.Version, ended.Id, ended.Number, ended.Title, ended.ProcessId, ended.StartedAt,
                ended.EndedAt!.Value, ended.LastSequence, ended.LastHash, new Dictionary<string, byte[]>(_sums));
            await AddAsync(PackageFormat.ManifestEntry, stream =>
                JsonSerializer.SerializeAsync(stream, manifest, PackageFormat.Rows, cancellation));
        }

        private async Task AddDocumentsAsync(BalancedEduDb db)
        {
            var documents = await db.IssuedDocuments.AsNoTracking().Where(d => d.CaseId == ended.Id)
                .OrderBy(d => d.Id).ToListAsync(cancellation);
            if (documents.Count == 0)
                return;
            await AddAsync(PackageFormat.DocumentsEntry, stream =>
                JsonSerializer.SerializeAsync(stream, documents, PackageFormat.Rows, cancellation));
            foreach (var document in documents)
            {
                var content = await db.DocumentContents.Where(c => c.DocumentId == document.Id)
                    .Select(c => c.Content).SingleAsync(cancellation);
                await AddAsync(
                    $"{PackageFormat.DocumentFolder}{document.Id}-{document.Kind}.pdf",
                    stream => stream.WriteAsync(content, cancellation).AsTask());
            }
        }

        private async Task AddAsync(string name, Func<Stream, Task> write)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = ended.EndedAt!.Value.ToOffset(Texts.ChinaOffset);
            using var sum = SHA256.Create();
            await using (var stream = await entry.OpenAsync(cancellation))
            await using (var hashed = new CryptoStream(stream, sum, CryptoStreamMode.Write, leaveOpen: true))
                await write(hashed);
            _sums[name] = sum.Hash!;
        }

        private async Task WriteRowsAsync(Stream stream, BalancedEduDb db, CaseKey key)
        {
            await using var writer = new Utf8JsonWriter(
                stream, new() { Indented = true, Encoder = PackageFormat.Rows.Encoder });
            writer.WriteStartObject();
            writer.WritePropertyName("case");
            JsonSerializer.Serialize(writer, ended, PackageFormat.Rows);
            foreach (var table in CaseRows.Tables)
            {
                await table.WriteAsync(writer, db, key, cancellation);
                await writer.FlushAsync(cancellation);
            }
            writer.WriteEndObject();
        }

        private async Task WriteEventsAsync(Stream stream, BalancedEduDb db)
        {
            var events = db.CaseEvents.AsNoTracking().Where(e => e.CaseId == ended.Id).OrderBy(e => e.Sequence);
            await foreach (var e in events.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                await JsonSerializer.SerializeAsync(stream, e, PackageFormat.Rows, cancellation);
                await stream.WriteAsync("\n"u8.ToArray(), cancellation);
            }
        }
    }
}
