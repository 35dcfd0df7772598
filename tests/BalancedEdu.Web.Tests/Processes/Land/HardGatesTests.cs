using BalancedEdu.Web.Processes.Land;

namespace BalancedEdu.Web.Tests.Processes.Land;

/// <summary>Each gate at its edge.</summary>
public sealed class HardGatesTests
{
    private static readonly LandRules Rules = LandRules.Shipped().On(new(2026, 9, 1));

    private static readonly LandApplication Right = new()
    {
        ApplicantUscc = "91350100M000100Y43", LandArea = 24_300, Stage = "primary", PlannedClasses = 24, ClassSize = 45,
        ServiceRadius = 500, SupplyMode = "transfer", EiaNo = "临环审2026-1", PlanConform = true,
        Documents = [.. Rules.Documents.Select(d => d.Id)],
    };

    /// <summary>An application, the gate, and what it says.</summary>
    public static TheoryData<string, string, GateVerdict> Edges => new()
    {
        { "right", "G1", GateVerdict.Pass },
        { "listed", "G1", GateVerdict.Block },
        { "use changed without survey", "G2", GateVerdict.Pending },
        { "use changed with survey", "G2", GateVerdict.Pass },
        { "soil exceeds", "G3", GateVerdict.Block },
        { "geo high", "G4", GateVerdict.Block },
        { "geo medium", "G4", GateVerdict.Block },
        { "geo low without assessment", "G4", GateVerdict.Pending },
        { "geo low basic", "G4", GateVerdict.Conditional },
        { "geo low unsuitable", "G4", GateVerdict.Block },
        { "geo low suitable", "G4", GateVerdict.Pass },
        { "no eia", "G5", GateVerdict.Pending },
        { "plan differs", "G6", GateVerdict.Block },
        { "area short", "G7", GateVerdict.Block },
        { "area short in the old town", "G7", GateVerdict.Conditional },
        { "area just enough", "G7", GateVerdict.Pass },
        { "area short by boarders", "G7", GateVerdict.Block },
        { "radius too long", "G7", GateVerdict.Conditional },
        { "station near", "G8", GateVerdict.Block },
        { "station near with walls", "G8", GateVerdict.Conditional },
        { "station at the line", "G8", GateVerdict.Pass },
        { "idle school", "G9", GateVerdict.Conditional },
        { "right", "G10", GateVerdict.Pending },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_gate_says(string application, string gate, GateVerdict verdict)
    {
        var result = HardGates.Check(Applications[application], Rules).Single(g => g.Id == gate);

        Assert.Equal(verdict, result.Verdict);
        Assert.Equal(verdict == GateVerdict.Pass, result.Reason.Length == 0);
    }

    [Fact]
    public void The_worked_example_of_land_is_right()
    {
        var area = LandArea.Of(Right with { LandArea = 22_000 }, Rules.Need("primary"));

        Assert.Equal(23_760.00m, area.Required);
        Assert.Equal(20.37m, area.PerPupil);
        Assert.Equal(1_760.00m, area.Missing);
        Assert.Equal(35.64m, LandArea.InMu(23_760));
        Assert.Equal(33.00m, area.Mu);
    }

    [Fact]
    public void A_complete_application_misses_nothing()
    {
        var precheck = LandPrecheck.Of(Right, Rules);

        Assert.Empty(precheck.Missing);
        Assert.Empty(precheck.Problems);
        Assert.False(precheck.Blocked);
    }

    [Fact]
    public void Papers_are_asked_for_by_what_is_declared()
    {
        var precheck = LandPrecheck.Of(Right with { Documents = [], SoilUseChange = true, GeoZone = "low" }, Rules);

        Assert.Contains(precheck.Missing, d => d.Id == "DOC-SOIL");
        Assert.Contains(precheck.Missing, d => d.Id == "DOC-GEO");
        Assert.Contains(precheck.Missing, d => d.Id == "DOC-CONTRACT");
        Assert.DoesNotContain(precheck.Missing, d => d.Id is "DOC-INVEST" or "DOC-IDLE");
    }

    [Theory]
    [InlineData("91350100M000100Y44", 24, 45, "校验位")]
    [InlineData("91350100M000100Y43", 48, 45, "2160")]
    [InlineData("91350100M000100Y43", 24, 46, "班额")]
    [InlineData("91350100M000100Y43", 25, 45, "6 的倍数")]
    public void What_looks_wrong_is_told(string uscc, int classes, int size, string problem) => Assert.Contains(
        LandPrecheck.Of(
            Right with { ApplicantUscc = uscc, PlannedClasses = classes, ClassSize = size }, Rules).Problems,
        text => text.Contains(problem, StringComparison.Ordinal));

    private static Dictionary<string, LandApplication> Applications => new()
    {
        ["right"] = Right,
        ["listed"] = Right with { InContaminatedList = true },
        ["use changed without survey"] = Right with { SoilUseChange = true },
        ["use changed with survey"] = Right with { SoilUseChange = true, SoilSurveyNo = "临环土评〔2026〕41号" },
        ["soil exceeds"] = Right with { SoilExceeds = true },
        ["geo high"] = Right with { GeoZone = "high", GeoAssessment = "suitable" },
        ["geo medium"] = Right with { GeoZone = "medium" },
        ["geo low without assessment"] = Right with { GeoZone = "low" },
        ["geo low basic"] = Right with { GeoZone = "low", GeoAssessment = "basic" },
        ["geo low unsuitable"] = Right with { GeoZone = "low", GeoAssessment = "unsuitable" },
        ["geo low suitable"] = Right with { GeoZone = "low", GeoAssessment = "suitable" },
        ["no eia"] = Right with { EiaNo = "" },
        ["plan differs"] = Right with { PlanConform = false },
        ["area short"] = Right with { LandArea = 23_759.99m },
        ["area short in the old town"] = Right with { LandArea = 23_759.99m, OldTown = true },
        ["area just enough"] = Right with { LandArea = 23_760 },
        ["area short by boarders"] = Right with { LandArea = 23_760, Boarders = 1 },
        ["radius too long"] = Right with { ServiceRadius = 501 },
        ["station near"] = Right with { Nearby = [new("waste-station", 38, "")] },
        ["station near with walls"] = Right with { Nearby = [new("waste-station", 38, "绿化隔离带 6 m")] },
        ["station at the line"] = Right with { Nearby = [new("waste-station", 50, ""), new("unknown", 1, "")] },
        ["idle school"] = Right with { IdleNearby = true },
    };
}
