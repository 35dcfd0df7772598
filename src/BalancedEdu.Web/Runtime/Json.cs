using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Web.Runtime;

/// <summary>JSON as it stands in rows: Chinese is kept readable.</summary>
public static class Json
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What a writer is told to write.</summary>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A context as an object, with FEEL's types.</summary>
    public static string Of(FeelContext context) => Of(w => FeelValue.Of(context).WriteTo(w));

    /// <summary>The context that <see cref="Of(FeelContext)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static FeelContext ToContext(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FeelValue.FromJson(document.RootElement).AsContext() ?? FeelContext.Empty;
    }
}
