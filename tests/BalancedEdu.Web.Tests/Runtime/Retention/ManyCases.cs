using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Retention;

/// <summary>More finished cases than anyone would walk through: copies of one, each with a chain of its own.</summary>
internal static class ManyCases
{
    public static async Task CopyAsync(ProductApp app, long caseId, int times)
    {
        await using var db = app.Open();
        var original = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == caseId);
        var events = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == caseId).OrderBy(e => e.Sequence).ToListAsync();
        for (var i = 1; i <= times; i++)
        {
            var id = 1_000_000L + i;
            byte[] hash = [];
            foreach (var e in events)
            {
                var copy = new CaseEvent
                {
                    CaseId = id,
                    Sequence = e.Sequence,
                    At = e.At,
                    Kind = e.Kind,
                    ElementId = e.ElementId,
                    TaskId = e.TaskId,
                    Actor = e.Actor,
                    Data = e.Data,
                    Moves = e.Moves,
                    Hash = [],
                };
                copy.Hash = hash = EventChain.HashOf(hash, copy);
                db.CaseEvents.Add(copy);
            }
            db.Cases.Add(new()
            {
                Id = id,
                Number = $"FB-2026-{i:0000}",
                ProcessId = original.ProcessId,
                BundleVersionId = original.BundleVersionId,
                Title = original.Title,
                Status = original.Status,
                Version = original.Version,
                State = original.State,
                StartedAt = original.StartedAt,
                EndedAt = original.EndedAt,
                StartedBy = original.StartedBy,
                LastSequence = original.LastSequence,
                LastHash = hash,
            });
        }
        await db.SaveChangesAsync();
    }
}
