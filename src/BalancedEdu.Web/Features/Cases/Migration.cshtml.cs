using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>What an administrator chooses and types on the page of a migration.</summary>
public sealed record MigrationInput
{
    /// <summary>The row of the version; null: the newest.</summary>
    public long? Version { get; init; }

    /// <summary>The version of the case that the plan was seen for.</summary>
    public long Seen { get; init; }

    /// <summary>The elements that have a choice; null when none has.</summary>
    public IReadOnlyList<string?>? From { get; init; }

    /// <summary>What was chosen for each of them; empty: the one of the same id.</summary>
    public IReadOnlyList<string?>? To { get; init; }

    /// <summary>The reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Old ids and new ids.</summary>
    public IReadOnlyDictionary<string, string> Elements => (From ?? []).Zip(To ?? [])
        .Where(pair => !string.IsNullOrEmpty(pair.First) && !string.IsNullOrEmpty(pair.Second))
        .DistinctBy(pair => pair.First)
        .ToDictionary(pair => pair.First!, pair => pair.Second!, StringComparer.Ordinal);
}

/// <summary>迁移: shows what moving the case to another version would do, and does it.</summary>
public sealed class MigrationModel(
    CaseFiles files, CaseStandings standings, CaseMigration migration, CurrentUser current) : PageModel
{
    /// <summary>The case.</summary>
    public CaseFile Dossier { get; private set; } = null!;

    /// <summary>Versions that it could be moved to, the newest first.</summary>
    public IReadOnlyList<MigrationVersion> Versions { get; private set; } = [];

    /// <summary>What the chosen version would do; null when none can be chosen.</summary>
    public MigrationProposal? Proposal { get; private set; }

    /// <summary>What was chosen and typed.</summary>
    public MigrationInput Input { get; private set; } = new();

    /// <summary>Why it was refused, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>The row of the version whose plan is shown.</summary>
    public long? Chosen => Proposal?.To.VersionId;

    /// <summary>The plan of a version, of the newest at first.</summary>
    public async Task<IActionResult> OnGetAsync(long id, long? version, CancellationToken cancellation) =>
        await ShowAsync(id, new() { Version = version }, null, cancellation);

    /// <summary>The plan with what was chosen for elements that are gone.</summary>
    public async Task<IActionResult> OnPostPlanAsync(long id, MigrationInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var person = await current.GetAsync(cancellation);
        var answer = await migration.ProposeAsync(id, input.Version ?? 0, input.Elements, person, cancellation);
        return await ShowAsync(id, input, answer.Refusal, cancellation);
    }

    /// <summary>Moves the case.</summary>
    public async Task<IActionResult> OnPostAsync(long id, MigrationInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var person = await current.GetAsync(cancellation);
        var refusal = await migration.MigrateAsync(
            new(id, input.Version ?? 0, input.Seen, input.Reason) { Elements = input.Elements }, person, cancellation);
        if (refusal is not null)
            return await ShowAsync(id, input, refusal, cancellation);
        new Toast("已迁移，事项按所选版本继续办理").Put(TempData);
        return Redirect($"/Cases/{id}");
    }

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal?.Fields.FirstOrDefault(f => f.Key == field)?.Message;

    /// <summary>
    /// Whether an administrator chooses what a part becomes: when it is gone, or was chosen before. What the version
    /// calls the same needs no choice.
    /// </summary>
    public bool Asks(ProposedMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return move.Candidates.Count > 0 && (!move.Stays || Input.Elements.ContainsKey(move.ElementId));
    }

    private async Task<IActionResult> ShowAsync(
        long id, MigrationInput input, ActionRefusal? refusal, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (refusal?.Kind == RefusalKind.NotFound || await files.FindAsync(person, id, cancellation) is not { } file)
            return NotFound();
        var standing = await standings.ReadAsync(file, person, cancellation);
        if (refusal is null && (!standing.Manages || !standing.Runs))
            return NotFound();
        (Dossier, Input, Refusal) = (file, input, refusal);
        if (standing is { Manages: true, Runs: true })
            await ProposeAsync(id, cancellation);
        Response.StatusCode = Refusal is null ? StatusCodes.Status200OK : RefusalStatus.Of(Refusal.Kind);
        return Page();
    }

    private async Task ProposeAsync(long id, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        Versions = (await migration.VersionsAsync(id, person, cancellation)).Value ?? [];
        if ((Input.Version ?? (Versions.Count > 0 ? Versions[0].Id : null)) is not { } version)
            return;
        var answer = await migration.ProposeAsync(id, version, Input.Elements, person, cancellation);
        Refusal ??= answer.Refusal;
        if (answer.Refused && Versions.Count > 0)
            answer = await ProposeAnewAsync(id, version, person, cancellation);
        Proposal = answer.Value;
    }

    /// <summary>
    /// The case may have been moved by somebody else meanwhile: the plan is that of a version that there is, with
    /// as much of what was chosen as still has a meaning. What was typed stays.
    /// </summary>
    private async Task<Answer<MigrationProposal>> ProposeAnewAsync(
        long id, long version, AppUser person, CancellationToken cancellation)
    {
        var other = Versions.Any(v => v.Id == version) ? version : Versions[0].Id;
        var known = await migration.KnownAsync(id, other, Input.Elements, person, cancellation);
        Input = Input with { Version = other, From = [.. known.Keys], To = [.. known.Values] };
        return await migration.ProposeAsync(id, other, known, person, cancellation);
    }
}
