using System.Globalization;
using System.Text.RegularExpressions;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>A term of a school year, which begins in autumn.</summary>
/// <param name="Year">The year the school year begins in: 2026 of 2026–2027.</param>
/// <param name="Term">1 in autumn, 2 in spring.</param>
public readonly partial record struct SchoolTerm(int Year, int Term)
{
    /// <summary>2026–2027 学年第一学期.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"{Year}–{Year + 1} 学年第{(Term == 1 ? "一" : "二")}学期");

    /// <summary>The key of the term in business keys: <c>2026-1</c>.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Year}-{Term}");

    /// <summary>The term of a day: the first from August, the second from February.</summary>
    public static SchoolTerm Of(DateOnly day) =>
        day.Month >= 8 ? new(day.Year, 1) : day.Month >= 2 ? new(day.Year - 1, 2) : new(day.Year - 1, 1);

    /// <summary>The term that a file name or a title names (2026年秋季, 2026秋, 2026-autumn), or null.</summary>
    public static SchoolTerm? In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 200) return null;
        var match = Written().Match(text);
        if (!match.Success) return null;
        var year = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups[2].Value is "春" or "spring" ? new(year - 1, 2) : new(year, 1);
    }

    [GeneratedRegex("(20[0-9]{2})[年\\s_-]{0,3}(春|秋|spring|autumn)", RegexOptions.IgnoreCase)]
    private static partial Regex Written();
}
