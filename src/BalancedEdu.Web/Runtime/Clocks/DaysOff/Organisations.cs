using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.DaysOff;

/// <summary>An organisation that can have days off of its own.</summary>
/// <param name="Code">Its code, as clocks bear it.</param>
/// <param name="Name">市教育局, 澄江区明德小学.</param>
public sealed record OrganisationName(string Code, string Name);

/// <summary>The organisations: all schools, and the units in which somebody holds a post.</summary>
public sealed class Organisations(BalancedEduDb db)
{
    /// <summary>All of them: the units first, then the schools, each by their code.</summary>
    public async Task<IReadOnlyList<OrganisationName>> ListAsync(CancellationToken cancellation)
    {
        var units = await (
            from h in db.Holdings
            where h.SchoolCode == null
            join p in db.Positions on h.PositionId equals p.Id
            select new { p.Bureau, p.BureauName, h.DistrictCode }).Distinct().ToListAsync(cancellation);
        var districts = await db.Districts.ToDictionaryAsync(d => d.Code, d => d.Name, cancellation);
        var schools = await db.Schools.OrderBy(s => s.Code).Select(s => new OrganisationName(s.Code, s.Name))
            .ToListAsync(cancellation);
        return
        [
            .. units.Select(u => new OrganisationName(
                    SeatOrganisation.CodeOf(u.Bureau, u.DistrictCode, null),
                    (u.DistrictCode is { } code ? districts.GetValueOrDefault(code, code) : "") + u.BureauName))
                .DistinctBy(o => o.Code).OrderBy(o => o.Code, StringComparer.Ordinal),
            .. schools,
        ];
    }
}
