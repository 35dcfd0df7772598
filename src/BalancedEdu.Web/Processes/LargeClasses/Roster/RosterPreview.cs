namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>What an import would do, before it does anything.</summary>
/// <param name="Term">The term the numbers are of.</param>
/// <param name="Mapping">What the headings were taken for.</param>
/// <param name="Classes">The classes that would be imported, in the order of the file.</param>
/// <param name="Refused">The refused rows, up to the limit.</param>
/// <param name="RefusedCount">All refused rows.</param>
/// <param name="Remarks">Rows that are imported with something worth a look, up to the limit.</param>
/// <param name="Skipped">What was left out a sheet.</param>
/// <param name="Districts">Sums, by code.</param>
/// <param name="LargeSchools">Schools above their size, the largest first.</param>
public sealed record RosterPreview(
    SchoolTerm Term, ColumnMapping Mapping, IReadOnlyList<RosterClass> Classes, IReadOnlyList<ProblemRow> Refused,
    int RefusedCount, IReadOnlyList<ProblemRow> Remarks, IReadOnlyList<SkippedRows> Skipped,
    IReadOnlyList<DistrictSum> Districts, IReadOnlyList<LargeSchool> LargeSchools)
{
    /// <summary>All pupils of the valid classes.</summary>
    public int Pupils => Districts.Sum(d => d.Pupils);

    /// <summary>The classes above the standard: each opens a ticket, or joins the one that is open.</summary>
    public IEnumerable<RosterClass> AboveStandard => Classes.Where(c => c.Severity > Severity.S0);

    /// <summary>How many classes have the severity.</summary>
    public int CountOf(Severity severity) => Classes.Count(c => c.Severity == severity);

    internal static IReadOnlyList<DistrictSum> SumDistricts(IEnumerable<RosterClass> classes) =>
    [
        .. classes.GroupBy(c => (c.School.DistrictCode, c.School.DistrictName)).OrderBy(g => g.Key.DistrictCode,
            StringComparer.Ordinal)
            .Select(g => new DistrictSum(
                g.Key.DistrictCode, g.Key.DistrictName, g.Count(), g.Sum(c => c.Enrolled),
                g.Count(c => c.Severity == Severity.S1), g.Count(c => c.Severity == Severity.S2),
                g.Count(c => c.Severity == Severity.S3))),
    ];

    internal static IReadOnlyList<LargeSchool> FindLargeSchools(
        IEnumerable<RosterClass> classes, ClassSizeStandard standard) =>
    [
        .. classes.GroupBy(c => c.School).Select(g => new LargeSchool(
                g.Key, g.Sum(c => c.Enrolled),
                standard.MaxPupils(g.Key.Kind, g.Key.FoundedYear, g.Key.MigrantPercent) ?? int.MaxValue))
            .Where(s => s.Pupils > s.MaxPupils).OrderByDescending(s => s.Pupils),
    ];
}
