using System.Globalization;

namespace BalancedEdu.Web.Processes.Land;

/// <summary>What a gate says.</summary>
public enum GateVerdict
{
    /// <summary>Nothing against it.</summary>
    Pass,

    /// <summary>With a condition that a seat has to word.</summary>
    Conditional,

    /// <summary>Something has to come first.</summary>
    Pending,

    /// <summary>Not here: no majority can outvote it.</summary>
    Block,
}

/// <summary>One gate held against an application.</summary>
/// <param name="Id"><c>G1</c> … <c>G10</c>.</param>
/// <param name="Name">As shown.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Reason">Why, as a Chinese sentence; empty when it passes.</param>
public sealed record GateResult(string Id, string Name, GateVerdict Verdict, string Reason);

/// <summary>The hard gates (硬门槛) of land for schools, by what the application declares.</summary>
public static class HardGates
{
    /// <summary>Holds all gates against an application, G1 to G10 in order.</summary>
    public static IReadOnlyList<GateResult> Check(LandApplication application, LandRules rules)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(rules);
        return
        [
            Listed(application), Surveyed(application), Exceeds(application), Geology(application, rules),
            Environment(application), Plan(application), Area(application, rules), Distances(application, rules),
            Idle(application), new("G10", "教育部门同意", GateVerdict.Pending, "待教育席在会审中明示意见。"),
        ];
    }

    /// <summary>土壤污染防治法 61: a listed parcel never serves the public.</summary>
    private static GateResult Listed(LandApplication a) => a.InContaminatedList
        ? new("G1", "土壤污染名录", GateVerdict.Block, "地块列入土壤污染风险管控和修复名录，不得作为教育用地。")
        : Pass("G1", "土壤污染名录");

    /// <summary>土壤污染防治法 59: survey and review come before a change of use.</summary>
    private static GateResult Surveyed(LandApplication a) => a.SoilUseChange && a.SoilSurveyNo.Length == 0
        ? new("G2", "土壤调查评审", GateVerdict.Pending, "变更用途前须完成土壤调查并通过评审，请补交评审意见。")
        : Pass("G2", "土壤调查评审");

    /// <summary>土壤污染防治法 60, 66.</summary>
    private static GateResult Exceeds(LandApplication a) => a.SoilExceeds
        ? new("G3", "土壤超标", GateVerdict.Block, "土壤检测超标，且未完成修复移出名录。")
        : Pass("G3", "土壤超标");

    /// <summary>地质灾害防治条例 21; the city's policy is stricter: no school in prone zones.</summary>
    private static GateResult Geology(LandApplication a, LandRules rules)
    {
        const string name = "地质灾害";
        if (rules.GeoBlockedZones.Contains(a.GeoZone))
            return new("G4", name, GateVerdict.Block, "地块位于地质灾害中、高易发区，不得作为教育用地。");
        if (a.GeoAssessment == "unsuitable")
            return new("G4", name, GateVerdict.Block, "地质灾害危险性评估结论为不适宜。");
        if (a.GeoZone != "none" && a.GeoAssessment.Length == 0)
            return new("G4", name, GateVerdict.Pending, "易发区须做地质灾害危险性评估，请补交评估结论。");
        return a.GeoAssessment is "poor" or "basic"
            ? new("G4", name, GateVerdict.Conditional, "评估结论为基本适宜或适宜性差，须附治理条件。")
            : Pass("G4", name);
    }

    private static GateResult Environment(LandApplication a) => a.EiaNo.Length == 0
        ? new("G5", "环评手续", GateVerdict.Pending, "缺环评批复或登记表备案号。")
        : Pass("G5", "环评手续");

    /// <summary>城乡规划法 37–40: the plan is changed first.</summary>
    private static GateResult Plan(LandApplication a) => a.PlanConform
        ? Pass("G6", "规划符合性")
        : new("G6", "规划符合性", GateVerdict.Block, "不符合国土空间规划、控规或学校布局规划，应先修改规划。");

    private static GateResult Area(LandApplication a, LandRules rules)
    {
        const string name = "用地与服务半径";
        var need = rules.Need(a.Stage);
        var area = LandArea.Of(a, need);
        if (area.Missing > 0)
            return new("G7", name, a.OldTown ? GateVerdict.Conditional : GateVerdict.Block, string.Create(
                CultureInfo.InvariantCulture,
                $"应有 {area.Required:#,0.00} m²，缺 {area.Missing:#,0.00} m²，"
                + $"生均 {area.PerPupil:0.00} m²，标准 {need.AreaPerPupil:0.00} m²。"));
        return a.ServiceRadius > need.ServiceRadius
            ? new("G7", name, GateVerdict.Conditional, string.Create(
                CultureInfo.InvariantCulture, $"服务半径 {a.ServiceRadius:0} m，超过 {need.ServiceRadius:0} m。"))
            : Pass("G7", name);
    }

    private static GateResult Distances(LandApplication a, LandRules rules)
    {
        var near = a.Nearby
            .Select(n => (n, Rule: rules.Setbacks.FirstOrDefault(s => s.Facility == n.Facility)))
            .Where(x => x.Rule is not null && x.n.Distance < x.Rule.Metres)
            .ToList();
        if (near.Count == 0)
            return Pass("G8", "避让距离");
        var text = string.Join("；", near.Select(x => string.Create(
            CultureInfo.InvariantCulture, $"距{x.Rule!.Name} {x.n.Distance:0.#} m，应不少于 {x.Rule.Metres:0} m")));
        return near.All(x => x.n.Mitigation.Length > 0)
            ? new("G8", "避让距离", GateVerdict.Conditional, $"{text}；已附隔离措施。")
            : new("G8", "避让距离", GateVerdict.Block, $"{text}；未附隔离措施。");
    }

    /// <summary>A hint, never a block: an idle school within reach has to be considered.</summary>
    private static GateResult Idle(LandApplication a) => a.IdleNearby
        ? new("G9", "闲置校舍比选", GateVerdict.Conditional, a.IdleReason.Length > 0
            ? $"服务半径内有闲置校舍，不采用的理由：{a.IdleReason}" : "服务半径内有闲置校舍，须说明不采用的理由。")
        : Pass("G9", "闲置校舍比选");

    private static GateResult Pass(string id, string name) => new(id, name, GateVerdict.Pass, "");
}
