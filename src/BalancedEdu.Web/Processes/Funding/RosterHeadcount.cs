namespace BalancedEdu.Web.Processes.Funding;

/// <summary>One class of a roster.</summary>
/// <param name="Grade">1–9.</param>
/// <param name="Enrolled">在籍.</param>
/// <param name="Boarders">寄宿.</param>
/// <param name="Inclusive">随班就读.</param>
public sealed record RosterClassCount(int Grade, int Enrolled, int Boarders, int Inclusive);

/// <summary>Sums the classes of a roster to what a school is paid for.</summary>
public static class RosterHeadcount
{
    private const int LastPrimaryGrade = 6;

    /// <summary>The headcount of a school; pupils of a special school count as such, whatever their grade.</summary>
    /// <param name="schoolKind">办学类型: 小学, 教学点, 初中, 九年制, 特教.</param>
    /// <param name="classes">Its classes.</param>
    public static Headcount Of(string schoolKind, IReadOnlyCollection<RosterClassCount> classes)
    {
        ArgumentNullException.ThrowIfNull(schoolKind);
        ArgumentNullException.ThrowIfNull(classes);
        var boarders = classes.Sum(c => Math.Min(c.Boarders, c.Enrolled));
        if (schoolKind.StartsWith('特'))
            return new(0, 0, 0, 0, classes.Sum(c => c.Enrolled), boarders);
        var primary = classes.Where(c => c.Grade <= LastPrimaryGrade).ToList();
        var junior = classes.Where(c => c.Grade > LastPrimaryGrade).ToList();
        return new(
            primary.Sum(c => c.Enrolled), junior.Sum(c => c.Enrolled),
            primary.Sum(c => Math.Min(c.Inclusive, c.Enrolled)),
            junior.Sum(c => Math.Min(c.Inclusive, c.Enrolled)), 0, boarders);
    }
}
