namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>Why a text about time (a budget, a ladder, a calendar file) was not taken. Nothing has changed.</summary>
/// <param name="Code">Stable and dotted: <c>clock.budget.iso-period</c>.</param>
/// <param name="Message">One Chinese sentence with the value seen.</param>
/// <param name="Remedy">What to write instead, in Chinese.</param>
public sealed record ClockTextRefusal(string Code, string Message, string Remedy)
{
    /// <summary>The refusal of a text that was expected to be right, because publishing had checked it.</summary>
    public FormatException ToException() => new($"[{Code}] {Message}{Remedy}");
}
