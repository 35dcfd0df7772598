namespace BalancedEdu.Web.Processes.Turnkey;

/// <summary>The lines of the 50 % rule from a day on.</summary>
/// <param name="EffectiveFrom">The first day.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="WarnAt">The share of homes at which people are warned: 0.4.</param>
/// <param name="HoldAt">The share at which further permits are held unless the school is accepted: 0.5.</param>
public sealed record RatioRule(DateOnly EffectiveFrom, string Source, decimal WarnAt, decimal HoldAt) : IEffectiveDated
{
    /// <summary>The versions that ship with the product.</summary>
    public static DatedRules<RatioRule> Shipped() => DatedRulesFile.Shipped<RatioRule>(
        "Turnkey/ratio-rules.json",
        r => 0 < r.WarnAt && r.WarnAt < r.HoldAt && r.HoldAt <= 1 ? null : "its lines do not rise");
}

/// <summary>Where a development stands by the 50 % rule.</summary>
public enum RatioState
{
    /// <summary>Below both lines, or the school is accepted.</summary>
    Free,

    /// <summary>At the warning line or above.</summary>
    Warning,

    /// <summary>At the hold line or above, and the school is not accepted.</summary>
    Hold,
}

/// <summary>How much of the homes of a development is completed.</summary>
/// <param name="TotalGfa">Approved floor area of the homes, in m²; above zero.</param>
/// <param name="DoneGfa">Completed floor area, in m².</param>
public sealed record CompletionRatio(decimal TotalGfa, decimal DoneGfa)
{
    /// <summary>
    /// The state by the raw figures: the area is held against the line, nothing is divided or rounded before. 93,199.99
    /// of 186,400 m² would show as 0.5000 and is still below.
    /// </summary>
    public RatioState StateBy(RatioRule rule, bool schoolAccepted)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return schoolAccepted || DoneGfa < TotalGfa * rule.WarnAt ? RatioState.Free
            : DoneGfa >= TotalGfa * rule.HoldAt ? RatioState.Hold
            : RatioState.Warning;
    }

    /// <summary>What is left until the hold line, in m²; zero when it is reached.</summary>
    public decimal GapTo(RatioRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Math.Max(0, TotalGfa * rule.HoldAt - DoneGfa);
    }

    /// <summary>The percentage as shown: cut, not rounded, so that it never shows a line that is not reached.</summary>
    public string Shown => FormattableString.Invariant($"{decimal.Truncate(DoneGfa * 10000 / TotalGfa) / 100:0.00}%");
}
