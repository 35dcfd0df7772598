using System.Globalization;
using System.Text.RegularExpressions;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

/// <summary>A grade as it was written.</summary>
/// <param name="Grade">1–9 for compulsory education; others are read too, so that the reason can name them.</param>
/// <param name="EntryYear">The year of entry when a cohort was written (2026级); the stage then decides the
/// grade.</param>
internal readonly record struct GradeWord(int? Grade, int? EntryYear);

/// <summary>Reads grades: 3, 三年级, 小学三年级, 初一, 七, 八年级, 高一, 2026级.</summary>
internal static partial class GradeWords
{
    /// <summary>Reads a compact text; null when it is no grade.</summary>
    public static GradeWord? Parse(string compact)
    {
        if (Cohort().Match(compact) is { Success: true } cohort)
            return new(null, int.Parse(cohort.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        var match = Written().Match(compact);
        if (!match.Success || Number(match.Groups["n"].Value) is not { } n) return null;
        var offset = match.Groups["p"].Value switch
        {
            "初" or "初中" when n <= 4 => 6,
            "高" or "高中" when n <= 3 => 9,
            _ => 0,
        };
        return new(n + offset, null);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : ChineseNumber.Parse(text);

    [GeneratedRegex("^(20[0-9]{2})(?:级|年入学)$")]
    private static partial Regex Cohort();

    [GeneratedRegex("^(?<p>小学|小|初中|初|高中|高)?(?<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:年级|年|级)?$")]
    private static partial Regex Written();
}
