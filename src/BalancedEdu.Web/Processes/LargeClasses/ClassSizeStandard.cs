namespace BalancedEdu.Web.Processes.LargeClasses;

/// <summary>One version of the standards, in force from a day until the next version's.</summary>
/// <param name="EffectiveFrom">The first day it applies.</param>
/// <param name="Source">The documents the numbers come from.</param>
/// <param name="Stages">Thresholds a stage.</param>
/// <param name="Rectification">What each severity demands.</param>
/// <param name="SchoolKinds">Grades and sizes a kind of school.</param>
/// <param name="Relaxation">Which schools may be larger.</param>
/// <param name="PlanCap">When and how far the enrolment plan is cut further.</param>
/// <param name="Enrolled">The plausible sizes of a class; outside of it a row is refused.</param>
/// <param name="LookBackDays">Days from the closing of a ticket to its look-back (回头看).</param>
public sealed record ClassSizeStandard(
    DateOnly EffectiveFrom, string Source, IReadOnlyList<StageStandard> Stages,
    IReadOnlyList<Rectification> Rectification, IReadOnlyList<SchoolKind> SchoolKinds, Relaxation Relaxation,
    PlanCapRule PlanCap, EnrolledRange Enrolled, int LookBackDays)
{
    /// <summary>The stage that a grade belongs to, or null.</summary>
    public StageStandard? StageOf(int grade) =>
        Stages.FirstOrDefault(s => s.FirstGrade <= grade && grade <= s.LastGrade);

    /// <summary>The severity of a class of this size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The grade belongs to no stage.</exception>
    public Severity SeverityOf(int grade, int enrolled)
    {
        var stage = StageOf(grade) ?? throw new ArgumentOutOfRangeException(nameof(grade), grade, "no such grade");
        return enrolled >= stage.ExtraLargeFrom ? Severity.S3
            : enrolled >= stage.LargeFrom ? Severity.S2
            : enrolled > stage.Standard ? Severity.S1
            : Severity.S0;
    }

    /// <summary>What a severity demands; null for <see cref="Severity.S0"/>.</summary>
    public Rectification? RectificationOf(Severity severity) =>
        Rectification.FirstOrDefault(r => r.Severity == severity);

    /// <summary>The kind of school by its name in the directory, or null when it is not configured.</summary>
    public SchoolKind? KindOf(string name) => SchoolKinds.FirstOrDefault(k => k.Names.Contains(name));

    /// <summary>The most pupils a school may have; null for a kind that is not configured.</summary>
    /// <param name="kindName">The kind as in the directory.</param>
    /// <param name="foundedYear">The year of foundation, or null when unknown.</param>
    /// <param name="migrantPercent">Percentage of children of migrant workers, 0–100.</param>
    public int? MaxPupils(string kindName, int? foundedYear, decimal migrantPercent)
    {
        if (KindOf(kindName) is not { } kind) return null;
        var relaxed = foundedYear <= Relaxation.FoundedUpTo || migrantPercent > Relaxation.MigrantPercentAbove;
        return relaxed ? kind.RelaxedMaxPupils : kind.MaxPupils;
    }
}

/// <summary>The thresholds of a stage, in pupils a class.</summary>
/// <param name="Stage">小学 or 初中.</param>
/// <param name="FirstGrade">Its first grade, which is also its start grade (起始年级).</param>
/// <param name="LastGrade">Its last grade.</param>
/// <param name="Standard">The most pupils of a class within the standard.</param>
/// <param name="LargeFrom">大班额 from here.</param>
/// <param name="ExtraLargeFrom">超大班额 from here.</param>
public sealed record StageStandard(
    string Stage, int FirstGrade, int LastGrade, int Standard, int LargeFrom, int ExtraLargeFrom);

/// <summary>What a severity demands.</summary>
/// <param name="Severity">The severity.</param>
/// <param name="Name">大班额.</param>
/// <param name="Restriction">What holds at once: <c>none</c> or <c>transfer-freeze</c>.</param>
/// <param name="Interim">The budget of the interim measure, or null: <c>20WD</c>.</param>
/// <param name="Final">The budget of the whole rectification from the plan's approval: <c>90WD</c>.</param>
public sealed record Rectification(Severity Severity, string Name, string Restriction, string? Interim, string Final);

/// <summary>A kind of school (办学类型).</summary>
/// <param name="Names">Its names in school directories.</param>
/// <param name="FirstGrade">Its first grade.</param>
/// <param name="LastGrade">Its last grade.</param>
/// <param name="MaxPupils">The most pupils.</param>
/// <param name="RelaxedMaxPupils">The most pupils of a school that <see cref="Relaxation"/> applies to.</param>
public sealed record SchoolKind(
    IReadOnlyList<string> Names, int FirstGrade, int LastGrade, int MaxPupils, int RelaxedMaxPupils);

/// <summary>Which schools may be larger: either condition is enough.</summary>
/// <param name="FoundedUpTo">Founded in this year or before.</param>
/// <param name="MigrantPercentAbove">More than this percentage of children of migrant workers.</param>
public sealed record Relaxation(int FoundedUpTo, decimal MigrantPercentAbove);

/// <summary>When the enrolment plan is cut further.</summary>
/// <param name="Factor">What the plan is multiplied by, rounded down.</param>
/// <param name="Severity">From this severity.</param>
/// <param name="OverdueWorkingDaysAbove">Or when more working days than this are overdue.</param>
public sealed record PlanCapRule(decimal Factor, Severity Severity, int OverdueWorkingDaysAbove);

/// <summary>The plausible sizes of a class, both ends included.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
public sealed record EnrolledRange(int Min, int Max);
