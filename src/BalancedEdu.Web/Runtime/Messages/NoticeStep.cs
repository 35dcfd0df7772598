using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>
/// Several notices in one step of the case that is told: each is a command of the engine, up to the first that has
/// effects, so that what one asks for is never taken back by the next before it is written.
/// </summary>
internal sealed class NoticeStep(IReadOnlyList<OutboxNotice> notices)
{
    private readonly List<OutboxNotice> _told = [];
    private readonly List<OutboxNotice> _refused = [];

    /// <summary>What nobody waits for any longer.</summary>
    public IReadOnlyList<OutboxNotice> Refused => _refused;

    /// <summary>Whether the case stands still: the notices wait until it goes on.</summary>
    public bool Held { get; private set; }

    /// <summary>The commands; refused when not one of them is carried out.</summary>
    public StepResult Run(ProcessDefinition definition, ProcessState state, DateTimeOffset now)
    {
        _told.Clear();
        _refused.Clear();
        Held = false;
        var (events, result) = (new List<ProcessEvent>(), new StepResult(state, [], []));
        foreach (var notice in notices)
        {
            var next = ProcessEngine.Step(definition, result.State, CommandOf(notice), now);
            if (next.Refusal is { Code: EngineCodes.Suspended })
            {
                Held = true;
                return _told.Count > 0 ? result with { Events = events } : next;
            }
            if (next.Refusal is not null)
            {
                _refused.Add(notice);
                result = _told.Count > 0 ? result : next;
                continue;
            }
            _told.Add(notice);
            events.AddRange(next.Events);
            result = next;
            if (next.Effects.Count > 0)
                break;
        }
        return result with { Events = events };
    }

    /// <summary>Marks them as told in the step's transaction; nothing is written when one was told before.</summary>
    public Task WriteAsync(StepContext step, CancellationToken cancellation)
    {
        var rows = step.Transition.Correspondence;
        foreach (var notice in _told)
        {
            rows.Add(Ended(notice, OutboxStatus.Done, CommitResult.Duplicate));
            if (notice.Kind is NoticeKind.Completed or NoticeKind.Error or NoticeKind.Cancelled)
                rows.Add(new("UPDATE calls SET status = 4 WHERE id = $1 AND status IN (1, 3)", [notice.CallRowId]));
            if (notice.LastError is not null)
                rows.Add(Troubles.Over(IncidentCodes.NoticeFailed, notice.Id, step.Now));
        }
        foreach (var notice in _refused)
            rows.Add(Ended(notice, OutboxStatus.Discarded, CommitResult.Committed));
        return Task.CompletedTask;
    }

    private static Statement Ended(OutboxNotice notice, OutboxStatus status, CommitResult miss) => new(
        "UPDATE outbox_notices SET status = $2, variables = '' WHERE id = $1 AND status = 0", [notice.Id, status],
        miss);

    private static Command CommandOf(OutboxNotice notice) => notice.Kind switch
    {
        NoticeKind.Completed => new CompleteChild(notice.CallId, Variables(notice)),
        NoticeKind.Error => new ThrowBpmnError(
            notice.CallId, notice.Code, notice.Text.Length == 0 ? null : notice.Text),
        NoticeKind.Escalation => new ThrowEscalation(notice.CallId, notice.Code),
        NoticeKind.Cancelled => new FailChild(notice.CallId, notice.Text),
        NoticeKind.Cancel => new CancelInstance(notice.Text),
        _ => throw new InvalidOperationException($"Notice {notice.Id} of kind {notice.Kind} is no command."),
    };

    private static FeelContext Variables(OutboxNotice notice) => Json.ToContext(notice.Variables);
}
