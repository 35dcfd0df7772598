using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Persons;

/// <summary>An account in the list.</summary>
/// <param name="UserName">The account.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Unit">The unit and office.</param>
/// <param name="Disabled">Whether it is closed.</param>
/// <param name="PersonId">Of which person it is, when that has several.</param>
public sealed record PersonAccount(string UserName, string Name, string Unit, bool Disabled, string? PersonId);

/// <summary>A person with their accounts.</summary>
/// <param name="Id">The mark that the accounts share.</param>
/// <param name="Accounts">The accounts.</param>
public sealed record PersonLine(string Id, IReadOnlyList<PersonAccount> Accounts);

/// <summary>What was said about an account.</summary>
/// <param name="Row">The row.</param>
/// <param name="Name">The name of who has the account.</param>
/// <param name="ChangedBy">Who said so, as shown.</param>
/// <param name="What">What was said, in words.</param>
public sealed record PersonChangeLine(PersonChange Row, string Name, string ChangedBy, string What);

/// <summary>A page of persons with several accounts, and what was changed last.</summary>
/// <param name="Lines">The persons, by their mark.</param>
/// <param name="Next">The mark after which the next page begins, or null.</param>
/// <param name="Changes">What was changed last, newest first.</param>
public sealed record PersonPage(
    IReadOnlyList<PersonLine> Lines, string? Next, IReadOnlyList<PersonChangeLine> Changes);

/// <summary>Reads whose accounts are whose; nothing for who does not administer the city.</summary>
public sealed class PersonReading(BalancedEduDb db)
{
    /// <summary>Persons on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Changes that are shown.</summary>
    public const int ChangesMax = 20;

    /// <summary>One page.</summary>
    /// <param name="after">The mark after which it begins, or null.</param>
    /// <param name="person">Who reads.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<PersonPage> ReadAsync(string? after, AppUser person, CancellationToken cancellation)
    {
        var begin = after ?? "";
        var several = db.Users.ForCityAdministrator(db, person).Where(u => u.PersonId != null);
        var marks = await several.Where(u => u.PersonId!.CompareTo(begin) > 0).Select(u => u.PersonId!).Distinct()
            .OrderBy(id => id).Take(PageSize + 1).ToListAsync(cancellation);
        var shown = marks.Take(PageSize).ToList();
        var accounts = (await Accounts(several.Where(u => shown.Contains(u.PersonId!))).ToListAsync(cancellation))
            .ToLookup(a => a.PersonId!, StringComparer.Ordinal);
        return new(
            shown.ConvertAll(id => new PersonLine(id, [.. accounts[id]])), marks.Count > PageSize ? shown[^1] : null,
            await ChangesAsync(person, cancellation));
    }

    internal static IQueryable<PersonAccount> Accounts(IQueryable<AppUser> users) =>
        users.AsNoTracking().OrderBy(u => u.UserName).Select(u => new PersonAccount(
            u.UserName!, u.DisplayName, u.Title == "" ? u.UnitName : u.UnitName + " " + u.Title, u.Disabled,
            u.PersonId));

    private async Task<IReadOnlyList<PersonChangeLine>> ChangesAsync(AppUser person, CancellationToken cancellation)
    {
        var rows = await (
            from c in db.PersonChanges.AsNoTracking().ForCityAdministrator(db, person)
            orderby c.Id descending
            select new
            {
                Row = c,
                Name = db.Users.Where(u => u.UserName == c.UserName).Select(u => u.DisplayName).FirstOrDefault(),
                By = db.Users.Where(u => u.UserName == c.ChangedBy).Select(u => u.DisplayName).FirstOrDefault(),
            }).Take(ChangesMax).ToListAsync(cancellation);
        return rows.ConvertAll(r => new PersonChangeLine(
            r.Row, r.Name ?? r.Row.UserName, r.By ?? r.Row.ChangedBy,
            r.Row.After is { } mark ? $"认定为同一人（{mark}）" : $"拆出，不再与“{r.Row.Before}”为同一人"));
    }
}
