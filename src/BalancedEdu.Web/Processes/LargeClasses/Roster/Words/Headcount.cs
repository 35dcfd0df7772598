using System.Globalization;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

/// <summary>A number of pupils as it was read, or why it is none.</summary>
/// <param name="Value">The number; null when <paramref name="Fault"/> says why not.</param>
/// <param name="Fault">Chinese, says how to put it right; null when there is a value.</param>
internal readonly record struct HeadcountReading(int? Value, string? Fault);

/// <summary>Reads numbers of pupils: 42, ４２, 42人, " 42 ", 1,042, 42.0.</summary>
internal static class Headcount
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Reads a compact text that is not nothing.</summary>
    public static HeadcountReading Parse(string compact)
    {
        var text = compact.TrimEnd('人', '名', '个').Replace(",", "", StringComparison.Ordinal).Replace('−', '-');
        if (ChineseNumber.Parse(text) is { } words)
            return new(null, $"人数写成了汉字，请改为阿拉伯数字 {words.ToString(CultureInfo.InvariantCulture)}");
        if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number))
            return new(null, "人数须为整数，请只填阿拉伯数字");
        if (number < 0) return new(null, "人数不能为负，请核对后改正");
        if (number != decimal.Truncate(number)) return new(null, "人数须为整数，请去掉小数");
        return number > int.MaxValue ? new(null, "人数过大，请核对后改正") : new((int)number, null);
    }
}
