namespace BalancedEdu.Web.Data.LargeClasses;

/// <summary>Where a ticket stands (环节): the seven cells of the ledger, then how it ended.</summary>
public enum TicketStep
{
    /// <summary>立案.</summary>
    Filing = 0,

    /// <summary>方案.</summary>
    Planning = 1,

    /// <summary>审核.</summary>
    Reviewing = 2,

    /// <summary>整改, also 返工.</summary>
    Rectifying = 3,

    /// <summary>自查.</summary>
    SelfChecking = 4,

    /// <summary>核查.</summary>
    Verifying = 5,

    /// <summary>销号.</summary>
    Closing = 6,

    /// <summary>已销号.</summary>
    Closed = 7,

    /// <summary>不予立案: a false alarm, or merged into another ticket.</summary>
    NotFiled = 8,

    /// <summary>终止.</summary>
    Cancelled = 9,
}

/// <summary>
/// A line of the ledger of large classes (大班额台账): one class, one case. It follows its case in the transaction of each
/// step.
/// </summary>
public sealed class LargeClassTicket
{
    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>DB-2026-00377.</summary>
    public required string Number { get; set; }

    /// <summary>The district of the school.</summary>
    public required string DistrictCode { get; set; }

    /// <summary>The school.</summary>
    public required string SchoolCode { get; set; }

    /// <summary>Its name when the ticket was opened.</summary>
    public required string SchoolName { get; set; }

    /// <summary>小学 or 初中.</summary>
    public required string Stage { get; set; }

    /// <summary>The year the school year of the finding begins in.</summary>
    public int SchoolYear { get; set; }

    /// <summary>1 in autumn, 2 in spring.</summary>
    public int Term { get; set; }

    /// <summary>1–9, in the school year of the finding.</summary>
    public int GradeNo { get; set; }

    /// <summary>1–99.</summary>
    public int ClassNo { get; set; }

    /// <summary>School year less grade: the same for a class as long as it exists.</summary>
    public int Cohort { get; set; }

    /// <summary>Whether it was in the first grade of its stage.</summary>
    public bool IsStartGrade { get; set; }

    /// <summary>Pupils when it was found.</summary>
    public int Enrolled { get; set; }

    /// <summary>Pupils in the newest snapshot.</summary>
    public int LatestEnrolled { get; set; }

    /// <summary>The standard.</summary>
    public int StdSize { get; set; }

    /// <summary>Pupils above the standard when it was found.</summary>
    public int OverCount { get; set; }

    /// <summary>1–3: S1, S2, S3.</summary>
    public int Severity { get; set; }

    /// <summary>学籍扫描, 督导, 举报 or 自查.</summary>
    public string FoundBy { get; set; } = "学籍扫描";

    /// <summary>When.</summary>
    public DateTimeOffset FoundAt { get; set; }

    /// <summary>The roster import that found it, or null.</summary>
    public long? ImportId { get; set; }

    /// <summary>Codes of the causes, with commas.</summary>
    public string Cause { get; set; } = "";

    /// <summary>Codes of the measures of the plan, with commas.</summary>
    public string Measures { get; set; } = "";

    /// <summary>Codes of the evidence that the school named in its self-check, with commas.</summary>
    public string Evidence { get; set; } = "";

    /// <summary>Pupils after the rectification, as planned.</summary>
    public int? TargetSize { get; set; }

    /// <summary>The day of the plan, <c>yyyy-MM-dd</c>.</summary>
    public string? TargetDate { get; set; }

    /// <summary>Where it stands.</summary>
    public TicketStep Step { get; set; }

    /// <summary>When the plan was approved.</summary>
    public DateTimeOffset? PlanApprovedAt { get; set; }

    /// <summary>When the school reported its own check.</summary>
    public DateTimeOffset? SelfCheckAt { get; set; }

    /// <summary>User names of those who checked on site, with commas.</summary>
    public string VerifiedBy { get; set; } = "";

    /// <summary>Pupils by the roster when it was closed.</summary>
    public int? VerifiedSize { get; set; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>How often it was sent back after a check.</summary>
    public int ReworkCount { get; set; }

    /// <summary><c>none</c>, <c>transfer-freeze</c> or <c>plan-cap</c>.</summary>
    public string Restriction { get; set; } = "none";

    /// <summary>The day of the look-back (回头看), <c>yyyy-MM-dd</c>.</summary>
    public string? RecheckOn { get; set; }

    /// <summary>The number of the ticket it is a rebound of, or null.</summary>
    public string? ParentTicket { get; set; }
}

/// <summary>
/// A restriction on the enrolment of a school, because of a ticket: what enrolment plans have to keep to until it is
/// lifted.
/// </summary>
public sealed class EnrolmentRestriction
{
    /// <summary>The case it comes from.</summary>
    public long CaseId { get; set; }

    /// <summary><c>transfer-freeze</c> or <c>plan-cap</c>; one of each a case.</summary>
    public required string Kind { get; set; }

    /// <summary>The school.</summary>
    public required string SchoolCode { get; set; }

    /// <summary>The school year whose enrolment it restricts begins in this year.</summary>
    public int SchoolYear { get; set; }

    /// <summary>The most pupils of the enrolment plan; null for a freeze.</summary>
    public int? PlanCap { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When it was lifted, or null.</summary>
    public DateTimeOffset? LiftedAt { get; set; }
}
