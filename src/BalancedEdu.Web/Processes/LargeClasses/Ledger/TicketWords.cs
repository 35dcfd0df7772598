using BalancedEdu.Web.Data.LargeClasses;

namespace BalancedEdu.Web.Processes.LargeClasses.Ledger;

/// <summary>The codes of the ledger in Chinese, the same words as in the forms of the process.</summary>
public static class TicketWords
{
    /// <summary>The steps that a ticket passes, in order.</summary>
    public const int StepCount = 7;

    private static readonly Dictionary<string, string> CauseWords = new(StringComparer.Ordinal)
    {
        ["choice"] = "择校", ["capacity"] = "扩容不足", ["merger"] = "撤并", ["migrant"] = "随迁子女增加", ["teachers"] = "师资不足",
    };

    private static readonly Dictionary<string, string> MeasureWords = new(StringComparer.Ordinal)
    {
        ["split"] = "分班", ["diversion"] = "分流", ["new-school"] = "新建", ["extension"] = "改扩建",
        ["zoning"] = "学区化", ["group"] = "集团化", ["alliance"] = "学校联盟", ["teachers"] = "增师资",
    };

    private static readonly Dictionary<string, string> EvidenceWords = new(StringComparer.Ordinal)
    {
        ["roster"] = "整改后学籍花名册快照", ["timetable"] = "新课表与班主任任命", ["photo"] = "教室照片",
        ["parents"] = "家长告知", ["publicity"] = "公示截图", ["teachers"] = "教师调配文件",
    };

    /// <summary>立案 … 销号, 已销号.</summary>
    public static string NameOf(TicketStep step) => step switch
    {
        TicketStep.Filing => "立案",
        TicketStep.Planning => "方案",
        TicketStep.Reviewing => "审核",
        TicketStep.Rectifying => "整改",
        TicketStep.SelfChecking => "自查",
        TicketStep.Verifying => "核查",
        TicketStep.Closing => "销号",
        TicketStep.Closed => "已销号",
        TicketStep.NotFiled => "不予立案",
        _ => "已终止",
    };

    /// <summary>How the class was found, by the code of the form.</summary>
    public static string FoundBy(string code) => code switch
    {
        "scan" => "学籍扫描",
        "inspection" => "督导",
        "report" => "举报",
        "self" => "自查",
        _ => code,
    };

    /// <summary>Causes with commas as words: 择校、扩容不足.</summary>
    public static string Causes(string codes) => List(codes, CauseWords);

    /// <summary>Measures with commas as words: 分班、增师资.</summary>
    public static string Measures(string codes) => List(codes, MeasureWords);

    /// <summary>Evidence with commas as words: 新课表与班主任任命、家长告知.</summary>
    public static string Evidence(string codes) => List(codes, EvidenceWords);

    /// <summary>What holds for the school's enrolment because of the ticket.</summary>
    public static string Restriction(string restriction, bool isStartGrade) => restriction switch
    {
        "transfer-freeze" => "冻结转入",
        "plan-cap" => "限制招生",
        _ => isStartGrade ? "起始不增" : "",
    };

    private static string List(string codes, Dictionary<string, string> words) => string.Join(
        '、', codes.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(c => words.GetValueOrDefault(c, c)));
}
