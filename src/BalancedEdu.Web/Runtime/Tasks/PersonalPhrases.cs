using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>
/// 常用意见 of one person: nobody else sees or changes them. What is added, changed or deleted is recorded with it.
/// </summary>
public sealed class PersonalPhrases(BalancedEduDb db, TimeProvider time)
{
    /// <summary>More are no help any more.</summary>
    public const int CountMax = 50;

    /// <summary>A phrase is a sentence, not a report.</summary>
    public const int LengthMax = 200;

    /// <summary>How many changes are shown; all of them are kept.</summary>
    public const int ChangesShown = 20;

    private static readonly ActionRefusal Unknown = new(
        RefusalKind.NotFound, "phrase.unknown", "不能修改或删除：没有这条常用意见，可能已经删除。请刷新后查看。", []);

    /// <summary>The phrases, in the person's order.</summary>
    public Task<List<OpinionPhrase>> ListAsync(AppUser person, CancellationToken cancellation) =>
        Of(person).AsNoTracking().OrderBy(p => p.Place).ThenBy(p => p.Id).ToListAsync(cancellation);

    /// <summary>What was done with them last, the newest first.</summary>
    public Task<List<PhraseChange>> ChangesAsync(AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        return db.PhraseChanges.AsNoTracking().Where(c => c.UserName == person.UserName)
            .OrderByDescending(c => c.Id).Take(ChangesShown).ToListAsync(cancellation);
    }

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
        Record(person, null, text.Trim());
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    /// <summary>Changes the words of one.</summary>
    public async Task<ActionRefusal?> ChangeAsync(
        long id, string? text, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var all = await ListAsync(person, cancellation);
        if (all.Find(p => p.Id == id) is not { } phrase)
            return Unknown;
        if (Check(text, all, id) is { } refusal)
            return refusal;
        var words = text!.Trim();
        if (words == phrase.Text)
            return null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);

        // By its words too: the record tells what really stood there.
        if (await Of(person).Where(p => p.Id == id && p.Text == phrase.Text)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Text, words), cancellation) == 0)
            return Unknown;
        Record(person, phrase.Text, words);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Deletes one.</summary>
    public async Task<ActionRefusal?> RemoveAsync(long id, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (await Of(person).AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellation) is not { } phrase)
            return Unknown;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await Of(person).Where(p => p.Id == id && p.Text == phrase.Text).ExecuteDeleteAsync(cancellation) == 0)
            return Unknown;
        Record(person, phrase.Text, null);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

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

    private void Record(AppUser person, string? before, string? after) => db.PhraseChanges.Add(new()
    {
        UserName = person.UserName!, Before = before, After = after, Via = person.Via, At = time.GetStoredNow(),
    });

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
