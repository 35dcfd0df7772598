using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Registers yellow and red cards. Clocks name the next instant at which they may come by one, also those that ended
/// meanwhile; what fell due while no node ran is registered with the time it fell due. Holds no case: who changes a
/// clock at the same moment writes its next instant anew, and each colour enters the register once.
/// </summary>
internal sealed class CardSweep(
    Func<BalancedEduDb> open, TransitionStore store, OfficeTime office, TimeProvider time) : ISweep
{
    private const int Batch = 200;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var registered = 0;
        while (await PageAsync(now, cancellation) is { Count: > 0 } page)
        {
            var responsible = await ResponsibleAsync(page, cancellation);
            var statements = page.SelectMany(c => StatementsOf(c, responsible[c.Clock.Id], now)).ToList();

            // If we die here or before, the clocks are found again.
            await store.WriteAsync(statements, cancellation);
            registered += page.Count;
        }
        return registered;
    }

    private async Task<List<DueClock>> PageAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = open();
        return await (
            from c in db.Clocks.AsNoTracking()
            where c.CardAt < now
            join k in db.Cases on c.CaseId equals k.Id
            orderby c.CardAt, c.Id
            select new DueClock(c, k.ProcessId)).Take(Batch).ToListAsync(cancellation);
    }

    private IEnumerable<Statement> StatementsOf(DueClock due, Responsible responsible, DateTimeOffset now)
    {
        var row = due.Clock;
        var cards = ClockCards.Of(row.Read(office, now), office.Of(row.Organisation)).ToList();
        foreach (var (colour, at) in cards.Where(c => c.At < now))
            yield return new(
                """
                INSERT INTO clock_cards (case_id, clock_row_id, colour, at, due_at, clock_name, task_id, unit, person,
                    process_id, registered_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                ON CONFLICT (clock_row_id, colour) DO NOTHING
                """,
                [
                    row.CaseId, row.Id, colour, at, row.DueAt, row.Name, row.TaskId.OrNull(), responsible.Unit,
                    responsible.Person.OrNull(), due.ProcessId, now,
                ]);
        var next = cards.Where(c => c.At >= now).Select(c => (DateTimeOffset?)c.At).FirstOrDefault();
        yield return new(
            "UPDATE clocks SET card_at = $2 WHERE id = $1 AND card_at = $3 AND pauses = $4",
            [row.Id, next.OrNull(), row.CardAt!.Value, row.Pauses]);
    }

    /// <summary>
    /// Who answers for each clock: person and unit of its task; for a clock of the case those of its first open task.
    /// </summary>
    private async Task<Dictionary<long, Responsible>> ResponsibleAsync(
        List<DueClock> page, CancellationToken cancellation)
    {
        var tasks = page.Select(c => c.Clock.TaskId).OfType<long>().ToList();
        var cases = page.Where(c => c.Clock.TaskId is null).Select(c => c.Clock.CaseId).Distinct().ToList();
        await using var db = open();
        var found = await db.Tasks.AsNoTracking()
            .Where(t => tasks.Contains(t.Id) || (cases.Contains(t.CaseId) && t.Status < WorkTaskStatus.Completed))
            .OrderBy(t => t.Id)
            .Select(t => new
            {
                t.Id, t.CaseId, t.SeatName, Person = t.Assignee ?? t.CompletedBy,
                UnitOfPerson = db.Users.Where(u => u.UserName == (t.Assignee ?? t.CompletedBy)).Select(u => u.UnitName)
                    .FirstOrDefault(),
                UnitOfPost = t.Candidates.Where(c => c.PositionId != null)
                    .SelectMany(c => db.Positions.Where(p => p.Id == c.PositionId)).Select(p => p.BureauName)
                    .FirstOrDefault(),
            }).ToListAsync(cancellation);
        return page.ToDictionary(c => c.Clock.Id, c =>
        {
            var task = c.Clock.TaskId is { } id
                ? found.FirstOrDefault(t => t.Id == id) : found.FirstOrDefault(t => t.CaseId == c.Clock.CaseId);
            var seat = task?.SeatName is { Length: > 0 } name ? name : null;
            return new Responsible(
                task?.UnitOfPerson ?? seat ?? task?.UnitOfPost ?? "",
                task?.Person == Actor.System.UserName ? null : task?.Person);
        });
    }

    private sealed record DueClock(ClockRow Clock, string ProcessId);

    private sealed record Responsible(string Unit, string? Person);
}
