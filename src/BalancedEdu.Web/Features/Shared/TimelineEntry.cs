namespace BalancedEdu.Web.Features.Shared;

/// <summary>The shape says the weight: round a plain yes, square what has consequences, dashed nothing yet.</summary>
public enum TimelineKind
{
    /// <summary>Agreed, passed, handed in.</summary>
    Yes,

    /// <summary>Agreed with conditions.</summary>
    Conditional,

    /// <summary>Refused.</summary>
    No,

    /// <summary>Returned.</summary>
    Returned,

    /// <summary>Done by the system: never shown like a person.</summary>
    System,

    /// <summary>Nothing yet.</summary>
    Waiting,

    /// <summary>Waiting for the reader.</summary>
    Me,

    /// <summary>Handed in or sent.</summary>
    Sent,
}

/// <summary>One line of opinions and history; all text is written by the server.</summary>
/// <param name="Kind">Decides shape, sign and colour.</param>
/// <param name="Who">石砚, 丁若水 代 顾永明, 系统.</param>
/// <param name="Outcome">同意, 退回, 未认领.</param>
/// <param name="By">The office, or what the system did.</param>
/// <param name="Time">11-20 16:48.</param>
/// <param name="Text">The opinion.</param>
/// <param name="Void">Withdrawn by a return: kept, and marked so.</param>
public sealed record TimelineEntry(
    TimelineKind Kind, string Who, string Outcome, string? By = null, string? Time = null, string? Text = null,
    bool Void = false)
{
    /// <summary>The mark's class.</summary>
    public string MarkClass => Kind switch
    {
        TimelineKind.Yes or TimelineKind.Sent => "yes",
        TimelineKind.Conditional => "cond",
        TimelineKind.No => "no",
        TimelineKind.Returned => "back",
        TimelineKind.System => "sys",
        TimelineKind.Me => "me",
        _ => "wait",
    };

    /// <summary>The mark's icon; a waiting entry has none.</summary>
    public string? Icon => Kind switch
    {
        TimelineKind.Yes => "check",
        TimelineKind.Sent => "send",
        TimelineKind.Conditional => "cond",
        TimelineKind.No => "x",
        TimelineKind.Returned => "back",
        TimelineKind.System => "chip",
        TimelineKind.Me => "user",
        _ => null,
    };

    /// <summary>The class of the outcome's word.</summary>
    public string OutcomeClass => Kind switch
    {
        TimelineKind.Yes => "yes",
        TimelineKind.Conditional => "cond",
        TimelineKind.No or TimelineKind.Returned => "no",
        _ => "off",
    };
}
