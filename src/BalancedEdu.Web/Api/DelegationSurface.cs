using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Api;

/// <summary>
/// 代理: who shall act, from and until which day (the last counts whole), for which processes (none: all), why; for
/// administrators also in whose place.
/// </summary>
public sealed record DelegationBody(
    string To, DateOnly From, DateOnly Until, string[]? ProcessIds = null, string? Reason = null,
    string? Principal = null);

/// <summary>A delegation that was made.</summary>
public sealed record ApiDelegation(long Id, string Principal, string To, DateOnly From, DateOnly Until);

/// <summary>A delegation that was ended.</summary>
public sealed record ApiRevoked(long Id);

/// <summary>The token and the person as whom it acts.</summary>
public sealed record ApiMe(string UserName, string Name, string Unit, string Token, IReadOnlyList<string> Scopes);

/// <summary>Who acts: delegations (代理), and the token itself.</summary>
internal static class DelegationSurface
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", MeAsync).Reads<ApiMe>("As whom the token acts, and what it may be used for");
        api.MapGet("/delegations", ListAsync).Reads<DelegationSheet>(
            "Delegations of the person, to the person, and for administrators all others (代理)");
        api.MapPost("/delegations", MakeAsync).Writes<ApiDelegation>(
            ApiScopes.Decide, "Let somebody act in the person's place for some days (代理)", revised: false,
            "403 delegation.not-yours", "422 people.unknown", "422 people.ambiguous", "422 delegation.one-person",
            "422 delegation.to-self", "422 delegation.period-missing", "422 delegation.period-past",
            "422 delegation.period-too-long", "422 delegation.reason-too-long", "422 delegation.process-unknown",
            "422 delegation.overlap", "422 delegation.cycle", "422 delegation.chain-too-long");
        api.MapPost("/delegations/{id:long}/revoke", RevokeAsync).Writes<ApiRevoked>(
            ApiScopes.Decide, "End a delegation from now on (撤销代理)", revised: false,
            "404 delegation.unknown", "409 delegation.over");
    }

    private static async Task<IResult> MeAsync(
        HttpContext http, CurrentUser current, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        return ApiAnswer.Ok(new ApiMe(
            person.UserName!, person.DisplayName, person.UnitName, person.Via!,
            [.. http.User.FindAll(ApiAuthentication.ScopeClaim).Select(c => c.Value)])).ToResult();
    }

    private static async Task<IResult> ListAsync(
        DelegationList list, CurrentUser current, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        return ApiAnswer.Ok(
            await list.ReadAsync(person, person.AdministersCity(), cancellation)).ToResult();
    }

    private static async Task<ApiAnswer> MakeAsync(DelegationBody body, DelegationRules rules, CurrentUser current)
    {
        var made = await rules.MakeAsync(
            new(body.Principal, body.To, body.From, body.Until, body.ProcessIds ?? [], body.Reason),
            await current.GetAsync(), default);
        return ApiAnswer.Of(made, View);
    }

    private static ApiDelegation View(Delegation row) => new(
        row.Id, row.Principal, row.Delegate, Texts.LocalDay(row.FromAt), Texts.LocalDay(row.ToAt.AddTicks(-1)));

    private static async Task<ApiAnswer> RevokeAsync(long id, DelegationRules rules, CurrentUser current) =>
        await rules.RevokeAsync(id, await current.GetAsync(), default) is { } refusal
            ? ApiAnswer.Of(refusal)
            : ApiAnswer.Ok(new ApiRevoked(id));
}
