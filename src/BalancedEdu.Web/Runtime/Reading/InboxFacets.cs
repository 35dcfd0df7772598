using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>A choice of a filter.</summary>
/// <param name="Value">In the address.</param>
/// <param name="Name">On the page.</param>
public sealed record Facet(string Value, string Name);

/// <summary>What the filters of a view can choose from: only what occurs in it; in 已办, lately.</summary>
/// <param name="Types">Processes.</param>
/// <param name="Steps">Names of steps.</param>
/// <param name="Districts">Districts.</param>
public sealed record InboxFacets(
    IReadOnlyList<Facet> Types, IReadOnlyList<Facet> Steps, IReadOnlyList<Facet> Districts);

/// <summary>Reads what the filters of a view can choose from.</summary>
public sealed class InboxFacetQuery(BalancedEduDb db, InboxQuery inbox)
{
    private const int ChoicesMax = 40;

    /// <summary>已办 only grows: what it can be narrowed by is looked for among so many of its newest lines.</summary>
    private const int DoneLinesMax = 500;

    /// <summary>The choices for a person in a view.</summary>
    public async Task<InboxFacets> ReadAsync(AppUser person, InboxView view, CancellationToken cancellation)
    {
        var lines = view == InboxView.Done
            ? new InboxOrder(NewestFirst: true).Apply(inbox.Lines(person, view)).Take(DoneLinesMax)
            : inbox.Lines(person, view);
        var types = await lines.Select(l => new { l.Case.ProcessId, l.Bundle.ShortName }).Distinct()
            .OrderBy(t => t.ShortName).Take(ChoicesMax).ToListAsync(cancellation);
        var codes = await lines.Where(l => l.Case.DistrictCode != null).Select(l => l.Case.DistrictCode!).Distinct()
            .OrderBy(code => code).Take(ChoicesMax).ToListAsync(cancellation);
        var districts = await db.Districts.Where(d => codes.Contains(d.Code)).OrderBy(d => d.Code)
            .ToListAsync(cancellation);
        var steps = view.OfCases()
            ? []
            : await lines.Select(l => l.Task!.Name).Distinct().OrderBy(n => n).Take(ChoicesMax)
                .ToListAsync(cancellation);
        return new(
            [.. types.DistinctBy(t => t.ProcessId).Select(t => new Facet(t.ProcessId, t.ShortName))],
            [.. steps.Select(s => new Facet(s, s))],
            [.. districts.Select(d => new Facet(d.Code, d.Name))]);
    }
}
