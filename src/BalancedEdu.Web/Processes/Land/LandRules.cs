namespace BalancedEdu.Web.Processes.Land;

/// <summary>What a school of a stage needs.</summary>
/// <param name="Stage"><c>primary</c>, <c>junior</c> or <c>nine-year</c>.</param>
/// <param name="AreaPerPupil">Least land a pupil, in m².</param>
/// <param name="AreaPerBoarder">Land in addition for a boarder, in m².</param>
/// <param name="ServiceRadius">Farthest way to school, in m.</param>
/// <param name="PupilsMax">Largest school.</param>
/// <param name="ClassSizeMax">Largest class.</param>
public sealed record StageNeed(
    string Stage, decimal AreaPerPupil, decimal AreaPerBoarder, decimal ServiceRadius, int PupilsMax, int ClassSizeMax);

/// <summary>How far a school has to keep away from something.</summary>
/// <param name="Facility">The option of the form.</param>
/// <param name="Name">As shown.</param>
/// <param name="Metres">The least distance.</param>
public sealed record Setback(string Facility, string Name, decimal Metres);

/// <summary>When a paper is needed.</summary>
public enum DocumentCondition
{
    /// <summary>With each application.</summary>
    Always,

    /// <summary>When the use of the soil changes (土壤污染防治法 59).</summary>
    SoilUseChange,

    /// <summary>When the parcel lies where hazards are likely (地质灾害防治条例 21).</summary>
    GeoProne,

    /// <summary>When an idle school lies within reach.</summary>
    IdleNearby,

    /// <summary>When the land is sold with the duty to build.</summary>
    Transfer,

    /// <summary>When the land is allocated.</summary>
    Allocate,
}

/// <summary>A paper of the application.</summary>
/// <param name="Id"><c>DOC-SOIL</c>.</param>
/// <param name="Name">As shown.</param>
/// <param name="When">When it is needed.</param>
public sealed record RequiredDocument(string Id, string Name, DocumentCondition When);

/// <summary>The rules of land for schools from a day on; they differ by city.</summary>
/// <param name="EffectiveFrom">The first day.</param>
/// <param name="Source">The regulations.</param>
/// <param name="Stages">Needs by stage.</param>
/// <param name="GeoBlockedZones">Zones of geological hazard where no school may be built.</param>
/// <param name="Setbacks">Distances to keep.</param>
/// <param name="Documents">Papers, in the order they are asked for.</param>
public sealed record LandRules(
    DateOnly EffectiveFrom, string Source, IReadOnlyList<StageNeed> Stages, IReadOnlyList<string> GeoBlockedZones,
    IReadOnlyList<Setback> Setbacks, IReadOnlyList<RequiredDocument> Documents) : IEffectiveDated
{
    /// <summary>The versions that ship with the product.</summary>
    public static DatedRules<LandRules> Shipped() =>
        DatedRulesFile.Shipped<LandRules>("Land/land-rules.json", Contradiction);

    /// <summary>What contradicts itself in a version, or null.</summary>
    public static string? Contradiction(LandRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Stages.Count == 0
            || rules.Stages.Any(s => s.AreaPerPupil <= 0 || s.ServiceRadius <= 0 || s.PupilsMax <= 0))
            return "a stage has no area, radius or size";
        if (rules.Setbacks.FirstOrDefault(s => s.Metres <= 0) is { } near)
            return $"the setback from {near.Facility} is not above zero";
        return rules.Setbacks.GroupBy(s => s.Facility).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? $"{twice.Key} has two setbacks"
            : null;
    }

    /// <summary>The needs of a stage.</summary>
    /// <exception cref="KeyNotFoundException">The rules know no such stage.</exception>
    public StageNeed Need(string stage) => Stages.FirstOrDefault(s => s.Stage == stage)
        ?? throw new KeyNotFoundException($"Expected to find the land rules of stage '{stage}', but there are none.");
}
