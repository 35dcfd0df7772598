using System.Security.Claims;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Assignment;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Infrastructure;

/// <summary>The person behind the request, with the posts and delegations that decide what they may do.</summary>
public sealed class CurrentUser(
    IHttpContextAccessor http, BalancedEduDb db, StaffList staff, TimeProvider time)
{
    private AppUser? _user;

    /// <summary>Loads the person once a request.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page lacks its authorisation.</exception>
    public async Task<AppUser> GetAsync(CancellationToken cancellation = default)
    {
        if (_user is not null)
            return _user;
        var id = http.HttpContext?.User.FindFirstValue(ClaimTypes.NameIdentifier)
            ?? throw new InvalidOperationException("Nobody is signed in.");

        // One statement: the stamp tells whether what this node knows of delegations still stands.
        var found = await db.Users.AsNoTracking().Include(u => u.Holdings).Where(u => u.Id == id)
            .Select(u => new
            {
                User = u,
                Stamp = db.NumberSeries.Where(n => n.Key == StaffList.StampKey).Select(n => n.Next).First(),
            })
            .SingleAsync(cancellation);
        _user = found.User;
        _user.Via = http.HttpContext!.User.FindFirstValue(PersonClaims.Token);
        _user.ActsFor = (await staff.AtAsync(found.Stamp, cancellation))
            .RepresentedBy(_user.UserName!, time.GetUtcNow());
        return _user;
    }

    /// <summary>The person as the one who acts.</summary>
    public async Task<Actor> GetActorAsync(CancellationToken cancellation = default) =>
        Actor.Of(await GetAsync(cancellation));

    /// <summary>Whether the person holds one of the posts, wherever.</summary>
    public async Task<bool> HoldsAsync(params string[] positions)
    {
        var user = await GetAsync();
        return user.Holdings.Exists(h => positions.Contains(h.PositionId, StringComparer.Ordinal));
    }
}
