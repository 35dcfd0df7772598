using System.Text.Json;
using System.Text.Json.Serialization;

namespace BalancedEdu.Web.Processes.LargeClasses;

/// <summary>The dated standards of class and school size: configuration with its sources, never constants.</summary>
public sealed class ClassSizeStandards
{
    /// <summary>The name of the file that ships beside the program.</summary>
    public const string FileName = "Processes/LargeClasses/class-size-standards.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly IReadOnlyList<ClassSizeStandard> _versions;

    private ClassSizeStandards(IReadOnlyList<ClassSizeStandard> versions) => _versions = versions;

    /// <summary>Loads the file that ships beside the program.</summary>
    /// <exception cref="InvalidDataException">It is missing, not JSON, or contradicts itself.</exception>
    public static ClassSizeStandards LoadShipped()
    {
        var path = Path.Combine(AppContext.BaseDirectory, FileName);
        if (!File.Exists(path))
            throw new InvalidDataException(
                $"Expected to load class size standards from {FileName}, but it is missing.");
        using var stream = File.OpenRead(path);
        return Load(stream);
    }

    /// <summary>Reads and checks the standards.</summary>
    /// <exception cref="InvalidDataException">Not JSON, an unknown member, or it contradicts itself.</exception>
    public static ClassSizeStandards Load(Stream json)
    {
        StandardsFile? file;
        try
        {
            file = JsonSerializer.Deserialize<StandardsFile>(json, Options);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Expected to read class size standards, but {e.Message}", e);
        }
        if (file is null || file.Versions.Count == 0)
            throw new InvalidDataException("Expected to read class size standards, but there is no version in them.");
        var versions = file.Versions.OrderBy(v => v.EffectiveFrom).ToList();
        for (var i = 0; i < versions.Count; i++)
        {
            if (i > 0 && versions[i].EffectiveFrom == versions[i - 1].EffectiveFrom)
                throw Contradiction(versions[i], "another version starts on the same day");
            Check(versions[i]);
        }
        return new(versions);
    }

    /// <summary>The version that applies on a day.</summary>
    /// <exception cref="InvalidOperationException">The day lies before the first version.</exception>
    public ClassSizeStandard On(DateOnly day) =>
        _versions.LastOrDefault(v => v.EffectiveFrom <= day) ?? throw new InvalidOperationException(
            $"Expected to find the class size standard of {day:yyyy-MM-dd}, but the first one starts on "
            + $"{_versions[0].EffectiveFrom:yyyy-MM-dd}; add a version to {FileName}.");

    private static void Check(ClassSizeStandard version)
    {
        if (version.Stages.Count == 0) throw Contradiction(version, "it has no stages");
        foreach (var stage in version.Stages) CheckStage(version, stage);
        foreach (var severity in new[] { Severity.S1, Severity.S2, Severity.S3 })
            if (version.Rectification.Count(r => r.Severity == severity) != 1)
                throw Contradiction(version, $"it needs exactly one rectification of {severity}");
        foreach (var kind in version.SchoolKinds)
        {
            if (kind.Names.Count == 0) throw Contradiction(version, "a school kind has no name");
            if (kind.MaxPupils < 1 || kind.RelaxedMaxPupils < kind.MaxPupils)
                throw Contradiction(version, $"the sizes of {kind.Names[0]} are not rising");
            if (version.StageOf(kind.FirstGrade) is null || version.StageOf(kind.LastGrade) is null)
                throw Contradiction(version, $"{kind.Names[0]} has grades of no stage");
        }
        if (version.PlanCap.Factor is <= 0 or > 1) throw Contradiction(version, "planCap.factor is not in (0, 1]");
        if (version.Enrolled.Min < 1 || version.Enrolled.Max < version.Enrolled.Min)
            throw Contradiction(version, "the range of enrolled is empty");
    }

    private static void CheckStage(ClassSizeStandard version, StageStandard stage)
    {
        if (stage.FirstGrade < 1 || stage.LastGrade < stage.FirstGrade)
            throw Contradiction(version, $"the grades of {stage.Stage} are empty");
        if (!(0 < stage.Standard && stage.Standard < stage.LargeFrom && stage.LargeFrom < stage.ExtraLargeFrom))
            throw Contradiction(version, $"the thresholds of {stage.Stage} are not rising");
        if (version.Stages.Any(s => s != stage && s.FirstGrade <= stage.LastGrade && stage.FirstGrade <= s.LastGrade))
            throw Contradiction(version, $"the grades of {stage.Stage} overlap another stage");
    }

    private static InvalidDataException Contradiction(ClassSizeStandard version, string fact) => new(
        $"Expected to use the class size standards from {version.EffectiveFrom:yyyy-MM-dd}, but {fact}.");

    private sealed record StandardsFile(IReadOnlyList<ClassSizeStandard> Versions);
}
