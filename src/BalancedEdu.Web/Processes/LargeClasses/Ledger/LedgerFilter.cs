using BalancedEdu.Web.Data.LargeClasses;

namespace BalancedEdu.Web.Processes.LargeClasses.Ledger;

/// <summary>What narrows the ledger; it stands in the address.</summary>
public sealed record LedgerFilter
{
    /// <summary>The school year of the finding, or null for all.</summary>
    public int? Year { get; init; }

    /// <summary>The district's code.</summary>
    public string? District { get; init; }

    /// <summary>Part of a school's name, or of a number.</summary>
    public string? Search { get; init; }

    /// <summary>小学 or 初中.</summary>
    public string? Stage { get; init; }

    /// <summary>1–3.</summary>
    public int? Severity { get; init; }

    /// <summary>The step.</summary>
    public TicketStep? Step { get; init; }

    /// <summary>Also tickets that are closed: <c>all</c>, or only those: <c>closed</c>; null for open ones.</summary>
    public string? Status { get; init; }

    /// <summary>Only those with an overdue task.</summary>
    public bool Overdue { get; init; }

    /// <summary>Only start grades.</summary>
    public bool StartGrade { get; init; }

    /// <summary>Whether anything but the year is chosen.</summary>
    public bool Narrowed => District is not null || Search is not null || Stage is not null || Severity is not null
        || Step is not null || Status is not null || Overdue || StartGrade;
}

/// <summary>
/// A place in the order of the ledger: worst first, then by how far above the standard, then by number.
/// </summary>
/// <param name="Severity">The severity.</param>
/// <param name="OverCount">Pupils above the standard.</param>
/// <param name="CaseId">The case.</param>
public sealed record LedgerCursor(int Severity, int OverCount, long CaseId)
{
    /// <summary>As it stands in the address.</summary>
    public override string ToString() => FormattableString.Invariant($"{Severity}-{OverCount}-{CaseId}");

    /// <summary>Reads the address; null when there is no place in it.</summary>
    public static LedgerCursor? Parse(string? text) =>
        text?.Split('-') is [var s, var o, var c] && int.TryParse(s, out var severity) && int.TryParse(o, out var over)
        && long.TryParse(c, out var caseId) ? new(severity, over, caseId) : null;
}
