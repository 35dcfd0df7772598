using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Api;

/// <summary>A new token. The key is shown once, and never again.</summary>
/// <param name="Key">What programs send.</param>
/// <param name="Token">Its row.</param>
public sealed record MadeToken(string Key, ApiToken Token);

/// <summary>Makes, lists and revokes the tokens of a person. What happens to them stands in their rows.</summary>
public sealed partial class ApiTokens(BalancedEduDb db, TimeProvider time, ILogger<ApiTokens> log)
{
    /// <summary>Days after which a token is no longer taken, at most.</summary>
    public const int DaysMax = 365;

    /// <summary>Tokens of a person that are taken at the same time.</summary>
    public const int CountMax = 20;

    /// <summary>No name is longer.</summary>
    public const int NameLengthMax = 50;

    private const string Prefix = "be_pat_";

    /// <summary>All tokens of a person, the newest first.</summary>
    public Task<List<ApiToken>> ListAsync(AppUser person, CancellationToken cancellation) =>
        db.ApiTokens.AsNoTracking().Where(t => t.UserName == person.UserName).OrderByDescending(t => t.Id)
            .ToListAsync(cancellation);

    /// <summary>Makes one. Refused: <c>token.name-missing</c>, <c>token.scope-unknown</c>, <c>token.days-wrong</c>,
    /// <c>token.too-many</c>.</summary>
    public async Task<Answer<MadeToken>> MakeAsync(
        string? name, IReadOnlyList<string> scopes, int days, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(person);
        var now = time.GetStoredNow();
        var known = ApiScopes.All.Select(s => s.Scope).Where(scopes.Contains).ToList();
        if (OperationTexts.Given(name) is not { Length: <= NameLengthMax } given)
            return OperationRefusals.Field(
                "token.name-missing", "name", $"没有创建：请写明令牌用在哪里，最多 {NameLengthMax} 个字。");
        if (known.Count == 0 || scopes.Except(known).Any())
            return OperationRefusals.Field("token.scope-unknown", "scopes", "没有创建：请至少选择一项权限。");
        if (days is < 1 or > DaysMax)
            return OperationRefusals.Field(
                "token.days-wrong", "days", $"没有创建：有效期须为 1 到 {DaysMax} 天。请改正后再提交。");
        if (await db.ApiTokens.CountAsync(
            t => t.UserName == person.UserName && t.RevokedAt == null && t.ExpiresAt > now, cancellation) >= CountMax)
            return OperationRefusals.Field(
                "token.too-many", "name", $"没有创建：有效的令牌最多 {CountMax} 个。请先吊销不用的。");
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var token = new ApiToken
        {
            UserName = person.UserName!, Name = given, Hash = HashOf(key), Beginning = key[..(Prefix.Length + 4)],
            Scopes = string.Join(' ', known), CreatedAt = now, ExpiresAt = now.AddDays(days),
        };
        db.ApiTokens.Add(token);
        await db.SaveChangesAsync(cancellation);
        LogMade(log, person.UserName!, token.Id, token.Scopes, token.ExpiresAt);
        return new MadeToken(key, token);
    }

    /// <summary>Revokes one: it is not taken any more from now on.</summary>
    public async Task<ActionRefusal?> RevokeAsync(long id, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var now = time.GetStoredNow();
        var revoked = await db.ApiTokens
            .Where(t => t.Id == id && t.UserName == person.UserName && t.RevokedAt == null)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.RevokedAt, now), cancellation);
        if (revoked == 0)
            return Refusals.NotFound("token.unknown", "没有这个令牌，或已经吊销。请刷新后查看。");
        LogRevoked(log, person.UserName!, id);
        return null;
    }

    /// <summary>
    /// The token of a key with its owner, if it is taken now; else null: also when the owner has left or is locked out.
    /// </summary>
    internal async Task<(ApiToken Token, AppUser Person)?> FindAsync(string key, CancellationToken cancellation)
    {
        var (hash, now) = (HashOf(key), time.GetStoredNow());
        var token = await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancellation);
        if (token is null || token.RevokedAt is not null || token.ExpiresAt <= now)
            return null;
        var person = await db.Users.AsNoTracking()
            .SingleOrDefaultAsync(
                u => u.UserName == token.UserName && !u.Disabled && (u.LockoutEnd == null || u.LockoutEnd <= now),
                cancellation);
        if (person is null)
            return null;
        var minute = now.AddMinutes(-1);
        if (token.LastUsedAt is null || token.LastUsedAt < minute)
            await db.ApiTokens.Where(t => t.Id == token.Id && (t.LastUsedAt == null || t.LastUsedAt < minute))
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedAt, now), cancellation);
        return (token, person);
    }

    internal static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    [LoggerMessage(LogLevel.Information, "{UserName} made the API token {Token} for {Scopes} until {Until}")]
    private static partial void LogMade(
        ILogger log, string userName, long token, string scopes, DateTimeOffset until);

    [LoggerMessage(LogLevel.Information, "{UserName} revoked the API token {Token}")]
    private static partial void LogRevoked(ILogger log, string userName, long token);
}
