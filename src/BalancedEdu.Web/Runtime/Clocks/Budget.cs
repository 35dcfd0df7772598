using System.Globalization;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>What a period is counted in.</summary>
public enum BudgetUnit
{
    /// <summary>工作日, <c>WD</c>.</summary>
    WorkingDays,

    /// <summary>自然日, <c>D</c>: the last day rolls off holidays and weekends.</summary>
    Days,

    /// <summary>工作小时, <c>WH</c>.</summary>
    WorkingHours,

    /// <summary>月, <c>M</c>: the same day of a later month; rolls like days.</summary>
    Months,
}

/// <summary>A period granted by a rule: <c>20WD</c>, <c>30D</c>, <c>8WH</c>, <c>3M</c>.</summary>
/// <param name="Amount">How many, 1–9999.</param>
/// <param name="Unit">Of what.</param>
public sealed record Budget(int Amount, BudgetUnit Unit)
{
    private static readonly (string Suffix, BudgetUnit Unit)[] Suffixes =
    [
        ("WD", BudgetUnit.WorkingDays), ("WH", BudgetUnit.WorkingHours),
        ("D", BudgetUnit.Days), ("M", BudgetUnit.Months),
    ];

    /// <summary>The unit in words: 个工作日.</summary>
    public string UnitName => Unit switch
    {
        BudgetUnit.WorkingDays => "个工作日",
        BudgetUnit.Days => "日",
        BudgetUnit.WorkingHours => "个工作小时",
        BudgetUnit.Months => "个月",
        _ => throw new InvalidOperationException($"No words for the unit {Unit}."),
    };

    /// <summary>The budget in words: 20 个工作日.</summary>
    public string InWords => $"{Amount} {UnitName}";

    /// <summary>Reads a budget that was checked before.</summary>
    /// <exception cref="FormatException">It is not a budget.</exception>
    public static Budget Parse(string text) => TryParse(text, out var refusal) ?? throw refusal!.ToException();

    /// <summary>Reads a budget.</summary>
    /// <returns>The budget, or null with the reason in <paramref name="refusal"/>.</returns>
    public static Budget? TryParse(string? text, out ClockTextRefusal? refusal)
    {
        refusal = null;
        var trimmed = text?.Trim() ?? "";
        foreach (var (suffix, unit) in Suffixes)
        {
            if (!trimmed.EndsWith(suffix, StringComparison.Ordinal)) continue;
            var digits = trimmed[..^suffix.Length];
            if (!digits.All(char.IsAsciiDigit) || digits.Length == 0) break;
            if (digits.Length > 4 || int.Parse(digits, CultureInfo.InvariantCulture) is var amount && amount == 0)
            {
                refusal = new("clock.budget.range", $"时限“{trimmed}”的数量不在 1–9999 之间。", "请写 1 到 9999 的整数，如 20WD。");
                return null;
            }
            return new(amount, unit);
        }
        refusal = Explain(trimmed);
        return null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Amount}{Suffixes.First(s => s.Unit == Unit).Suffix}");

    private static ClockTextRefusal Explain(string text) => text switch
    {
        "" => new("clock.budget.empty", "没有写时限。", "请写数量和单位，如 20WD（工作日）、30D（自然日）、8WH（工作小时）、3M（月）。"),
        ['P', ..] => new("clock.budget.iso-period", $"时限“{text}”是 ISO 8601 的写法，它没有工作日。",
            "工作日写 20WD，自然日写 30D，工作小时写 8WH，月写 3M。"),
        ['-' or '+', ..] => new("clock.budget.signed", $"时限“{text}”带有正负号。", "时限是一段长度，请去掉符号，如 5WD。"),
        _ when text.Any(c => c is >= '０' and <= '９') =>
            new("clock.budget.full-width", $"时限“{text}”里有全角数字。", "请改用半角数字，如 20WD。"),
        _ when text.Contains('.', StringComparison.Ordinal) =>
            new("clock.budget.fraction", $"时限“{text}”不是整数。", "请写整数；半个工作日用小时表示，如 4WH。"),
        _ when text.All(char.IsAsciiDigit) =>
            new("clock.budget.no-unit", $"时限“{text}”没有单位。", $"工作日写 {text}WD，自然日写 {text}D。"),
        _ when !text.Equals(text.ToUpperInvariant(), StringComparison.Ordinal) =>
            new("clock.budget.lower-case", $"时限“{text}”的单位不是大写。", "单位只有 WD、D、WH、M 四种，须大写。"),
        _ => new("clock.budget.unit", $"时限“{text}”的单位不认识。", "单位只有 WD（工作日）、D（自然日）、WH（工作小时）、M（月）。"),
    };
}
