using BalancedEdu.Web.Processes;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>How much longer a period may become, once, with approval.</summary>
/// <param name="Id">What definitions name: <c>permit.joint</c>.</param>
/// <param name="Name">As shown.</param>
/// <param name="Added">How much: <c>15WD</c>.</param>
/// <param name="Law">The article.</param>
public sealed record ExtensionRule(string Id, string Name, string Added, string Law);

/// <summary>How long a department may file its opinion after the system has decided in its silence.</summary>
/// <param name="Period">From the time-out on: <c>1WD</c>.</param>
/// <param name="Law">The rule.</param>
public sealed record LateOpinionRule(string Period, string Law);

/// <summary>
/// Numbers about clocks that the law or the place sets, from a day on. What a definition names is looked up on the day
/// it is used: a changed law is a new version, and what was granted before keeps its numbers.
/// </summary>
/// <param name="EffectiveFrom">The first day.</param>
/// <param name="Source">The law or order.</param>
/// <param name="Extensions">By how much periods may be extended.</param>
/// <param name="LateOpinion">Until when a silent department is heard.</param>
public sealed record ClockRules(
    DateOnly EffectiveFrom, string Source, IReadOnlyList<ExtensionRule> Extensions, LateOpinionRule LateOpinion)
    : IEffectiveDated
{
    /// <summary>The rules of a file, or those that ship with the product.</summary>
    /// <param name="file">A path; empty for the shipped ones.</param>
    /// <exception cref="InvalidDataException">It is not readable or contradicts itself.</exception>
    public static DatedRules<ClockRules> Read(string file)
    {
        if (file.Length == 0)
        {
            const string name = "BalancedEdu.Web.Runtime.Clocks.clock-rules.json";
            using var shipped = typeof(ClockRules).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidDataException($"Expected to read rules from {name}, but the program lacks it.");
            return DatedRulesFile.Read<ClockRules>(shipped, name, Contradiction);
        }
        using var own = File.OpenRead(file);
        return DatedRulesFile.Read<ClockRules>(own, file, Contradiction);
    }

    /// <summary>The rule of a name, or null.</summary>
    public ExtensionRule? Extension(string id) => Extensions.FirstOrDefault(e => e.Id == id);

    /// <summary>What contradicts itself in a version, or null.</summary>
    public static string? Contradiction(ClockRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Extensions.GroupBy(e => e.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"the extension {twice.Key} is there twice";
        foreach (var (text, law) in rules.Extensions.Select(e => (e.Added, e.Law))
            .Append((rules.LateOpinion.Period, rules.LateOpinion.Law)))
        {
            if (Budget.TryParse(text, out var refusal) is null)
                return $"'{text}' is no period ({refusal!.Code})";
            if (string.IsNullOrWhiteSpace(law))
                return $"the period {text} names no law";
        }
        return null;
    }
}
