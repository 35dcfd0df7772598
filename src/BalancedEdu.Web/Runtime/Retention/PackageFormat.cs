using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Documents;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>
/// How a case is written into its package, a zip that can be read without the product: <c>case.json</c> (the case and
/// its rows by table), <c>state.json</c> (the engine's), <c>events.jsonl</c> (an event a line, with its hash),
/// <c>dossier.html</c> (to read and print), <c>approval-form.pdf</c> (审批单), <c>documents.json</c> and
/// <c>documents/*.pdf</c> (those that were issued, byte by byte), <c>manifest.json</c> (SHA-256 of the others, and
/// where the chain ends).
/// </summary>
internal static class PackageFormat
{
    public const int Version = 1;
    public const string CaseEntry = "case.json";
    public const string StateEntry = "state.json";
    public const string EventsEntry = "events.jsonl";
    public const string DossierEntry = "dossier.html";
    public const string ApprovalFormEntry = "approval-form.pdf";
    public const string DocumentsEntry = "documents.json";
    public const string DocumentFolder = "documents/";
    public const string ManifestEntry = "manifest.json";

    /// <summary>How rows become JSON: enumerations by name, hashes in hex, Chinese readable.</summary>
    public static JsonSerializerOptions Rows { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new HexConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } },
    };

    /// <summary>What stands elsewhere in the package, and of mails what they were filled with and their text.</summary>
    private static void LeaveOut(JsonTypeInfo type)
    {
        string[] names = type.Type == typeof(Case) ? [nameof(Case.State)]
            : type.Type == typeof(WorkTask) ? [nameof(WorkTask.Candidates), nameof(WorkTask.Exclusions)]
            : type.Type == typeof(DocumentContent) ? [nameof(DocumentContent.Content)]
            : type.Type == typeof(OutboxMail) ? [nameof(OutboxMail.Data), nameof(OutboxMail.Text)]
            : [];
        foreach (var property in type.Properties.ToList())
            if (names.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                type.Properties.Remove(property);
    }

    private sealed class HexConverter : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Convert.FromHexString(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Convert.ToHexStringLower(value));
    }
}

/// <summary>What a package says of itself.</summary>
/// <param name="Format">The version of the format.</param>
/// <param name="CaseId">The row that the case had: it is part of the hashes.</param>
/// <param name="Number">The number of the case.</param>
/// <param name="Title">Its title.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="LastSequence">The number of the last event.</param>
/// <param name="LastHash">Its hash.</param>
/// <param name="Files">SHA-256 of each file, by name.</param>
internal sealed record PackageManifest(
    int Format, long CaseId, string Number, string Title, string ProcessId, DateTimeOffset StartedAt,
    DateTimeOffset EndedAt, long LastSequence, byte[] LastHash, IReadOnlyDictionary<string, byte[]> Files);
