using BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>
/// Finds pupils' personal data in a roster. Class sizes need none, so a file with any is refused as a whole and nothing
/// of
/// it is kept (个人信息保护法 art. 28–31, 未成年人保护法 art. 72).
/// </summary>
internal static class PersonalData
{
    private const int HeadRows = 40;
    private static readonly string[] Words =
    [
        "姓名", "身份证", "证件号", "证件类型", "学籍号", "学籍辅号", "个人标识", "出生日期", "出生年月", "生日", "监护人", "家长",
        "家庭住址", "家庭地址", "户籍地", "户口所在", "现住址", "手机", "联系电话", "联系方式",
    ];

    /// <exception cref="RosterFileException">There is personal data; the message names where, never the
    /// value.</exception>
    public static void Refuse(Sheet sheet)
    {
        for (var i = 0; i < sheet.Rows.Count; i++)
        {
            var row = sheet.Rows[i];
            foreach (var cell in row.Cells)
            {
                if (i < HeadRows && IsHeading(cell, row.Filled)) throw Refusal(sheet, row,
                    $"表头有「{Headings.Plain(cell)}」列");
                if (cell.Length is >= 18 and <= 24 && IsIdentityNumber(CellText.Compact(cell)))
                    throw Refusal(sheet, row, "有身份证号码");
            }
        }
    }

    private static RosterFileException Refusal(Sheet sheet, SheetRow row, string fact) => new(
        "roster.file.personal-data",
        $"《{sheet.Name}》第 {row.Number} 行{fact}。班额统计不收集学生个人信息，文件未保存；请删除这些列后重新上传。");

    private static bool IsHeading(string cell, int filledInRow)
    {
        // "联系电话：0511-…" and "制表人：" are lines to fill in, and a long text is a remark; a heading stands among others.
        if (cell.Length is 0 or > 24 || filledInRow < 2) return false;
        var compact = CellText.Compact(cell);
        return compact.Length <= 12 && !compact.Contains(':', StringComparison.Ordinal)
            && Words.Any(w => compact.Contains(w, StringComparison.Ordinal));
    }

    /// <summary>GB 11643: 17 digits and a check character.</summary>
    private static bool IsIdentityNumber(string text)
    {
        if (text.Length != 18) return false;
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            if (!char.IsAsciiDigit(text[i])) return false;
            sum += (text[i] - '0') * weights[i];
        }
        return char.ToUpperInvariant(text[17]) == "10X98765432"[sum % 11];
    }
}
