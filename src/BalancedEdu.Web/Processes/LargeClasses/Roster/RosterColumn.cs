namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>What a column of a roster can mean.</summary>
public enum RosterColumn
{
    /// <summary>不导入.</summary>
    None = 0,

    /// <summary>区划代码.</summary>
    DistrictCode,

    /// <summary>区划名称.</summary>
    DistrictName,

    /// <summary>学校代码.</summary>
    SchoolCode,

    /// <summary>学校名称.</summary>
    SchoolName,

    /// <summary>学段.</summary>
    Stage,

    /// <summary>年级.</summary>
    Grade,

    /// <summary>班号.</summary>
    ClassNo,

    /// <summary>在籍人数.</summary>
    Enrolled,

    /// <summary>寄宿人数.</summary>
    Boarders,

    /// <summary>随班就读人数.</summary>
    InclusivePupils,
}

/// <summary>The columns in Chinese.</summary>
public static class RosterColumns
{
    /// <summary>The columns in the order of our template.</summary>
    public static IReadOnlyList<RosterColumn> All { get; } =
        [.. Enum.GetValues<RosterColumn>().Where(c => c != RosterColumn.None)];

    /// <summary>在籍人数.</summary>
    public static string NameOf(RosterColumn column) => column switch
    {
        RosterColumn.DistrictCode => "区划代码",
        RosterColumn.DistrictName => "区划名称",
        RosterColumn.SchoolCode => "学校代码",
        RosterColumn.SchoolName => "学校名称",
        RosterColumn.Stage => "学段",
        RosterColumn.Grade => "年级",
        RosterColumn.ClassNo => "班号",
        RosterColumn.Enrolled => "在籍人数",
        RosterColumn.Boarders => "寄宿人数",
        RosterColumn.InclusivePupils => "随班就读人数",
        _ => "不导入",
    };
}
