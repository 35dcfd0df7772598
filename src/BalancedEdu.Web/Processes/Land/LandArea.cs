namespace BalancedEdu.Web.Processes.Land;

/// <summary>The land of a school against what its pupils need; all areas in m².</summary>
/// <param name="Required">What is needed.</param>
/// <param name="PerPupil">生均用地, with two places, for display; comparisons use the raw areas.</param>
/// <param name="Missing">What is missing; zero when there is enough.</param>
/// <param name="Mu">The area in mu (亩), with two places.</param>
public sealed record LandArea(decimal Required, decimal PerPupil, decimal Missing, decimal Mu)
{
    private const decimal MuPerThousandSquareMetres = 1.5m;

    /// <summary>1 mu is 2000/3 m², so m² × 1.5 ÷ 1000 is exact.</summary>
    public static decimal InMu(decimal squareMetres) =>
        decimal.Round(squareMetres * MuPerThousandSquareMetres / 1000, 2, MidpointRounding.AwayFromZero);

    /// <summary>Holds the land of an application against the needs of its stage.</summary>
    public static LandArea Of(LandApplication application, StageNeed need)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(need);
        var required = application.PlannedPupils * need.AreaPerPupil + application.Boarders * need.AreaPerBoarder;
        var perPupil = application.PlannedPupils == 0
            ? 0
            : decimal.Round(application.LandArea / application.PlannedPupils, 2, MidpointRounding.AwayFromZero);
        return new(required, perPupil, Math.Max(0, required - application.LandArea), InMu(application.LandArea));
    }
}
