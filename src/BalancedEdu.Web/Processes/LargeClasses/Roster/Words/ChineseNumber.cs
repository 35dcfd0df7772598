namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

/// <summary>Numbers in Chinese words up to 999: 七, 十二, 四十七, 一百零五, 廿一.</summary>
internal static class ChineseNumber
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>Reads the whole text, or gives null when it is no such number.</summary>
    public static int? Parse(string text)
    {
        if (text.Length is 0 or > 6) return null;
        int total = 0, digit = -1, lastUnit = 1000;
        var gap = false;
        foreach (var c in text.Replace("廿", "二十", StringComparison.Ordinal).Replace('两', '二').Replace('〇', '零'))
        {
            var value = Digits.IndexOf(c, StringComparison.Ordinal);
            if (value == 0 && text.Length > 1)
            {
                // 零 only fills the gap after 百.
                if (lastUnit != 100 || gap || digit >= 0) return null;
                gap = true;
            }
            else if (value >= 0)
            {
                // Two digits without a unit (四七) are not a number that we guess.
                if (digit >= 0) return null;
                digit = value;
            }
            else
            {
                var unit = c switch { '十' => 10, '百' => 100, _ => 0 };
                if (unit == 0 || unit >= lastUnit || digit < 0 && unit == 100) return null;
                total += (digit < 0 ? 1 : digit) * unit;
                (digit, lastUnit) = (-1, unit);
            }
        }
        // 一百五 means 150 to some and 105 to others.
        if (digit > 0 && lastUnit == 100 && !gap) return null;
        return total + Math.Max(0, digit);
    }
}
