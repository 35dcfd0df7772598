using System.Globalization;
using System.Text.Json;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>
/// Reads a calendar file: <c>{"2026":{"status","source":[],"holidays":[{"date","name"}],"workdays":[…]}}</c>.
/// Nothing of a file with an error is taken: half a calendar gives wrong legal dates.
/// </summary>
public static class CalendarFile
{
    private const string Remedy = "请按已公布的放假通知更正后重新导入，本次未导入任何一天。";

    /// <summary>Reads the years of a file.</summary>
    /// <returns>The years in order, or null with the first error in <paramref name="refusal"/>.</returns>
    public static IReadOnlyList<CalendarYear>? TryRead(ReadOnlyMemory<byte> json, out ClockTextRefusal? refusal)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var years = ReadYears(document.RootElement);
            refusal = null;
            return years;
        }
        catch (JsonException e)
        {
            refusal = new("calendar.not-json", $"日历文件第 {e.LineNumber + 1} 行不是 JSON。", Remedy);
        }
        catch (RefusedException e)
        {
            refusal = new(e.Code, e.Message, Remedy);
        }
        return null;
    }

    private static List<CalendarYear> ReadYears(JsonElement root)
    {
        Demand(root.ValueKind == JsonValueKind.Object, "calendar.not-years", "日历文件的最外层不是“年份 → 安排”的对象。");
        var years = new List<CalendarYear>();
        foreach (var entry in root.EnumerateObject())
        {
            var isYear = int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var year);
            Demand(isYear && year is >= 2000 and <= 2100, "calendar.year", $"“{entry.Name}”不是 2000–2100 的年份。");
            Demand(years.All(y => y.Year != year), "calendar.year-twice", $"{year} 年出现了两次。");
            years.Add(ReadYear(year, entry.Value));
        }
        Demand(years.Count > 0, "calendar.empty", "日历文件里没有任何年份。");
        return [.. years.OrderBy(y => y.Year)];
    }

    private static CalendarYear ReadYear(int year, JsonElement json)
    {
        Demand(json.ValueKind == JsonValueKind.Object, "calendar.not-years", $"{year} 年的安排不是对象。");
        var status = Text(json, "status", year) switch
        {
            "official" => CalendarYearStatus.Official,
            "provisional" => CalendarYearStatus.Provisional,
            var other => throw new RefusedException(
                "calendar.status", $"{year} 年的 status 是“{other}”，只能是 official 或 provisional。"),
        };
        var sources = Items(json, "source", year)
            .Select(s => s.ValueKind == JsonValueKind.String ? s.GetString()!.Trim() : "").ToList();
        Demand(sources.Count > 0 && sources.All(s => s.Length > 0), "calendar.no-source", $"{year} 年没有写明出处 source。");
        var holidays = ReadDays(json, "holidays", year);
        var workdays = ReadDays(json, "workdays", year);
        foreach (var day in workdays)
        {
            Demand(holidays.All(h => h.Date != day.Date), "calendar.day-twice",
                $"{day.Date:yyyy-MM-dd} 既是放假日又是上班日。");
            Demand(day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, "calendar.workday-not-weekend",
                $"调休上班日 {day.Date:yyyy-MM-dd} 不是周六或周日。");
        }
        return new(year, status, sources, holidays, workdays);
    }

    private static List<NamedDay> ReadDays(JsonElement json, string name, int year)
    {
        var days = new List<NamedDay>();
        foreach (var item in Items(json, name, year))
        {
            Demand(item.ValueKind == JsonValueKind.Object, "calendar.day", $"{year} 年 {name} 里有一项不是对象。");
            var text = Text(item, "date", year);
            var isDate = DateOnly.TryParseExact(
                text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
            Demand(isDate, "calendar.date", $"{year} 年 {name} 里的“{text}”不是 yyyy-MM-dd 的日期。");
            Demand(date.Year == year, "calendar.date-elsewhere", $"{text} 不在 {year} 年。");
            Demand(days.All(d => d.Date != date), "calendar.day-twice", $"{text} 在 {name} 里出现了两次。");
            days.Add(new(date, Text(item, "name", year)));
        }
        return days;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name, int year)
    {
        var there = json.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array;
        Demand(there, "calendar.missing", $"{year} 年缺少列表 {name}。");
        return items.EnumerateArray();
    }

    private static string Text(JsonElement json, string name, int year)
    {
        var there = json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String;
        Demand(there, "calendar.missing", $"{year} 年缺少文字 {name}。");
        return text.GetString()!;
    }

    private static void Demand(bool holds, string code, string message)
    {
        if (!holds) throw new RefusedException(code, message);
    }

    private sealed class RefusedException(string code, string message) : Exception(message)
    {
        public string Code { get; } = code;
    }
}
