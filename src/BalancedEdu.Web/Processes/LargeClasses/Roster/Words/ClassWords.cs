using System.Globalization;
using System.Text.RegularExpressions;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

/// <summary>A class as it was written: its number in the grade, and the grade when it stands with it.</summary>
/// <param name="ClassNo">The number in the grade.</param>
/// <param name="Grade">The grade before it (七（3）班), or null.</param>
internal readonly record struct ClassWord(int ClassNo, GradeWord? Grade);

/// <summary>Reads classes: 3, (3)班, （三）班, 三班, 七（3）班, 一年级2班, 2026级3班.</summary>
internal static partial class ClassWords
{
    /// <summary>Reads a compact text; null when it is no class.</summary>
    /// <param name="compact">The text.</param>
    /// <param name="gradeKnown">
    /// Whether a column of its own gives the grade; only then a bare 703 of grade 7 is the class 3, not the class 703.
    /// </param>
    public static ClassWord? Parse(string compact, int? gradeKnown)
    {
        var text = compact.Replace('【', '(').Replace('】', ')').Replace('[', '(').Replace(']', ')');
        var match = Written().Match(text);
        if (!match.Success || Number(match.Groups["c"].Value) is not { } number) return null;
        GradeWord? grade = null;
        if (match.Groups["g"].Value is { Length: > 0 } written
            && (grade = GradeWords.Parse(written)) is null) return null;
        if (number > 100 && gradeKnown == number / 100) number %= 100;
        return new(number, grade);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : ChineseNumber.Parse(text);

    [GeneratedRegex(
        @"^(?<g>(?:[^()]*?(?:年级|年|级)|[^()0-9第]{1,4}(?=[0-9(])|[0-9]{1,2}(?=\()))?"
        + @"第?\(?(?<c>[0-9]{1,3}|[一二三四五六七八九十百]{1,4})\)?班?$")]
    private static partial Regex Written();
}
