using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Persons;

/// <summary>
/// 同一人认定: which accounts are of one natural person, on which separation of duties and avoidance stand. An
/// administrator of the city joins two accounts and takes one out again, with a reason; each account that changes
/// leaves a row that stays. What is decided from then on is judged by it, of open tasks too.
/// </summary>
public sealed class NaturalPersons(BalancedEduDb db, TimeProvider time, ILogger<NaturalPersons> log)
{
    /// <summary>Characters of a reason.</summary>
    public const int ReasonLengthMax = 200;

    /// <summary>How many of a name are told of, so that one of them can be chosen.</summary>
    private const int NamesakesMax = 6;

    /// <summary>认定: two accounts, with those that are already one with either, are of one person.</summary>
    /// <param name="first">A name or user name; disabled accounts too.</param>
    /// <param name="second">The other's.</param>
    /// <param name="reason">Why.</param>
    /// <param name="person">Who says so.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    public async Task<ActionRefusal?> JoinAsync(
        string? first, string? second, string? reason, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (!person.AdministersCity())
            return PersonRefusals.NotYours;
        var (one, unknown) = await FindAsync("first", first, cancellation);
        if (one is null)
            return unknown;
        var (other, unknownToo) = await FindAsync("second", second, cancellation);
        if (other is null)
            return unknownToo;
        if (one.UserName == other.UserName)
            return PersonRefusals.SameAccount;
        if (one.PersonId is not null && one.PersonId == other.PersonId)
            return PersonRefusals.Already(one.UserName, other.UserName);
        if (ReasonOf(reason) is not { } why)
            return PersonRefusals.ReasonMissing;
        return await MergeAsync(one, other, why, person, cancellation);
    }

    /// <summary>拆出: an account is no longer of the person whose other accounts stay one.</summary>
    /// <param name="userName">The account.</param>
    /// <param name="seen">The person it was seen with.</param>
    /// <param name="reason">Why.</param>
    /// <param name="person">Who says so; never of their own accounts, which would free them of avoidance.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    public async Task<ActionRefusal?> SplitAsync(
        string? userName, string? seen, string? reason, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (!person.AdministersCity())
            return PersonRefusals.NotYours;
        var accounts = await db.Users.Where(u => u.PersonId != null && u.PersonId == seen).OrderBy(u => u.UserName)
            .Select(u => u.UserName!).ToListAsync(cancellation);
        if (userName is null || !accounts.Contains(userName))
            return PersonRefusals.Stale;
        if (accounts.Contains(person.UserName!))
            return PersonRefusals.OwnAccount;
        if (ReasonOf(reason) is not { } why)
            return PersonRefusals.ReasonMissing;

        // Who is left alone is nobody's other account any more.
        var leaving = accounts.Count == 2 ? accounts : [userName];
        return await WriteAsync(
            leaving.ConvertAll(a => new PersonChange
            {
                UserName = a, Before = seen, After = null, Reason = why, ChangedBy = person.UserName!,
            }),
            cancellation);
    }

    /// <summary>The person's mark is what one of them has; else the name of the first account that is free.</summary>
    private async Task<ActionRefusal?> MergeAsync(
        PersonAccount one, PersonAccount other, string reason, AppUser person, CancellationToken cancellation)
    {
        var mark = one.PersonId ?? other.PersonId;
        for (var n = 1; mark is null; n++)
        {
            var free = n == 1 ? one.UserName : $"{one.UserName}-{n}";
            if (!await db.Users.AnyAsync(u => u.PersonId == free, cancellation))
                mark = free;
        }
        var moved = await db.Users.Where(u => u.UserName == one.UserName || u.UserName == other.UserName
                || (other.PersonId != null && u.PersonId == other.PersonId))
            .Where(u => u.PersonId != mark || u.PersonId == null)
            .OrderBy(u => u.UserName).Select(u => new { u.UserName, u.PersonId }).ToListAsync(cancellation);
        return await WriteAsync(
            moved.ConvertAll(a => new PersonChange
            {
                UserName = a.UserName!, Before = a.PersonId, After = mark, Reason = reason,
                ChangedBy = person.UserName!,
            }),
            cancellation);
    }

    /// <summary>All or nothing: each account is still as it was seen, or none changes.</summary>
    private async Task<ActionRefusal?> WriteAsync(List<PersonChange> changes, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var change in changes)
        {
            change.ChangedAt = now;
            if (await db.Users.Where(u => u.UserName == change.UserName && u.PersonId == change.Before)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, change.After), cancellation) == 0)
                return PersonRefusals.Stale;
            db.PersonChanges.Add(change);
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var change in changes)
            log.LogInformation(
                "{User} said that account {Account} is of person {After}, before {Before}", change.ChangedBy,
                change.UserName, change.After, change.Before);
        return null;
    }

    private async Task<(PersonAccount? Account, ActionRefusal? Refusal)> FindAsync(
        string field, string? text, CancellationToken cancellation)
    {
        var name = text?.Trim() ?? "";
        var found = await PersonReading.Accounts(db.Users.Where(u => u.UserName == name || u.DisplayName == name))
            .Take(NamesakesMax).ToListAsync(cancellation);
        if (found.Find(a => a.UserName == name) is { } exact)
            return (exact, null);
        return found switch
        {
            [var only] => (only, null),
            [] => (null, PersonRefusals.AccountUnknown(field, name)),
            _ => (null, PersonRefusals.AccountAmbiguous(field, name, found)),
        };
    }

    private static string? ReasonOf(string? reason) =>
        reason?.Trim() is { Length: > 0 and <= ReasonLengthMax } why ? why : null;
}
