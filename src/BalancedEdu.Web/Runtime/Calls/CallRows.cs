using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Calls;

/// <summary>
/// What a case asks of others and what it answers, as rows of its own step. A call row stands between both: who changes
/// it second, the caller that gives up or the child that begins or ends, sees what the first has done.
/// </summary>
internal sealed class CallRows(RowIds ids)
{
    /// <summary>
    /// One answer for the end of a call: a child that ends by an error is cancelled in the same step, and only the
    /// first of both is said.
    /// </summary>
    private const string End = "end";

    /// <summary>Asks for a child.</summary>
    public async Task AskAsync(StepContext step, StartChild e, CancellationToken cancellation) =>
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO calls (id, case_id, call_id, element_id, process_id, latest, variables, status, attempts,
                next_attempt_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $8)
            """,
            [
                await ids.NextAsync(cancellation), step.Case.Id, e.CallId, e.ElementId, e.ProcessId, e.Latest,
                Json.Of(e.Variables), step.Now,
            ]));

    /// <summary>
    /// Gives a call up. First the row, so that a child that begins at this moment is waited for; then a word to the
    /// child, if there is one that has not said its end.
    /// </summary>
    public static void GiveUp(StepContext step, CancelChild e)
    {
        step.Transition.Correspondence.Add(new(
            "UPDATE calls SET status = 3, variables = '' WHERE case_id = $1 AND call_id = $2 AND status IN (0, 1)",
            [step.Case.Id, e.CallId]));
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO outbox_notices (case_id, key, kind, call_row_id, call_id, code, text, variables, status,
                attempts, next_attempt_at, created_at)
            SELECT child_case_id, 'cancel/' || id, $3, id, call_id, '', $4, '', 0, 0, $5, $5
            FROM calls WHERE case_id = $1 AND call_id = $2 AND status = 3 AND child_case_id IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1 FROM outbox_notices AS said
                    WHERE said.case_id = $1 AND said.key = 'call/' || calls.id || '/end')
            ON CONFLICT (case_id, key) DO NOTHING
            """,
            [step.Case.Id, e.CallId, NoticeKind.Cancel, "调用它的活动已经结束。", step.Now]));
    }

    /// <summary>The child has begun; unless its caller no longer wants it, or another node was quicker.</summary>
    public static Statement Begun(CallRow call, Case child) => new(
        """
        UPDATE calls SET status = 1, child_case_id = $2, variables = '', last_error = NULL WHERE id = $1 AND status = 0
        """,
        [call.Id, child.Id], CommitResult.Duplicate);

    /// <summary>The child could not be begun; the caller is told in the step that writes this.</summary>
    public static Statement Failed(CallRow call, string why) => new(
        "UPDATE calls SET status = 2, last_error = $2 WHERE id = $1 AND status = 0", [call.Id, why],
        CommitResult.Duplicate);

    /// <summary>Tells the caller of an error, which ends this case, or of an escalation.</summary>
    public static void Tell(StepContext step, NotifyParent e)
    {
        if (step.Case.CallRowId is not { } call)
            return;
        var (events, nth) = (step.Case.LastSequence, step.Transition.Correspondence.Count);
        if (e.IsError)
            Tell(step, call, new(NoticeKind.Error, End, e.Code, e.Message ?? "", ""));
        else
            Tell(step, call, new(
                NoticeKind.Escalation, string.Create(CultureInfo.InvariantCulture, $"{events}/{nth}"), e.Code, "",
                ""));
    }

    /// <summary>Tells the caller of the end of this case.</summary>
    public static void Tell(StepContext step, EndInstance e)
    {
        if (step.Case.CallRowId is not { } call)
            return;
        if (e.Cancelled)
            Tell(step, call, new(
                NoticeKind.Cancelled, End, "",
                $"被调用的“{step.Bundle.Definition.Name}”（{step.Case.Number}）已撤销。请核实后重新发起，或跳过本环节。", ""));
        else
            Tell(step, call, new(NoticeKind.Completed, End, "", "", Json.Of(step.Variables)));
    }

    /// <summary>Nobody is told when the call was given up.</summary>
    private static void Tell(StepContext step, long call, Word word) => step.Transition.Correspondence.Add(new(
        """
        INSERT INTO outbox_notices (case_id, key, kind, call_row_id, call_id, code, text, variables, status, attempts,
            next_attempt_at, created_at)
        SELECT case_id, 'call/' || id || '/' || $2, $3, id, call_id, $4, $5, $6, 0, 0, $7, $7
        FROM calls WHERE id = $1 AND status = 1
        ON CONFLICT (case_id, key) DO NOTHING
        """,
        [call, word.Key, word.Kind, word.Code, word.Text, word.Variables, step.Now]));

    private sealed record Word(NoticeKind Kind, string Key, string Code, string Text, string Variables);
}
