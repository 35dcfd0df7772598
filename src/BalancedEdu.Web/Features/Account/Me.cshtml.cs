using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Notifications;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Features.Account;

/// <summary>A post of the reader and how far it reaches.</summary>
/// <param name="Post">市教育局 基础教育科.</param>
/// <param name="Reach">全市, 澄江区 or the school.</param>
public sealed record HeldPost(string Post, string Reach);

/// <summary>Who one is here and what one's posts reach, so why one sees what one sees.</summary>
public sealed class MeModel(BalancedEduDb db, CurrentUser current, NotificationDesk desk) : PageModel
{
    /// <summary>The reader.</summary>
    public AppUser Person { get; private set; } = null!;

    /// <summary>The posts.</summary>
    public IReadOnlyList<HeldPost> Posts { get; private set; } = [];

    /// <summary>How many notifications are unread.</summary>
    public int Unread { get; private set; }

    /// <summary>Reads all of it.</summary>
    public async Task OnGetAsync(CancellationToken cancellation)
    {
        Person = await current.GetAsync(cancellation);
        Unread = await desk.CountUnreadAsync(Person.UserName!, cancellation);
        var rows = await (
            from holding in db.Holdings.AsNoTracking()
            where holding.UserId == Person.Id
            join position in db.Positions on holding.PositionId equals position.Id
            join district in db.Districts on holding.DistrictCode equals district.Code into districts
            from district in districts.DefaultIfEmpty()
            join school in db.Schools on holding.SchoolCode equals school.Code into schools
            from school in schools.DefaultIfEmpty()
            orderby holding.Id
            select new { position.BureauName, position.Name, District = district.Name, School = school.Name })
            .ToListAsync(cancellation);
        Posts = [.. rows.Select(row =>
            new HeldPost($"{row.BureauName} {row.Name}", row.School ?? row.District ?? "全市"))];
    }
}
