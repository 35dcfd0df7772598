using BalancedEdu.Web.Data.Notifications;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>
/// The statement about notifications: one, however many are told; none when nobody is. One person, as of most steps,
/// needs no list that the database would have to take apart.
/// </summary>
internal static class NotificationSql
{
    private const string Into =
        "INSERT INTO notifications (user_name, event, case_id, task_id, text, link, in_digest, created_at)";

    private const string One = $"{Into} VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    private const string Postgres =
        $"""
        {Into} SELECT n.u, n.e, n.c, n.t, n.x, n.l, n.d, $2
        FROM json_to_recordset(CAST($1 AS json)) AS n (u text, e int, c bigint, t bigint, x text, l text, d boolean)
        """;

    private const string Sqlite =
        $"""
        {Into} SELECT n.value ->> 'u', n.value ->> 'e', n.value ->> 'c', n.value ->> 't', n.value ->> 'x',
            n.value ->> 'l', n.value ->> 'd', $2
        FROM json_each($1) AS n
        """;

    public static IEnumerable<Statement> Of(IReadOnlyList<Notification> told) => told switch
    {
        [] => [],
        [var n] =>
        [
            new(One,
            [
                n.UserName, n.Event, n.CaseId.OrNull(), n.TaskId.OrNull(), n.Text, n.Link.OrNull(), n.InDigest,
                n.CreatedAt,
            ]),
        ],
        _ => [new(Postgres, [JsonOf(told), told[0].CreatedAt]) { OnSqlite = Sqlite }],
    };

    /// <summary>The key makes it one message, however often the step that wants it is repeated.</summary>
    public static Statement Of(OutboxWebhook w) => new(
        """
        INSERT INTO outbox_webhooks (id, key, target_id, case_id, task_id, event, title, text, urgent, status, attempts,
            next_attempt_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $10)
        ON CONFLICT (key) DO NOTHING
        """,
        [
            w.Id, w.Key, w.TargetId, w.CaseId.OrNull(), w.TaskId.OrNull(), w.Event, w.Title, w.Text, w.Urgent,
            w.CreatedAt,
        ]);

    /// <summary>A text, not a list of parameters: a statement is prepared once for any number of rows.</summary>
    private static string JsonOf(IReadOnlyList<Notification> told) => Json.Of(w =>
    {
        w.WriteStartArray();
        foreach (var n in told)
        {
            w.WriteStartObject();
            w.WriteString("u", n.UserName);
            w.WriteNumber("e", (int)n.Event);
            if (n.CaseId is { } @case)
                w.WriteNumber("c", @case);
            if (n.TaskId is { } task)
                w.WriteNumber("t", task);
            w.WriteString("x", n.Text);
            if (n.Link is not null)
                w.WriteString("l", n.Link);
            w.WriteBoolean("d", n.InDigest);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    });
}
