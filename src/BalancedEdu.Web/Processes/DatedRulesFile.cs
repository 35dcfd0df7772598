using System.Text.Json;
using System.Text.Json.Serialization;

namespace BalancedEdu.Web.Processes;

/// <summary>Reads and checks dated rules.</summary>
public static class DatedRulesFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Reads what ships in the program.</summary>
    /// <param name="resource">The path under <c>Processes</c>: <c>Funding/per-pupil-standards.json</c>.</param>
    /// <param name="contradiction">What is wrong with one version in itself, or null.</param>
    /// <exception cref="InvalidDataException">
    /// It is missing, not JSON, has an unknown member, or contradicts itself.
    /// </exception>
    public static DatedRules<T> Shipped<T>(string resource, Func<T, string?> contradiction)
        where T : class, IEffectiveDated
    {
        var assembly = typeof(DatedRulesFile).Assembly;
        using var stream = assembly.GetManifestResourceStream($"BalancedEdu.Web.Processes/{resource}")
            ?? throw new InvalidDataException(
                $"Expected to read rules from {resource}, but the program does not carry it.");
        return Read(stream, resource, contradiction);
    }

    /// <summary>Reads and checks versions: a JSON array.</summary>
    /// <param name="json">The document.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="contradiction">What is wrong with one version in itself, or null.</param>
    /// <exception cref="InvalidDataException">Not JSON, an unknown member, or it contradicts itself.</exception>
    public static DatedRules<T> Read<T>(Stream json, string name, Func<T, string?> contradiction)
        where T : class, IEffectiveDated
    {
        ArgumentNullException.ThrowIfNull(contradiction);
        var versions = Parse<T>(json, name).OrderBy(v => v.EffectiveFrom).ToList();
        if (versions.Count == 0)
            throw new InvalidDataException($"Expected to read rules from {name}, but there is no version in it.");
        for (var i = 0; i < versions.Count; i++)
        {
            var wrong = i > 0 && versions[i].EffectiveFrom == versions[i - 1].EffectiveFrom
                ? "another version starts on the same day"
                : string.IsNullOrWhiteSpace(versions[i].Source) ? "it names no source" : contradiction(versions[i]);
            if (wrong is not null)
                throw new InvalidDataException(
                    $"Expected to use the rules of {name} from {versions[i].EffectiveFrom:yyyy-MM-dd}, but {wrong}.");
        }
        return new(versions);
    }

    private static List<T> Parse<T>(Stream json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<List<T>>(json, Options) ?? [];
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"Expected to read rules from {name}, but {wrong.Message}", wrong);
        }
    }
}
