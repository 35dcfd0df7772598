namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>A class that was read and is right.</summary>
/// <param name="Sheet">The sheet it stands in.</param>
/// <param name="Row">Its row as the spreadsheet program shows it.</param>
/// <param name="School">The school, from the directory.</param>
/// <param name="Stage">小学 or 初中.</param>
/// <param name="Grade">1–9.</param>
/// <param name="ClassNo">Its number in the grade, 1–99.</param>
/// <param name="Enrolled">在籍人数.</param>
/// <param name="Boarders">寄宿人数.</param>
/// <param name="InclusivePupils">随班就读人数.</param>
/// <param name="Standard">The most pupils within the standard.</param>
/// <param name="Severity">How far it is above it.</param>
/// <param name="IsStartGrade">Whether it is in the first grade of its stage (起始年级).</param>
public sealed record RosterClass(
    string Sheet, int Row, DirectorySchool School, string Stage, int Grade, int ClassNo, int Enrolled, int Boarders,
    int InclusivePupils, int Standard, Severity Severity, bool IsStartGrade)
{
    /// <summary>Pupils above the standard, at least 0.</summary>
    public int OverCount => PlanCap.OverCount(Enrolled, Standard);
}

/// <summary>What is wrong, or worth a look, in one cell.</summary>
/// <param name="Column">The column.</param>
/// <param name="Value">The value as in the file.</param>
/// <param name="Code">Stable and dotted: <c>roster.row.unknown-school</c>.</param>
/// <param name="Reason">Chinese; says how to put it right.</param>
public sealed record CellProblem(RosterColumn Column, string Value, string Code, string Reason);

/// <summary>A row with problems: refused, or imported with a remark.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Row">The row as the spreadsheet program shows it.</param>
/// <param name="School">The school as in the file.</param>
/// <param name="Class">Grade and class as in the file.</param>
/// <param name="Enrolled">The number as in the file.</param>
/// <param name="Problems">At least one.</param>
public sealed record ProblemRow(
    string Sheet, int Row, string School, string Class, string Enrolled, IReadOnlyList<CellProblem> Problems);

/// <summary>How many rows of a sheet were not read, and why.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="HasHeader">False for a sheet without a table (cover, instructions): all of it was left out.</param>
/// <param name="Titles">Titles, lines to fill in and headers, also repeated ones.</param>
/// <param name="Subtotals">小计, 合计.</param>
/// <param name="Notes">Notes and signatures under the table.</param>
public sealed record SkippedRows(string Sheet, bool HasHeader, int Titles, int Subtotals, int Notes);

/// <summary>A school above the size that its kind may have (大规模学校, M1).</summary>
/// <param name="School">The school.</param>
/// <param name="Pupils">Its pupils in this roster.</param>
/// <param name="MaxPupils">The most it may have.</param>
public sealed record LargeSchool(DirectorySchool School, int Pupils, int MaxPupils);

/// <summary>The sums of a district.</summary>
/// <param name="Code">Six digits.</param>
/// <param name="Name">澄江区.</param>
/// <param name="Classes">Classes.</param>
/// <param name="Pupils">Pupils.</param>
/// <param name="S1">超省标.</param>
/// <param name="S2">大班额.</param>
/// <param name="S3">超大班额.</param>
public sealed record DistrictSum(string Code, string Name, int Classes, int Pupils, int S1, int S2, int S3);
