using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class PackedMovesTests
{
    [Theory, Databases]
    public async Task A_decision_writes_one_row_and_all_of_its_moves_can_be_read_again(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var db = app.Open();
        var before = await db.CaseEvents.CountAsync();
        await app.CompleteAsync(
            started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");

        var rows = await db.CaseEvents.AsNoTracking().OrderBy(e => e.Sequence).Skip(before).ToListAsync();
        Assert.Equal(["UserTaskCompleted"], rows.Select(r => r.Kind));
        var happened = PackedMoves.Unpack(rows);
        Assert.Equal(
            ["UserTaskCompleted", "VariablesSet", "ElementCompleting", "ElementCompleted", "SequenceFlowTaken",
                "ElementActivating", "ElementActivated"],
            happened.Select(e => e.Kind).Take(7));
        Assert.Equal("REVIEW", happened.Single(e => e.Kind == "ElementCompleted" && e.ElementId == "REVIEW").ElementId);
        Assert.All(happened, e => Assert.Equal("peimingyuan", e.Actor));
        Assert.All(happened, e => Assert.Equal(rows[0].At, e.At));
        Assert.Contains("45", happened[1].Data, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task A_move_that_is_changed_in_its_row_breaks_the_chain(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var db = app.Open();
        var rows = await db.CaseEvents.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync();
        Assert.Null(EventChain.FindBreak(rows));
        var packed = rows.First(r => r.Moves is not null);
        packed.Moves = packed.Moves!.Replace("ElementActivated", "ElementCompleted", StringComparison.Ordinal);
        Assert.Equal(packed.Sequence, EventChain.FindBreak(rows));
    }
}
