using System.Globalization;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>One step of a ladder as written in <c>be:sla</c>.</summary>
/// <param name="Key">The offset, normalised: <c>-2WD</c>, <c>0</c>, <c>+20WD</c>; unique in a ladder.</param>
/// <param name="WorkingDays">Before (negative) or after the last day.</param>
/// <param name="Level"><c>L1</c>–<c>L4</c>; empty for reminders.</param>
public sealed record LadderStep(string Key, int WorkingDays, string Level);

/// <summary>A step with its instant. At most once a clock by its key.</summary>
/// <param name="Key">As in <see cref="LadderStep.Key"/>, or <see cref="Ladder.Timeout"/>.</param>
/// <param name="Level"><c>L1</c>–<c>L4</c>; empty for reminders and the time-out.</param>
/// <param name="DueAt">When it fires; when the server was down then, once as soon as it is back.</param>
public sealed record LadderRung(string Key, string Level, DateTimeOffset DueAt);

/// <summary>The reminders before and the escalations after the last day of a clock (提醒与督办).</summary>
/// <param name="Steps">In order of time.</param>
public sealed record Ladder(IReadOnlyList<LadderStep> Steps)
{
    /// <summary>The key of the rung that gives the time-out outcome.</summary>
    public const string Timeout = "timeout";

    private const int WorkingDaysMax = 250;

    private const string ReminderRemedy = "提醒写最后一日之前的工作日，如 -2WD,-1WD,0。";

    private const string EscalationRemedy = "督办写最后一日之后的工作日和级别，如 +1WD:L1,+5WD:L2。";

    /// <summary>Reads texts that were checked before.</summary>
    /// <exception cref="FormatException">They are not a ladder.</exception>
    public static Ladder Parse(string? reminders, string? escalate) =>
        TryParse(reminders, escalate, out var refusal) ?? throw refusal!.ToException();

    /// <summary>Reads <c>reminders</c> and <c>escalate</c> of <c>be:sla</c>; both may be empty.</summary>
    /// <returns>The ladder, or null with the first error in <paramref name="refusal"/>.</returns>
    public static Ladder? TryParse(string? reminders, string? escalate, out ClockTextRefusal? refusal)
    {
        var steps = new List<LadderStep>();
        foreach (var part in Parts(reminders))
        {
            var days = Offset(part);
            refusal = days switch
            {
                null => Unreadable(part, ReminderRemedy),
                > 0 => new("clock.ladder.reminder-after-due", $"提醒“{part}”在最后一日之后。", ReminderRemedy),
                < -WorkingDaysMax => new("clock.ladder.range", $"提醒“{part}”超过 {WorkingDaysMax} 个工作日。", ReminderRemedy),
                _ => null,
            };
            if (refusal is not null) return null;
            steps.Add(new(KeyOf(days!.Value), days.Value, ""));
        }
        foreach (var part in Parts(escalate))
        {
            var (offset, level) = part.Split(':') is [var a, var b] ? (a.Trim(), b.Trim()) : (part, null);
            var days = Offset(offset);
            refusal = (days, level) switch
            {
                (null, _) => Unreadable(offset, EscalationRemedy),
                ( <= 0, _) =>
                    new("clock.ladder.escalation-before-due", $"督办“{part}”不在最后一日之后。", EscalationRemedy),
                ( > WorkingDaysMax, _) =>
                    new("clock.ladder.range", $"督办“{part}”超过 {WorkingDaysMax} 个工作日。", EscalationRemedy),
                (_, null) => new("clock.ladder.no-level", $"督办“{part}”没有级别。", EscalationRemedy),
                (_, not ("L1" or "L2" or "L3" or "L4")) =>
                    new("clock.ladder.level", $"督办“{part}”的级别只能是 L1 到 L4。", EscalationRemedy),
                _ => null,
            };
            if (refusal is not null) return null;
            steps.Add(new(KeyOf(days!.Value), days.Value, level!));
        }
        var twice = steps.GroupBy(s => s.Key).FirstOrDefault(g => g.Count() > 1)?.Key;
        refusal = twice is null ? null : new("clock.ladder.twice", $"“{twice}”写了两次。", "每一级只写一次。");
        return twice is null ? new([.. steps.OrderBy(s => s.WorkingDays)]) : null;
    }

    /// <summary>
    /// The steps with their instants: at reminder time of their day. A step that would lie at or before the start of
    /// the clock is left out: nobody is reminded of work that just arrived.
    /// </summary>
    /// <param name="startedAt">The start of the clock.</param>
    /// <param name="dueAt">Its end.</param>
    /// <param name="hasTimeout">Whether the system gives an outcome when the time is up.</param>
    /// <param name="office">Hours and calendar.</param>
    public IReadOnlyList<LadderRung> Rungs(
        DateTimeOffset startedAt, DateTimeOffset dueAt, bool hasTimeout, OfficeTime office)
    {
        ArgumentNullException.ThrowIfNull(office);
        var last = OfficeTime.DateOf(dueAt);
        var rungs = Steps
            .Select(s => (Step: s, Day: office.Calendar.AddWorkingDays(last, s.WorkingDays).Date))
            .Select(s => new LadderRung(s.Step.Key, s.Step.Level, office.ReminderOf(s.Day)))
            .Where(r => r.DueAt > startedAt);
        return [.. rungs.Concat(hasTimeout ? [new LadderRung(Timeout, "", dueAt)] : []).OrderBy(r => r.DueAt)];
    }

    private static string KeyOf(int days) =>
        days == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{days:+0;-0}WD");

    private static int? Offset(string text)
    {
        if (text == "0") return 0;
        if (text.Length is < 4 or > 7 || text[0] is not ('+' or '-') || !text.EndsWith("WD", StringComparison.Ordinal))
            return null;
        var digits = text[1..^2];
        if (!digits.All(char.IsAsciiDigit)) return null;
        var days = int.Parse(digits, CultureInfo.InvariantCulture);
        return text[0] == '-' ? -days : days;
    }

    private static ClockTextRefusal Unreadable(string text, string remedy) =>
        text.Contains('P', StringComparison.Ordinal)
            ? new("clock.ladder.iso-period", $"“{text}”是 ISO 8601 的写法，它没有工作日。", remedy)
            : new("clock.ladder.offset", $"“{text}”不是以工作日计的偏移。", remedy);

    private static IEnumerable<string> Parts(string? text) =>
        string.IsNullOrWhiteSpace(text) ? [] : text.Split(',').Select(p => p.Trim());
}
