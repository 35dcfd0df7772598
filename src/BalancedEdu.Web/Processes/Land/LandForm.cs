using BalancedEdu.Feel.Values;

namespace BalancedEdu.Web.Processes.Land;

/// <summary>From the form <c>land-apply</c> to what the gates look at, and back to what forms show.</summary>
internal static class LandForm
{
    public static LandApplication Read(FeelContext form) => new()
    {
        ApplicantUscc = form.Text("applicantUscc"),
        LandArea = form.Number("landArea"),
        Stage = form.Text("stage"),
        PlannedClasses = form.Count("plannedClasses"),
        ClassSize = form.Count("classSize"),
        Boarders = form.Count("boarders"),
        ServiceRadius = form.Number("serviceRadius"),
        OldTown = form.Flag("oldTown"),
        SupplyMode = form.Text("supplyMode"),
        InContaminatedList = form.Flag("inContaminatedList"),
        SoilUseChange = form.Flag("soilUseChange"),
        SoilSurveyNo = form.Text("soilSurveyNo"),
        SoilExceeds = form.Flag("soilExceeds"),
        GeoZone = form.Text("geoZone") is { Length: > 0 } zone ? zone : "none",
        GeoAssessment = form.Text("geoAssessment"),
        EiaNo = form.Text("eiaNo"),
        PlanConform = form.Flag("planConform"),
        Nearby =
        [
            .. form.Parts("setbacks").Where(s => s.Text("facility").Length > 0)
                .Select(s => new NearbyFacility(s.Text("facility"), s.NumberOrNull("distance"), s.Text("mitigation"))),
        ],
        IdleNearby = form.Flag("idleNearby"),
        IdleReason = form.Text("idleReason"),
        Documents = form.Texts("docs"),
    };

    public static FeelContext Show(GateResult gate) => FeelReading.Of(
        ("id", FeelValue.Of(gate.Id)), ("name", FeelValue.Of(gate.Name)),
        ("result", FeelValue.Of(NameOf(gate.Verdict).Code)), ("resultName", FeelValue.Of(NameOf(gate.Verdict).Shown)),
        ("reason", FeelValue.Of(gate.Reason)));

    private static (string Code, string Shown) NameOf(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => ("pass", "通过"),
        GateVerdict.Conditional => ("conditional", "附条件"),
        GateVerdict.Pending => ("pending", "待补"),
        GateVerdict.Block => ("block", "否决"),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Expected a known verdict of a gate."),
    };
}
