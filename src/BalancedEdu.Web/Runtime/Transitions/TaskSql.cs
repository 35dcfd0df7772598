using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>
/// The statements about tasks. Open is written <c>status &lt; 1</c>, as in <see cref="CaseLoad"/> and for its reason.
/// </summary>
internal static class TaskSql
{
    public static List<Statement> Of(Transition t) =>
    [
        .. t.Completion is { } done ? [Completed(done, t.Events[0].At)] : Array.Empty<Statement>(),
        .. t.Ownerships.SelectMany(Owned),
        .. t.WithdrawnTasks.Select(id => Withdrawn(id, t.Events[0].At, t.WithdrawnBecause)),
        .. t.VoidedTasks.Select(Voided),
        .. t.OpenedTasks.SelectMany(Opened),
    ];

    private static Statement Completed(TaskCompletion c, DateTimeOffset at)
    {
        const string Sql = """
            UPDATE tasks SET status = 1, ended_at = $2, completed_by = $3, outcome = $4, outcome_name = $5,
                comment = $6,
                draft = NULL, revision = revision + 1
            """;
        return c.Revision is { } revision
            ? new(
                Sql + ", assignee = COALESCE(assignee, $3) WHERE id = $1 AND status < 1 AND revision = $7",
                [c.TaskId, at, c.By, c.Outcome, c.OutcomeName, c.Comment.OrNull(), revision], CommitResult.Taken)
            : new(
                Sql + " WHERE id = $1 AND status < 1",
                [c.TaskId, at, c.By, c.Outcome, c.OutcomeName, c.Comment.OrNull()], CommitResult.Taken);
    }

    private static IEnumerable<Statement> Owned(TaskOwnership o)
    {
        yield return new(
            """
            UPDATE tasks SET assignee = $3, claimed = $4, unassignable = $5, owner = $6, revision = revision + 1
            WHERE id = $1 AND revision = $2 AND status < 1
            """,
            [o.TaskId, o.Revision, o.Assignee.OrNull(), o.Claimed, o.Unassignable, o.Owner.OrNull()],
            CommitResult.Taken);
        if (o.Before is { } before)
            yield return Held(before);
        if (o.Reassigner is { } reassigner)
            yield return Held(reassigner);
    }

    /// <summary>Who had a task, or gave it away, keeps the right to read; who answered has worked on it.</summary>
    public static Statement Held(TaskHolder before) => new(
        """
        INSERT INTO task_holders (task_id, user_name, case_id, answered) VALUES ($1, $2, $3, $4)
        ON CONFLICT (task_id, user_name) DO UPDATE
        SET answered = task_holders.answered OR excluded.answered
        """,
        [before.TaskId, before.UserName, before.CaseId, before.Answered]);

    private static Statement Withdrawn(long id, DateTimeOffset at, string? because) => new(
        """
        UPDATE tasks SET status = 2, ended_at = $2, void_reason = $3, draft = NULL, revision = revision + 1
        WHERE id = $1 AND status < 1
        """,
        [id, at, because.OrNull()]);

    private static Statement Voided(long id) => new(
        "UPDATE tasks SET void_reason = 'returned' WHERE id = $1 AND status = 1 AND void_reason IS NULL", [id]);

    private static IEnumerable<Statement> Opened(WorkTask w)
    {
        yield return new(
            """
            INSERT INTO tasks (
                id, case_id, element_instance_id, element_id, name, seat_name, role, status, assignee, claimed,
                unassignable, created_at, due_at, revision, form_data, loop_counter, previous_step, returned,
                signer_place, added_by, back_to, drawn)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            """,
            [
                w.Id, w.CaseId, w.ElementInstanceId, w.ElementId, w.Name, w.SeatName, w.Role, w.Assignee.OrNull(),
                w.Claimed, w.Unassignable, w.CreatedAt, w.DueAt.OrNull(), w.Revision, w.FormData.OrNull(),
                w.LoopCounter, w.PreviousStep, w.Returned, w.SignerPlace.OrNull(), w.AddedBy.OrNull(),
                w.BackTo.OrNull(), w.Drawn,
            ]);
        foreach (var c in w.Candidates)
            yield return new(
                """
                INSERT INTO task_candidates (task_id, user_name, position_id, district_code, school_code)
                VALUES ($1, $2, $3, $4, $5)
                """,
                [w.Id, c.UserName.OrNull(), c.PositionId.OrNull(), c.DistrictCode.OrNull(), c.SchoolCode.OrNull()]);
        foreach (var x in w.Exclusions)
            yield return new("INSERT INTO task_exclusions (task_id, user_name) VALUES ($1, $2)", [w.Id, x.UserName]);
    }
}
