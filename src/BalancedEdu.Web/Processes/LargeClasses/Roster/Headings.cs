using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>What the headings of rosters mean, by the words that schools and districts use for them.</summary>
public static partial class Headings
{
    private static readonly FrozenDictionary<string, RosterColumn> Words = new (RosterColumn Column, string[] Words)[]
    {
        (RosterColumn.DistrictCode, ["区划代码", "行政区划代码", "辖区代码", "区县代码", "县区代码", "区域代码", "地区代码"]),
        (RosterColumn.DistrictName,
            ["区划名称", "区划", "行政区划", "辖区", "辖区名称", "辖市区", "区县", "县区", "市区县", "所属区县", "区域", "地区", "区县名称"]),
        (RosterColumn.SchoolCode,
            ["学校代码", "学校编码", "学校编号", "学校标识码", "学校识别码", "单位代码", "校码", "学校号", "办学点代码", "校点代码"]),
        (RosterColumn.SchoolName,
            ["学校名称", "学校", "学校全称", "校名", "单位名称", "校点名称", "办学点名称", "所在学校", "学校办学点名称"]),
        (RosterColumn.Stage, ["学段", "学段名称", "办学层次", "教育阶段", "学段类别"]),
        (RosterColumn.Grade, ["年级", "年级名称", "所在年级", "年级号", "年级代码"]),
        (RosterColumn.ClassNo, ["班号", "班级", "班级号", "班级名称", "班别", "班次", "班名", "班序号", "班级序号", "班级代码"]),
        (RosterColumn.Enrolled,
            ["在籍人数", "学生数", "学生人数", "在校学生数", "在校生数", "在校人数", "实有人数", "现有人数", "班级人数", "班额",
             "人数", "学生总数", "学籍人数", "在籍学生数", "实有学生数", "在读人数", "班额人数", "总人数", "班级学生数", "学生数合计",
             "人数合计", "学生数总计", "学生人数合计", "在校学生数合计", "在籍人数合计"]),
        (RosterColumn.Boarders,
            ["寄宿人数", "寄宿生", "寄宿生数", "住宿生", "住宿人数", "住校生", "住校人数", "寄宿生人数", "住宿生数", "寄宿", "住宿生人数"]),
        (RosterColumn.InclusivePupils,
            ["随班就读人数", "随班就读", "随班就读生", "随班就读学生数", "随读人数", "残疾儿童人数", "特殊学生数", "随班就读学生"]),
    }.SelectMany(c => c.Words.Select(w => KeyValuePair.Create(w, c.Column))).ToFrozenDictionary();

    private static readonly FrozenSet<string> SubHeadings = FrozenSet.Create(
        "合计", "总计", "小计", "计", "总数", "男", "女", "男生", "女生", "男生数", "女生数", "代码", "名称", "编码", "其中", "寄宿");

    /// <summary>Without white space, units in brackets, 其中, stars and colons: "其中：\n寄宿生" is 寄宿生.</summary>
    public static string Plain(string heading)
    {
        var compact = CellText.Compact(heading);
        if (compact.Length > 60) return compact;
        var text = Brackets().Replace(compact, "");
        text = text.Replace("*", "", StringComparison.Ordinal).Trim(':', ',', '、', '/', '_', '-', '.');
        return text.StartsWith("其中", StringComparison.Ordinal) ? text[2..].TrimStart(':') : text;
    }

    /// <summary>The column that a heading means, or none.</summary>
    public static RosterColumn ColumnOf(string heading)
    {
        var plain = Plain(heading);
        return Words.TryGetValue(plain, out var column) || Words.TryGetValue(plain.Replace("/", "",
            StringComparison.Ordinal), out column)
            ? column : RosterColumn.None;
    }

    /// <summary>Whether the text is a word that stands in a heading, also in its second row (合计, 男, 女).</summary>
    public static bool IsWord(string text) => SubHeadings.Contains(Plain(text)) || ColumnOf(text) != RosterColumn.None;

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")]
    private static partial Regex Brackets();
}
