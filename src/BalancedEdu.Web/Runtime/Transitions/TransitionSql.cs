using System.Text.Json;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>The statements of a transition, in the order of their foreign keys; what can fail comes first.</summary>
internal static class TransitionSql
{
    /// <summary>
    /// Of steps of one case in their order: its row is written once, as the last leaves it. They all change the same
    /// <see cref="Case"/>.
    /// </summary>
    public static List<Statement> Of(IReadOnlyList<Transition> steps) =>
        [.. CaseRow(steps), .. steps.Count == 1 ? Of(steps[0]) : steps.SelectMany(Of)];

    private static List<Statement> Of(Transition t) =>
    [
        .. t.DedupeKey is { } key ? [Handled(t.Case, key, t.Events[0].At)] : Array.Empty<Statement>(),
        .. t.Migration is { } change ? MigrationSql.Of(t.Case.Id, change) : [],
        .. TaskSql.Of(t),
        .. t.Events.Select(Of),
        .. WaitingSql.Of(t),
        .. t.Correspondence,
        .. t.Jobs.Select(Of),
        .. t.EndedJobs.Select(j => EndedJob(t.Case.Id, j.JobId, j.Status)),
        .. t.Letters.Select(Of),
        .. t.Mails.Select(m => Of(m.Mail, m.Data, t.Case)),
        .. NotificationSql.Of(t.Notifications),
        .. t.Webhooks.Select(NotificationSql.Of),
        .. t.ClosedIncidents.Select(id => Closed(id, t.Events[0].At)),
        .. t.ClearedIncidents.Select(id => Cleared(t.Case.Id, id, t.Events)),
        .. t.Incidents.Select(Of),
        .. t.Ledgers.SelectMany(l => l(t.Case)).Select(Statement.From),
    ];

    private static IEnumerable<Statement> CaseRow(IReadOnlyList<Transition> steps)
    {
        var c = steps[0].Case;
        if (steps[0].IsNew)
            yield return new(
                """
                INSERT INTO cases (
                    id, number, process_id, bundle_version_id, title, status, version, state, started_at, ended_at,
                    started_by, applicant_name, district_code, school_code, business_key, last_sequence, last_hash,
                    parent_case_id, call_row_id)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
                ON CONFLICT (process_id, business_key) DO NOTHING
                """,
                [
                    c.Id, c.Number, c.ProcessId, c.BundleVersionId, c.Title, c.Status, c.Version + 1,
                    Compressed.Pack(c.State),
                    c.StartedAt, c.EndedAt.OrNull(), c.StartedBy, c.ApplicantName, c.DistrictCode.OrNull(),
                    c.SchoolCode.OrNull(), c.BusinessKey.OrNull(), c.LastSequence, c.LastHash, c.ParentCaseId.OrNull(),
                    c.CallRowId.OrNull(),
                ],
                CommitResult.BusinessKeyTaken);
        else if (steps.Any(t => t.StateChanged))
            yield return new(
                """
                UPDATE cases SET version = version + $8, state = $3, status = $4, ended_at = $5, last_sequence = $6,
                    last_hash = $7
                WHERE id = $1 AND version = $2
                """,
                [
                    c.Id, c.Version, Compressed.Pack(c.State), c.Status, c.EndedAt.OrNull(), c.LastSequence, c.LastHash,
                    (long)steps.Count,
                ],
                CommitResult.Stale);
        else
            yield return new(
                """
                UPDATE cases SET version = version + $5, last_sequence = $3, last_hash = $4
                WHERE id = $1 AND version = $2
                """,
                [c.Id, c.Version, c.LastSequence, c.LastHash, (long)steps.Count], CommitResult.Stale);
    }

    private static Statement Handled(Case c, string key, DateTimeOffset at) => new(
        "INSERT INTO handled_commands (case_id, key, at) VALUES ($1, $2, $3) ON CONFLICT (case_id, key) DO NOTHING",
        [c.Id, key, at], CommitResult.Duplicate);

    private static Statement Of(CaseEvent e) => new(
        """
        INSERT INTO case_events (case_id, sequence, at, kind, element_id, task_id, actor, data, hash, moves)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        [
            e.CaseId, e.Sequence, e.At, e.Kind, e.ElementId.OrNull(), e.TaskId.OrNull(), e.Actor, e.Data, e.Hash,
            e.Moves is null ? NullOf.Bytes : Compressed.PackText(e.Moves),
        ]);

    // A job that is asked for again after its incident was resolved keeps its key: the handler sees a repetition.
    private static Statement Of(OutboxJob j) => new(
        """
        INSERT INTO outbox_jobs (id, key, case_id, job_id, job, inputs, status, attempts, next_attempt_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $7)
        ON CONFLICT (key) DO UPDATE SET status = 0, attempts = 0, inputs = $6, next_attempt_at = $7, last_error = NULL
        """,
        [j.Id, j.Key, j.CaseId, j.JobId, j.Job, j.Inputs, j.CreatedAt]);

    // A job that was given up is over, too, when its answer comes late or nobody waits for it any more.
    private static Statement EndedJob(long caseId, long jobId, OutboxStatus status) => new(
        $"""
        UPDATE outbox_jobs SET status = $3 WHERE case_id = $1 AND job_id = $2
            AND status IN ({(status == OutboxStatus.Dead ? "0" : "0, 2")})
        """,
        [caseId, jobId, status]);

    // The key makes it one mail, however often the step that wants it is repeated. Looked up first: ON CONFLICT would
    // write every row twice. Two that come together are a lost race (PostgresCommit), and the second sees the first.
    private static Statement Of(OutboxMail m, FeelContext data, Case c) => new(
        """
        INSERT INTO outbox_mails (id, key, case_id, task_id, to_user_name, template, data, urgent, status, attempts,
            next_attempt_at, created_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $9
        WHERE NOT EXISTS (SELECT 1 FROM outbox_mails WHERE key = $2)
        """,
        [
            m.Id, m.Key, m.CaseId.OrNull(), m.TaskId.OrNull(), m.ToUserName, m.Template,
            Json.Of(data.With("number", FeelValue.Of(c.Number)).With("title", FeelValue.Of(c.Title))), m.Urgent,
            m.CreatedAt,
        ]);

    // With a key it is one incident, however often it comes: it opens again.
    private static Statement Of(IncidentRow i) => new(
        """
        INSERT INTO incidents (
            case_id, element_instance_id, element_id, code, message, raised_at, detail, key, source_id, times)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
        ON CONFLICT (key) DO UPDATE SET message = $5, raised_at = $6, detail = $7, times = incidents.times + 1,
            resolved_at = NULL
        """,
        [
            i.CaseId.OrNull(), i.ElementInstanceId, i.ElementId, i.Code, i.Message, i.RaisedAt, i.Detail.OrNull(),
            i.Key.OrNull(), i.SourceId.OrNull(),
        ]);

    private static Statement Of(LetterDecision d) => new(
        $"""
        UPDATE {TableOf(d.Outbox)}
        SET status = $2, attempts = 0, next_attempt_at = $3 WHERE id = $1 AND status IN (0, 2)
        """,
        [d.Id, d.Status, d.At], CommitResult.Taken);

    private static string TableOf(Outbox outbox) => outbox switch
    {
        Outbox.Mails => "outbox_mails",
        Outbox.Jobs => "outbox_jobs",
        Outbox.Webhooks => "outbox_webhooks",
        _ => throw new ArgumentOutOfRangeException(nameof(outbox), outbox, "There is no such outbox."),
    };

    private static Statement Closed(long id, DateTimeOffset at) => new(
        "UPDATE incidents SET resolved_at = $2 WHERE id = $1 AND resolved_at IS NULL", [id, at], CommitResult.Taken);

    private static Statement Cleared(long caseId, long elementInstanceId, List<CaseEvent> events) => new(
        "UPDATE incidents SET resolved_at = $3 WHERE case_id = $1 AND element_instance_id = $2 AND resolved_at IS NULL",
        [caseId, elementInstanceId, events[0].At]);
}
