using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>All rows of one case at one moment; what the oracles reckon with.</summary>
internal sealed record DrawnLook(DrawnDefinition Definition, RightsOracle Rights)
{
    public required IReadOnlyList<ClockRow> Clocks { get; init; }

    public required IReadOnlyList<ClockExtension> Extensions { get; init; }

    public required WithdrawalRequest? Asked { get; init; }

    public required IReadOnlyList<CaseEvent> Happened { get; init; }

    public required ProcessState State { get; init; }

    public Case Case => Rights.Cases[0];

    public IReadOnlyList<WorkTask> Tasks => Rights.Tasks;

    public IEnumerable<WorkTask> Open => Tasks.Where(t => t.Status == WorkTaskStatus.Open);

    public bool Running => Case.Status == CaseStatus.Running;

    public bool Suspended => Case.SuspendedAt is not null;

    /// <summary>Whether somebody waits for an answer to whether they get more time.</summary>
    public bool IsAskedForTime => Extensions.Any(e => e.Status == ExtensionStatus.Asked);

    public DrawnTask Drawn(WorkTask task) => Definition.Tasks[task.ElementId];

    /// <summary>The task that somebody signs for who was added to it, or null: it is nobody else's.</summary>
    public WorkTask? OwnerOf(WorkTask task) => State.Elements.TryGetValue(task.ElementInstanceId, out var element)
        ? Tasks.FirstOrDefault(t => t.ElementInstanceId == element.ParentId)
        : null;

    /// <summary>The same later: only time has passed.</summary>
    public DrawnLook At(DateTimeOffset now) => this with { Rights = Rights.At(now) };

    /// <summary>Looks again; who holds which post stays as it was at the first look.</summary>
    public static async Task<DrawnLook> ReadAsync(
        ProductApp app, DrawnDefinition definition, long caseId, DrawnLook? before)
    {
        var rights = await RightsOracle.ReadAsync(app, caseId, before?.Rights.Users);
        await using var db = app.Open();
        return new(definition, rights)
        {
            Clocks = await db.Clocks.AsNoTracking().Where(c => c.CaseId == caseId).OrderBy(c => c.Id).ToListAsync(),
            Extensions = await db.ClockExtensions.AsNoTracking().Where(e => e.CaseId == caseId).OrderBy(e => e.Id)
                .ToListAsync(),
            Asked = await db.WithdrawalRequests.AsNoTracking()
                .FirstOrDefaultAsync(w => w.CaseId == caseId && w.Status == WithdrawalStatus.Open),
            Happened = PackedMoves.Unpack(await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == caseId)
                .OrderBy(e => e.Sequence).ToListAsync()),
            State = ProcessState.FromJson(rights.Cases[0].State),
        };
    }
}
