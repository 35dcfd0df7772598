using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Api;

/// <summary>常用意见: its words.</summary>
public sealed record PhraseBody(string Text);

/// <summary>Whether a phrase goes up by a place, or down.</summary>
public sealed record PhraseMoveBody(bool Up);

/// <summary>A phrase of the person's own.</summary>
public sealed record ApiPhrase(long Id, string Text);

/// <summary>常用意见 of the person as whom a program acts. Each operation answers all of them in their order.</summary>
internal static class PhraseSurface
{
    private static readonly string[] Words = ["422 phrase.empty", "422 phrase.too-long", "422 phrase.twice"];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/phrases", async (PersonalPhrases phrases, CurrentUser current, CancellationToken cancellation) =>
                (await AllAsync(phrases, current, cancellation)).ToResult())
            .Reads<ApiPhrase[]>("The person's own phrases for opinions, in their order (常用意见)");
        api.MapPost("/phrases", (PhraseBody body, PersonalPhrases phrases, CurrentUser current) =>
                DoneAsync(phrases, current, async person => await phrases.AddAsync(body.Text, person, default)))
            .Writes<ApiPhrase[]>(
                ApiScopes.Act, "Add a phrase at the end", revised: false, [.. Words, "422 phrase.too-many"]);
        api.MapPost("/phrases/{id:long}", (long id, PhraseBody body, PersonalPhrases phrases, CurrentUser current) =>
                DoneAsync(phrases, current, person => phrases.ChangeAsync(id, body.Text, person, default)))
            .Writes<ApiPhrase[]>(
                ApiScopes.Act, "Change the words of a phrase", revised: false, [.. Words, "404 phrase.unknown"]);
        api.MapPost("/phrases/{id:long}/remove", (long id, PersonalPhrases phrases, CurrentUser current) =>
                DoneAsync(phrases, current, person => phrases.RemoveAsync(id, person, default)))
            .Writes<ApiPhrase[]>(ApiScopes.Act, "Delete a phrase", revised: false, "404 phrase.unknown");
        api.MapPost(
                "/phrases/{id:long}/move",
                (long id, PhraseMoveBody body, PersonalPhrases phrases, CurrentUser current) =>
                    DoneAsync(phrases, current, person => phrases.MoveAsync(id, body.Up, person, default)))
            .Writes<ApiPhrase[]>(
                ApiScopes.Act, "Move a phrase up or down by a place", revised: false, "404 phrase.unknown");
    }

    private static async Task<ApiAnswer> DoneAsync(
        PersonalPhrases phrases, CurrentUser current, Func<Data.Organisation.AppUser, Task<ActionRefusal?>> act) =>
        await act(await current.GetAsync()) is { } refusal
            ? ApiAnswer.Of(refusal)
            : await AllAsync(phrases, current, default);

    private static async Task<ApiAnswer> AllAsync(
        PersonalPhrases phrases, CurrentUser current, CancellationToken cancellation) =>
        ApiAnswer.Ok((await phrases.ListAsync(await current.GetAsync(cancellation), cancellation))
            .Select(p => new ApiPhrase(p.Id, p.Text)).ToArray());
}
