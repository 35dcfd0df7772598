using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Model;

/// <summary>An attribute that is either literal text or, where it starts with <c>=</c>, FEEL.</summary>
/// <param name="Text">The text as it stands in the file.</param>
/// <param name="Expression">The parsed expression, or null when the text is literal.</param>
public sealed record TextOrFeel(string Text, FeelExpression? Expression);

/// <summary>Where holders of a position are looked for.</summary>
public enum AssignmentScope
{
    /// <summary>The whole city: a holder's own district or school doesn't matter.</summary>
    City,

    /// <summary>Holders in the district of the case.</summary>
    District,

    /// <summary>Holders in the school of the case.</summary>
    School,

    /// <summary>Holders in the district or school, or at the level of the city, of who started the case.</summary>
    Applicant,
}

/// <summary><c>be:assignment</c>: who may do a user task.</summary>
/// <param name="Assignee">One user name, or FEEL that gives one.</param>
/// <param name="CandidateUsers">User names, comma-separated, or FEEL that gives a list.</param>
/// <param name="CandidateGroups">Position ids (<c>edu.basic</c>), comma-separated, or FEEL that gives a list.</param>
/// <param name="Scope">Where holders of the positions are looked for.</param>
/// <param name="WhenEmpty"><c>manager</c> (default: 待指派), <c>superior</c>, <c>refuse</c>, <c>person:name</c>.</param>
/// <param name="SeparatedFrom">Ids of user tasks whose performers in this case may not do this one.</param>
/// <param name="AllowSelf">Whether the initiator of the case may do it.</param>
public sealed record Assignment(
    TextOrFeel? Assignee, TextOrFeel? CandidateUsers, TextOrFeel? CandidateGroups, AssignmentScope Scope,
    string WhenEmpty, IReadOnlyList<string> SeparatedFrom, bool AllowSelf)
{
    /// <summary>Further candidates by what they are to the case.</summary>
    public AssignmentSource? From { get; init; }

    /// <summary>Which one of several gets it, or null: whoever claims it first.</summary>
    public AssignmentPick? Pick { get; init; }

    /// <summary>
    /// Whether those who hold the posts when the task opens stay its candidates, or who holds them at each moment; null
    /// is the latter, but a task that only one can do is theirs at once.
    /// </summary>
    public bool? Snapshot { get; init; }
}

/// <summary>A person by what they are to the case.</summary>
public enum AssignmentSource
{
    /// <summary>Who is set over the one that started it.</summary>
    Superior,

    /// <summary>Who decided the step before.</summary>
    Previous,
}

/// <summary>How one of several is chosen.</summary>
public enum AssignmentPick
{
    /// <summary>One after the other.</summary>
    Turn,

    /// <summary>Who has the fewest open tasks.</summary>
    Least,

    /// <summary>By lot, from those who need not stay away (抽取, 回避): <c>Draw</c> of Execution says how.</summary>
    Draw,
}

/// <summary><c>be:outcome</c>: one button of a user task.</summary>
/// <param name="Id">Stored as <c>taskId.outcome</c>.</param>
/// <param name="Name">The Chinese verb on the button.</param>
/// <param name="RequiresComment">Whether a reason must be given; always where it counts as reject.</param>
/// <param name="Kind">
/// <c>primary</c>, <c>plain</c> or <c>danger</c>: how the button looks; <c>system</c>: no button, only the passing of
/// time gives it.
/// </param>
public sealed record Outcome(string Id, string Name, bool RequiresComment, string Kind)
{
    /// <summary>
    /// The field of the form that lists what is demanded of the applicant, or null. All is demanded at once: a later
    /// demand in the same case may not name anything new (行政许可法 32).
    /// </summary>
    public string? Demands { get; init; }

    /// <summary>
    /// How it counts where votes are counted: <c>agree</c>, <c>reject</c>, <c>abstain</c>, or null for none of these.
    /// </summary>
    public string? Vote { get; init; }
}

/// <summary><c>be:rung</c>: what happens on one step of the ladder beyond telling the people concerned.</summary>
/// <param name="At">The offset as in <c>reminders</c> or <c>escalate</c>: <c>+20WD</c>.</param>
/// <param name="Mail">The mail template of the bundle, or null for the shared one.</param>
/// <param name="To">Who is told: position ids, <c>assignee</c>, <c>initiator</c>; comma-separated.</param>
/// <param name="Job">A registered handler that runs once, or null.</param>
public sealed record Rung(string At, string? Mail, string? To, string? Job);

/// <summary>
/// <c>be:sla</c>: the clock of a user task. The text of budgets and offsets is checked when publishing.
/// </summary>
/// <param name="Budget"><c>20WD</c>, <c>30D</c>, <c>8WH</c>, <c>3M</c>, or FEEL that gives such text.</param>
/// <param name="Pausable">Whether the clock stands still while a pause is on.</param>
/// <param name="Reminders">Offsets before due: <c>-2WD,-1WD,0</c>.</param>
/// <param name="Escalate">Offsets after due with a level each: <c>+1WD:L1,+5WD:L2</c>.</param>
/// <param name="OnTimeout">An outcome id that the system gives when the time is up, or null.</param>
/// <param name="Law">The rule the budget comes from.</param>
/// <param name="Rungs">What single rungs do in addition.</param>
public sealed record Sla(
    TextOrFeel Budget, bool Pausable, string Reminders, string Escalate, string? OnTimeout, string? Law,
    IReadOnlyList<Rung> Rungs)
{
    /// <summary>The one extension that may be asked for, or null.</summary>
    public ExtensionGrant? Extension { get; init; }

    /// <summary>
    /// Whether a decision by time-out holds as of the day on which the papers were received (行政许可法 32): clocks that
    /// start with it start then.
    /// </summary>
    public bool TimeoutAsOfReceipt { get; init; }
}

/// <summary>That a clock may be extended once: <c>extension</c> and <c>approver</c>.</summary>
/// <param name="Rule">The rule of the host's dated rules that says by how much: <c>permit.joint</c>.</param>
/// <param name="Approvers">Positions whose holders approve it; never empty.</param>
public sealed record ExtensionGrant(string Rule, IReadOnlyList<string> Approvers);

/// <summary>What the extension words say of a user task.</summary>
/// <param name="Form">The id of the form-js schema of the bundle, or null.</param>
/// <param name="FormData">FEEL giving a context with the initial values of the form, or null.</param>
/// <param name="Assignment">Who may do it.</param>
/// <param name="Outcomes">The buttons, in order; never empty.</param>
/// <param name="Sla">Its clock, or null.</param>
/// <param name="Allow">Further operations: <c>transfer</c>, <c>delegate</c>, <c>add-signer</c>, <c>return</c>,
/// <c>bulk</c>.</param>
/// <param name="PausesClock">Names of clocks that stand still while the task is open.</param>
/// <param name="Role">主办, 会办 or 征求意见: how the task stands in the case; null for 主办.</param>
/// <param name="MinPeople">
/// How many natural persons the law wants at it, such as two at an on-site check: who decides, and those who sign
/// beside them.
/// </param>
public sealed record UserTaskDetails(
    string? Form, TextOrFeel? FormData, Assignment Assignment, IReadOnlyList<Outcome> Outcomes, Sla? Sla,
    IReadOnlyList<string> Allow, IReadOnlyList<string> PausesClock, string? Role,
    int MinPeople = 1)
{
    /// <summary>
    /// Whether it is agreed to by itself when the same person, in the same role, has agreed in the step before (去重).
    /// </summary>
    public bool Dedupe { get; init; }

    /// <summary>The outcome that counts as agreement and wants no reason, or null.</summary>
    public Outcome? Agreement => Choices.FirstOrDefault(o => o is { Vote: "agree", RequiresComment: false });

    /// <summary>The outcomes that a person may choose: a decision by time-out is never a person's.</summary>
    public IEnumerable<Outcome> Choices => Outcomes.Where(outcome => outcome.Kind != "system");

    /// <summary>The candidate that stands for whoever started the case.</summary>
    public const string Initiator = "initiator";

    /// <summary>The outcome of a form that is handed in anew.</summary>
    public const string Submit = "submit";

    /// <summary>The form that started a case and was sent back to whoever started it.</summary>
    internal static UserTaskDetails OfReturnedForm(string form) => new(
        form, null,
        new(null, null, new(Initiator, null), AssignmentScope.City, "manager", [], AllowSelf: true),
        [new(Submit, "重新提交", RequiresComment: false, "primary")], null, [], [], null);
}

/// <summary><c>be:clock</c>: a named clock of the case or of a stage of it.</summary>
/// <param name="Id">Its name: <c>land.total</c>.</param>
/// <param name="Name">What an official calls it: 总时限.</param>
/// <param name="Budget">As in <see cref="Sla.Budget"/>.</param>
/// <param name="Warn">How long before due it counts as near, or null for the default.</param>
/// <param name="Law">The rule the budget comes from.</param>
public sealed record CaseClock(string Id, string Name, TextOrFeel Budget, string? Warn, string? Law)
{
    /// <summary>The element with whose beginning it starts; null: with the case.</summary>
    public string? Start { get; init; }

    /// <summary>The element with whose completion it ends; null: with the case.</summary>
    public string? End { get; init; }

    /// <summary>Whether it stands still while any task pauses clocks, without being named by it.</summary>
    public bool Pausable { get; init; }

    /// <summary>The one extension that may be asked for, or null.</summary>
    public ExtensionGrant? Extension { get; init; }
}
