namespace BalancedEdu.Web.Processes.Funding;

/// <summary>A level of government and its share.</summary>
/// <param name="Level"><c>central</c>, <c>province</c>, <c>city</c> or <c>county</c>.</param>
/// <param name="Name">As shown: 中央.</param>
/// <param name="Percent">Of the amount that is shared; all levels together give 100.</param>
public sealed record ShareLevel(string Level, string Name, decimal Percent);

/// <summary>Living allowances for poor pupils (一补), in yuan a year.</summary>
/// <param name="PrimaryBoarder">A boarder of a primary school.</param>
/// <param name="JuniorBoarder">A boarder of a junior school.</param>
/// <param name="DayPercent">What a pupil who does not board gets, in percent of that.</param>
public sealed record AidStandard(decimal PrimaryBoarder, decimal JuniorBoarder, decimal DayPercent);

/// <summary>The per-pupil quotas (生均公用经费基准定额) from a day on, in yuan a pupil and year.</summary>
/// <param name="EffectiveFrom">The first day; the version of a batch is that of the first day of its term.</param>
/// <param name="Source">The documents the numbers come from.</param>
/// <param name="Primary">Q小.</param>
/// <param name="Junior">Q初.</param>
/// <param name="Boarder">Q宿, in addition, for a boarder.</param>
/// <param name="SpecialNeeds">Q特, for pupils of special schools and those who learn along in ordinary ones.</param>
/// <param name="SmallSchoolUpTo">An ordinary school with fewer pupils is counted as having this many.</param>
/// <param name="UpliftPercent">What the city adds.</param>
/// <param name="UpliftOn">What it adds to: <c>base</c>, <c>board</c>, <c>sen</c>.</param>
/// <param name="Shares">In the order that wins a tie of remainders.</param>
/// <param name="UpliftBorneBy">The level that pays the uplift alone.</param>
/// <param name="Aid">The living allowances.</param>
/// <param name="TrainingFloorPercent">Least part of the funds that must go into teachers' training.</param>
public sealed record PerPupilStandard(
    DateOnly EffectiveFrom, string Source, decimal Primary, decimal Junior, decimal Boarder, decimal SpecialNeeds,
    int SmallSchoolUpTo, decimal UpliftPercent, IReadOnlyList<string> UpliftOn, IReadOnlyList<ShareLevel> Shares,
    string UpliftBorneBy, AidStandard Aid, decimal TrainingFloorPercent) : IEffectiveDated
{
    private static readonly string[] Parts = ["base", "board", "sen"];

    /// <summary>The versions that ship with the product.</summary>
    public static DatedRules<PerPupilStandard> Shipped() =>
        DatedRulesFile.Shipped<PerPupilStandard>("Funding/per-pupil-standards.json", Contradiction);

    /// <summary>What contradicts itself in a version, or null.</summary>
    public static string? Contradiction(PerPupilStandard standard)
    {
        ArgumentNullException.ThrowIfNull(standard);
        if (new[] { standard.Primary, standard.Junior, standard.Boarder, standard.SpecialNeeds }.Any(q => q <= 0))
            return "a quota is not above zero";
        if (standard.Shares.Sum(s => s.Percent) != 100)
            return $"the shares give {standard.Shares.Sum(s => s.Percent)} percent, not 100";
        if (standard.Shares.Any(s => s.Percent < 0))
            return "a share is below zero";
        if (standard.Shares.All(s => s.Level != standard.UpliftBorneBy))
            return $"the uplift is borne by {standard.UpliftBorneBy}, which has no share";
        return standard.UpliftOn.FirstOrDefault(part => !Parts.Contains(part)) is { } unknown
            ? $"the uplift is put on {unknown}, which is none of base, board, sen"
            : null;
    }
}
