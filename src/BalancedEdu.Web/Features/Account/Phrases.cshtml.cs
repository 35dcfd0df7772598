using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Account;

/// <summary>常用意见: one's own ready sentences; added, changed, deleted and put in order.</summary>
public sealed class PhrasesModel(PersonalPhrases phrases, CurrentUser current) : PageModel
{
    /// <summary>The list.</summary>
    public IReadOnlyList<OpinionPhrase> Phrases { get; private set; } = [];

    /// <summary>What was done with them last.</summary>
    public IReadOnlyList<PhraseChange> Changes { get; private set; } = [];

    /// <summary>Why nothing was done, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>The new one as typed, when it was refused.</summary>
    public string? NewText { get; private set; }

    /// <summary>What is wrong with the new one, or null.</summary>
    public string? NewError => ChangedId is null ? FieldError : null;

    /// <summary>The one whose change was refused, or null.</summary>
    public long? ChangedId { get; private set; }

    /// <summary>Its words as typed.</summary>
    public string? ChangedText { get; private set; }

    /// <summary>What is wrong with them, or null.</summary>
    public string? ChangeError => ChangedId is null ? null : FieldError;

    private string? FieldError => Refusal?.Fields is [var first, ..] ? first.Message : null;

    /// <summary>The list.</summary>
    public Task OnGetAsync(CancellationToken cancellation) => ReadAsync(cancellation);

    /// <summary>Adds one.</summary>
    public async Task<IActionResult> OnPostAsync(string? text, CancellationToken cancellation)
    {
        NewText = text;
        return await AnswerAsync(
            await phrases.AddAsync(text, await current.GetAsync(cancellation), cancellation), "已添加", cancellation);
    }

    /// <summary>Changes one.</summary>
    public async Task<IActionResult> OnPostChangeAsync(long id, string? text, CancellationToken cancellation)
    {
        (ChangedId, ChangedText) = (id, text);
        return await AnswerAsync(
            await phrases.ChangeAsync(id, text, await current.GetAsync(cancellation), cancellation), "已保存",
            cancellation);
    }

    /// <summary>Deletes one.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken cancellation) => await AnswerAsync(
        await phrases.RemoveAsync(id, await current.GetAsync(cancellation), cancellation), "已删除", cancellation);

    /// <summary>Moves one up.</summary>
    public async Task<IActionResult> OnPostUpAsync(long id, CancellationToken cancellation) => await AnswerAsync(
        await phrases.MoveAsync(id, true, await current.GetAsync(cancellation), cancellation), null, cancellation);

    /// <summary>Moves one down.</summary>
    public async Task<IActionResult> OnPostDownAsync(long id, CancellationToken cancellation) => await AnswerAsync(
        await phrases.MoveAsync(id, false, await current.GetAsync(cancellation), cancellation), null, cancellation);

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        Phrases = await phrases.ListAsync(person, cancellation);
        Changes = await phrases.ChangesAsync(person, cancellation);
    }

    private async Task<IActionResult> AnswerAsync(ActionRefusal? refusal, string? done, CancellationToken cancellation)
    {
        if (refusal is null)
        {
            if (done is not null)
                new Toast(done).Put(TempData);
            return Redirect("/Account/Phrases");
        }
        Refusal = refusal;
        await ReadAsync(cancellation);
        Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return Page();
    }
}
