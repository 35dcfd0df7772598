using System.Text.RegularExpressions;

namespace BalancedEdu.Bpmn.Model;

/// <summary>
/// The grammar of budgets and offsets (approvals.md §3): <c>WD</c> working days, <c>WH</c> working hours, <c>D</c>
/// calendar days, <c>M</c> months. Never ISO <c>P1D</c>, which would hide which kind of day is meant.
/// </summary>
public static partial class SlaText
{
    /// <summary>A budget: <c>20WD</c>, <c>30D</c>, <c>8WH</c>, <c>3M</c>; up to 999.</summary>
    public static bool IsPeriod(string text) => Period().IsMatch(text);

    /// <summary>A reminder before due: <c>-2WD</c>, or <c>0</c> for the day itself.</summary>
    public static bool IsReminder(string text) => Reminder().IsMatch(text);

    /// <summary>An escalation after due with its level: <c>+1WD:L1</c>.</summary>
    public static bool IsEscalation(string text) => Escalation().IsMatch(text);

    /// <summary>The offset of an escalation without its level: <c>+1WD</c>.</summary>
    public static string OffsetOf(string escalation) => escalation.Split(':')[0];

    [GeneratedRegex(@"^[1-9]\d{0,2}(WD|WH|D|M)$", RegexOptions.CultureInvariant)]
    private static partial Regex Period();

    [GeneratedRegex(@"^(0|-[1-9]\d{0,2}(WD|WH|D))$", RegexOptions.CultureInvariant)]
    private static partial Regex Reminder();

    [GeneratedRegex(@"^\+[1-9]\d{0,2}(WD|WH|D):L[1-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex Escalation();
}
