using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>常用意见 of one person: nobody else sees or changes them.</summary>
public sealed class PersonalPhrases(BalancedEduDb db)
{
    /// <summary>More are no help any more.</summary>
    public const int CountMax = 50;

    /// <summary>A phrase is a sentence, not a report.</summary>
    public const int LengthMax = 200;

    private static readonly ActionRefusal Unknown = new(
        RefusalKind.NotFound, "phrase.unknown", "不能修改或删除：没有这条常用意见，可能已经删除。请刷新后查看。", []);

    /// <summary>The phrases, in the person's order.</summary>
    public Task<List<OpinionPhrase>> ListAsync(AppUser person, CancellationToken cancellation) =>
        Of(person).AsNoTracking().OrderBy(p => p.Place).ThenBy(p => p.Id).ToListAsync(cancellation);

    /// <summary>Adds one at the end.</summary>
    public async Task<ActionRefusal?> AddAsync(string? text, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var all = await ListAsync(person, cancellation);
        if (Check(text, all, null) is { } refusal)
            return refusal;
        if (all.Count >= CountMax)
            return OperationRefusals.Field(
                "phrase.too-many", "text", $"没有保存：已有 {CountMax} 条常用意见，最多这么多。请先删除不用的。");
        db.OpinionPhrases.Add(new()
        {
            UserName = person.UserName!, Text = text!.Trim(), Place = all.Count == 0 ? 1 : all[^1].Place + 1,
        });
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    /// <summary>Changes the words of one.</summary>
    public async Task<ActionRefusal?> ChangeAsync(
        long id, string? text, AppUser person, CancellationToken cancellation)
    {
        var all = await ListAsync(person, cancellation);
        if (all.TrueForAll(p => p.Id != id))
            return Unknown;
        if (Check(text, all, id) is { } refusal)
            return refusal;
        var words = text!.Trim();
        await Of(person).Where(p => p.Id == id)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Text, words), cancellation);
        return null;
    }

    /// <summary>Deletes one.</summary>
    public async Task<ActionRefusal?> RemoveAsync(long id, AppUser person, CancellationToken cancellation) =>
        await Of(person).Where(p => p.Id == id).ExecuteDeleteAsync(cancellation) == 1 ? null : Unknown;

    /// <summary>Moves one a place up or down; at the end of the list nothing happens.</summary>
    public async Task<ActionRefusal?> MoveAsync(long id, bool up, AppUser person, CancellationToken cancellation)
    {
        var all = await Of(person).OrderBy(p => p.Place).ThenBy(p => p.Id).ToListAsync(cancellation);
        var here = all.FindIndex(p => p.Id == id);
        if (here < 0)
            return Unknown;
        var there = here + (up ? -1 : 1);
        if (there < 0 || there >= all.Count)
            return null;
        (all[here], all[there]) = (all[there], all[here]);
        for (var i = 0; i < all.Count; i++)
            all[i].Place = i + 1;
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    private static ActionRefusal? Check(string? text, List<OpinionPhrase> all, long? own) =>
        OperationTexts.Given(text) is not { } words
            ? OperationRefusals.Field("phrase.empty", "text", "没有保存：请写常用意见的内容。")
        : words.Length > LengthMax
            ? OperationRefusals.Field(
                "phrase.too-long", "text", $"没有保存：最多 {LengthMax} 个字，现在 {words.Length} 个字。请精简后再保存。")
        : all.Exists(p => p.Text == words && p.Id != own)
            ? OperationRefusals.Field("phrase.twice", "text", "没有保存：已经有一条同样的常用意见。请改写，或直接使用那一条。")
        : null;

    private IQueryable<OpinionPhrase> Of(AppUser person) =>
        db.OpinionPhrases.Where(p => p.UserName == person.UserName);
}
