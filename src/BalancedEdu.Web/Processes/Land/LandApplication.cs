namespace BalancedEdu.Web.Processes.Land;

/// <summary>Something near the parcel.</summary>
/// <param name="Facility">The option of the form.</param>
/// <param name="Distance">In m; null when not given.</param>
/// <param name="Mitigation">What is done about it; empty when nothing.</param>
public sealed record NearbyFacility(string Facility, decimal? Distance, string Mitigation);

/// <summary>What of an application the gates look at, in the words of the form <c>land-apply</c>.</summary>
public sealed record LandApplication
{
    /// <summary>18 characters.</summary>
    public string ApplicantUscc { get; init; } = "";

    /// <summary>In m².</summary>
    public decimal LandArea { get; init; }

    /// <summary><c>primary</c>, <c>junior</c> or <c>nine-year</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Planned classes.</summary>
    public int PlannedClasses { get; init; }

    /// <summary>Pupils a class.</summary>
    public int ClassSize { get; init; }

    /// <summary>Pupils who will board.</summary>
    public int Boarders { get; init; }

    /// <summary>In m.</summary>
    public decimal ServiceRadius { get; init; }

    /// <summary>老城区例外: argued in a paper.</summary>
    public bool OldTown { get; init; }

    /// <summary><c>transfer</c> (出让配建) or <c>allocate</c> (划拨).</summary>
    public string SupplyMode { get; init; } = "";

    /// <summary>Listed as contaminated.</summary>
    public bool InContaminatedList { get; init; }

    /// <summary>The land served another use before.</summary>
    public bool SoilUseChange { get; init; }

    /// <summary>The number of the reviewed soil survey; empty without.</summary>
    public string SoilSurveyNo { get; init; } = "";

    /// <summary>The survey found more than allowed.</summary>
    public bool SoilExceeds { get; init; }

    /// <summary><c>none</c>, <c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public string GeoZone { get; init; } = "none";

    /// <summary><c>suitable</c>, <c>basic</c>, <c>poor</c>, <c>unsuitable</c>; empty without an assessment.</summary>
    public string GeoAssessment { get; init; } = "";

    /// <summary>The number of the environmental approval; empty without.</summary>
    public string EiaNo { get; init; } = "";

    /// <summary>Agrees with the spatial plan, the detailed plan and the layout of schools.</summary>
    public bool PlanConform { get; init; }

    /// <summary>What lies near.</summary>
    public IReadOnlyList<NearbyFacility> Nearby { get; init; } = [];

    /// <summary>An idle school lies within reach.</summary>
    public bool IdleNearby { get; init; }

    /// <summary>Why it is not used.</summary>
    public string IdleReason { get; init; } = "";

    /// <summary>Ids of the papers that came with it.</summary>
    public IReadOnlyList<string> Documents { get; init; } = [];

    /// <summary>规模: classes times class size.</summary>
    public int PlannedPupils => PlannedClasses * ClassSize;
}
