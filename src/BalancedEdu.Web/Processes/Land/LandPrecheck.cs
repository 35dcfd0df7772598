namespace BalancedEdu.Web.Processes.Land;

/// <summary>What the window is told of an application before it looks.</summary>
/// <param name="Missing">Papers that are needed and did not come.</param>
/// <param name="Problems">What looks wrong, as Chinese sentences.</param>
/// <param name="Gates">All gates.</param>
/// <param name="Area">The land against the need.</param>
public sealed record LandPrecheck(
    IReadOnlyList<RequiredDocument> Missing, IReadOnlyList<string> Problems, IReadOnlyList<GateResult> Gates,
    LandArea Area)
{
    /// <summary>Whether a gate blocks already by what was declared.</summary>
    public bool Blocked => Gates.Any(g => g.Verdict == GateVerdict.Block);

    /// <summary>Checks an application.</summary>
    public static LandPrecheck Of(LandApplication application, LandRules rules)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(rules);
        return new(
            [.. rules.Documents.Where(d => Needed(d.When, application) && !application.Documents.Contains(d.Id))],
            [.. Doubts(application, rules.Need(application.Stage))],
            HardGates.Check(application, rules),
            LandArea.Of(application, rules.Need(application.Stage)));
    }

    private static bool Needed(DocumentCondition when, LandApplication a) => when switch
    {
        DocumentCondition.Always => true,
        DocumentCondition.SoilUseChange => a.SoilUseChange,
        DocumentCondition.GeoProne => a.GeoZone != "none",
        DocumentCondition.IdleNearby => a.IdleNearby,
        DocumentCondition.Transfer => a.SupplyMode == "transfer",
        DocumentCondition.Allocate => a.SupplyMode == "allocate",
        _ => throw new ArgumentOutOfRangeException(nameof(when), when, "Expected a known condition of a paper."),
    };

    private static IEnumerable<string> Doubts(LandApplication a, StageNeed need)
    {
        if (!UnifiedSocialCreditCode.IsValid(a.ApplicantUscc))
            yield return "统一社会信用代码校验位不符，请核对。";
        if (a.PlannedPupils > need.PupilsMax)
            yield return $"规模 {a.PlannedPupils} 人，超过 {need.PupilsMax} 人。";
        if (a.ClassSize > need.ClassSizeMax)
            yield return $"班额 {a.ClassSize} 人，超过 {need.ClassSizeMax} 人。";
        if (a.PlannedClasses % 6 != 0)
            yield return $"规划 {a.PlannedClasses} 班，不是 6 的倍数，请说明。";
    }
}
