using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Processes.LargeClasses.Roster;

namespace BalancedEdu.Web.Processes.LargeClasses;

/// <summary>The variable <c>class</c> of the process: the class that a ticket is about, as it was found.</summary>
/// <param name="SchoolCode">Ten digits.</param>
/// <param name="SchoolName">澄江区明德小学.</param>
/// <param name="DistrictCode">Six digits.</param>
/// <param name="DistrictName">澄江区.</param>
/// <param name="Stage">小学 or 初中.</param>
/// <param name="GradeNo">1–9.</param>
/// <param name="ClassNo">1–99.</param>
/// <param name="IsStartGrade">Whether it is in the first grade of its stage.</param>
/// <param name="Enrolled">Pupils.</param>
/// <param name="StdSize">The standard.</param>
/// <param name="Severity">S1, S2 or S3.</param>
/// <param name="Term">The term of the finding.</param>
/// <param name="SnapshotDate">The day of the numbers.</param>
/// <param name="ImportId">The roster import that found it, or null.</param>
/// <param name="ParentTicket">The number of the ticket that it is a rebound of, or null.</param>
public sealed record LargeClassCase(
    string SchoolCode, string SchoolName, string DistrictCode, string DistrictName, string Stage, int GradeNo,
    int ClassNo, bool IsStartGrade, int Enrolled, int StdSize, Severity Severity, SchoolTerm Term,
    DateOnly SnapshotDate, long? ImportId, string? ParentTicket)
{
    /// <summary>The BPMN process.</summary>
    public const string ProcessId = "large-class-rectification";

    private const string Grades = "一二三四五六七八九";

    /// <summary>Pupils above the standard.</summary>
    public int OverCount => PlanCap.OverCount(Enrolled, StdSize);

    /// <summary>
    /// One ticket a class and term: <c>2026-1/3299010001/4/3</c>; a rebound has its parent's number behind it.
    /// </summary>
    public string BusinessKey => string.Create(
        CultureInfo.InvariantCulture,
        $"{Term.Key}/{SchoolCode}/{GradeNo}/{ClassNo}{(ParentTicket is null ? "" : "/" + ParentTicket)}");

    /// <summary>四（3）班.</summary>
    public string GradeClass => GradeClassOf(GradeNo, ClassNo);

    /// <summary>四（3）班.</summary>
    public static string GradeClassOf(int gradeNo, int classNo)
    {
        var grade = gradeNo is >= 1 and <= 9 ? Grades.Substring(gradeNo - 1, 1) : $"{gradeNo}";
        return string.Create(CultureInfo.InvariantCulture, $"{grade}（{classNo}）班");
    }

    /// <summary>A class of a roster that is above its standard.</summary>
    public static LargeClassCase Of(RosterClass found, SchoolTerm term, DateOnly snapshotDate, long importId)
    {
        ArgumentNullException.ThrowIfNull(found);
        var school = found.School;
        return new(
            school.Code, school.Name, school.DistrictCode, school.DistrictName, found.Stage, found.Grade, found.ClassNo,
            found.IsStartGrade, found.Enrolled, found.Standard, found.Severity, term, snapshotDate, importId, null);
    }

    /// <summary>The variable as the process sees it.</summary>
    public FeelValue ToFeel() => FeelValue.Of(new FeelContext(
    [
        new("schoolCode", FeelValue.Of(SchoolCode)), new("schoolName", FeelValue.Of(SchoolName)),
        new("districtCode", FeelValue.Of(DistrictCode)), new("districtName", FeelValue.Of(DistrictName)),
        new("stage", FeelValue.Of(Stage)), new("gradeNo", FeelValue.Of((decimal)GradeNo)),
        new("classNo", FeelValue.Of((decimal)ClassNo)), new("isStartGrade", FeelValue.Of(IsStartGrade)),
        new("enrolled", FeelValue.Of((decimal)Enrolled)), new("stdSize", FeelValue.Of((decimal)StdSize)),
        new("overCount", FeelValue.Of((decimal)OverCount)), new("severity", FeelValue.Of(Severity.ToString())),
        new("schoolYear", FeelValue.Of((decimal)Term.Year)), new("term", FeelValue.Of((decimal)Term.Term)),
        new("snapshotDate", FeelValue.Of(SnapshotDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        new("importId", ImportId is { } id ? FeelValue.Of((decimal)id) : FeelValue.Null),
        new("parentTicket", FeelValue.Of(ParentTicket)),
    ]));

    /// <summary>Reads the variable; null when it is missing or no class can be told from it.</summary>
    public static LargeClassCase? From(FeelContext variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (!variables.TryGet("class", out var value) || value.AsContext() is not { } c) return null;
        if (Text(c, "schoolCode") is not { } school || Number(c, "gradeNo") is not { } grade
            || Number(c, "classNo") is not { } classNo || Number(c, "enrolled") is not { } enrolled)
            return null;
        return new(
            school, Text(c, "schoolName") ?? school, Text(c, "districtCode") ?? school[..Math.Min(6, school.Length)],
            Text(c, "districtName") ?? "", Text(c, "stage") ?? "", grade, classNo, Flag(c, "isStartGrade"), enrolled,
            Number(c, "stdSize") ?? 0, Enum.TryParse<Severity>(Text(c, "severity"), out var s) ? s : Severity.S1,
            new(Number(c, "schoolYear") ?? 0, Number(c, "term") ?? 1), Day(c, "snapshotDate"), Number(c, "importId"),
            Text(c, "parentTicket"));
    }

    private static string? Text(FeelContext context, string name) =>
        context.TryGet(name, out var value) ? value.AsString() : null;

    private static int? Number(FeelContext context, string name) =>
        context.TryGet(name, out var value) && value.AsNumber() is { } number
        && number == decimal.Truncate(number) && Math.Abs(number) < int.MaxValue ? (int)number : null;

    private static bool Flag(FeelContext context, string name) =>
        context.TryGet(name, out var value) && value.AsBoolean() == true;

    private static DateOnly Day(FeelContext context, string name) =>
        DateOnly.TryParseExact(
            Text(context, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : default;
}
