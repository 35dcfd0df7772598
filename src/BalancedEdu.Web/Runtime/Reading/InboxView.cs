namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>The views of the inbox (approvals.md: Inbox).</summary>
public enum InboxView
{
    /// <summary>待我办: open tasks of mine.</summary>
    Mine,

    /// <summary>待认领: open tasks without an owner that I may claim.</summary>
    Unclaimed,

    /// <summary>今日到期: mine, due before the day ends.</summary>
    Today,

    /// <summary>即将逾期: mine, two working days or less left.</summary>
    Near,

    /// <summary>已逾期: mine, past their time.</summary>
    Overdue,

    /// <summary>已停表: mine, the clock stands still.</summary>
    Paused,

    /// <summary>我发起: cases that I started.</summary>
    Started,

    /// <summary>已办: tasks that I decided.</summary>
    Done,

    /// <summary>抄送待阅: cases that were passed to me and that I have not read.</summary>
    Copied,

    /// <summary>我关注: cases that I follow and may read.</summary>
    Followed,

    /// <summary>代理给我的: open tasks of those in whose place I may act.</summary>
    Delegated,

    /// <summary>待指派: open tasks that nobody can do, for administrators.</summary>
    Unassigned,
}

/// <summary>What is the same for some of the views.</summary>
public static class InboxViewKinds
{
    /// <summary>Whether its rows are cases and not tasks.</summary>
    public static bool OfCases(this InboxView view) =>
        view is InboxView.Started or InboxView.Copied or InboxView.Followed;

    /// <summary>Whether the newest comes first; else what is due first.</summary>
    public static bool NewestFirst(this InboxView view) => view.OfCases() || view == InboxView.Done;
}

/// <summary>How many items stand in each view.</summary>
public sealed record InboxCounts(int Mine, int Unclaimed, int Today, int Near, int Overdue, int Paused, int Started)
{
    /// <summary>抄送待阅.</summary>
    public int Copied { get; init; }

    /// <summary>我关注.</summary>
    public int Followed { get; init; }

    /// <summary>Unread notifications, which the frame of every page shows.</summary>
    public int Unread { get; init; }

    /// <summary>代理给我的; null for who acts in nobody's place, and doesn't see the view.</summary>
    public int? Delegated { get; init; }

    /// <summary>待指派; null for who is no administrator, and doesn't see the view.</summary>
    public int? Unassigned { get; init; }

    /// <summary>The count of a view; null for 已办, which only grows.</summary>
    public int? Of(InboxView view) => view switch
    {
        InboxView.Mine => Mine,
        InboxView.Unclaimed => Unclaimed,
        InboxView.Today => Today,
        InboxView.Near => Near,
        InboxView.Overdue => Overdue,
        InboxView.Paused => Paused,
        InboxView.Started => Started,
        InboxView.Copied => Copied,
        InboxView.Followed => Followed,
        InboxView.Delegated => Delegated,
        InboxView.Unassigned => Unassigned,
        _ => null,
    };

    /// <summary>Whether the reader has such a view at all.</summary>
    public bool Has(InboxView view) =>
        view is not (InboxView.Delegated or InboxView.Unassigned) || Of(view) is not null;
}

/// <summary>What is shown of a view; all of it stands in the address of the page.</summary>
/// <param name="View">The view.</param>
/// <param name="ProcessId">Only cases of this process, or null.</param>
/// <param name="Step">Only tasks of this name, or null.</param>
/// <param name="DistrictCode">Only cases of this district, or null.</param>
/// <param name="Search">Part of the number, the title or the applicant, or null.</param>
/// <param name="ReturnedOnly">Only what was sent back.</param>
public sealed record InboxFilter(
    InboxView View, string? ProcessId = null, string? Step = null, string? DistrictCode = null, string? Search = null,
    bool ReturnedOnly = false)
{
    /// <summary>Rows on a page.</summary>
    public int Size { get; init; } = InboxQuery.PageSize;

    /// <summary>Whether anything but the view narrows the list.</summary>
    public bool Narrowed =>
        ProcessId is not null || Step is not null || DistrictCode is not null || Search is not null || ReturnedOnly;
}

/// <summary>A place in the order of a list: the last row of the page before. Written as <c>ticks-id</c>.</summary>
/// <param name="At">The instant that orders the list.</param>
/// <param name="Id">The row, where instants are equal.</param>
public readonly record struct InboxCursor(DateTimeOffset At, long Id)
{
    /// <summary>Reads a cursor; anything else gives null, which is the first page.</summary>
    public static InboxCursor? Parse(string? text)
    {
        var parts = text?.Split('-');
        return parts is [var ticks, var id]
            && long.TryParse(ticks, out var t) && t >= 0 && t <= DateTimeOffset.MaxValue.UtcTicks
            && long.TryParse(id, out var i) && i > 0
            ? new InboxCursor(new DateTimeOffset(t, TimeSpan.Zero), i)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{At.UtcTicks}-{Id}";
}

/// <summary>One line of the inbox.</summary>
public sealed record InboxRow
{
    /// <summary>The task; null where a row is a case.</summary>
    public long? TaskId { get; init; }

    /// <summary>The case.</summary>
    public required long CaseId { get; init; }

    /// <summary>The type tag: 大班额.</summary>
    public required string Type { get; init; }

    /// <summary>The number people quote.</summary>
    public required string Number { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The applicant as shown.</summary>
    public required string Applicant { get; init; }

    /// <summary>The step, or where the case stands.</summary>
    public required string Step { get; init; }

    /// <summary>主办, 会办, 征求意见, or the outcome in 已办.</summary>
    public required string Role { get; init; }

    /// <summary>Who has the task: a user name, or null.</summary>
    public string? Assignee { get; init; }

    /// <summary>The seat where it is one of several; else empty.</summary>
    public string Seat { get; init; } = "";

    /// <summary>Who did what before.</summary>
    public string Previous { get; init; } = "";

    /// <summary>What was said when it was passed on; else empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether nobody who may do it has opened it; of 抄送待阅 always.</summary>
    public bool Unread { get; init; }

    /// <summary>When somebody last asked to hurry, or null.</summary>
    public DateTimeOffset? UrgedAt { get; init; }

    /// <summary>Whether the step before sent it back.</summary>
    public bool Returned { get; init; }

    /// <summary>Why it was sent back, when it was.</summary>
    public string? ReturnReason { get; set; }

    /// <summary>When it arrived, was started or was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the list is ordered by.</summary>
    public required DateTimeOffset OrderedBy { get; init; }

    /// <summary>Seats that have decided, and all of them; zero where there are none.</summary>
    public (int Done, int Of) Seats { get; set; }

    /// <summary>The BPMN user task; empty where a row is a case.</summary>
    public string ElementId { get; init; } = "";

    /// <summary>The version of the bundle that the case runs on.</summary>
    public long BundleVersionId { get; init; }

    /// <summary>The revision of the task; 0 in 我发起.</summary>
    public int Revision { get; init; }
}
