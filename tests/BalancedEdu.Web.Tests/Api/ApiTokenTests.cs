using System.Net;
using BalancedEdu.Web.Api;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Api;

public sealed class ApiTokenTests
{
    [Theory, Databases]
    public async Task A_token_that_is_revoked_or_late_or_of_who_is_locked_or_gone_opens_nothing(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        using var revoked = await app.ProgramAsync("dingruoshui", ApiScopes.Read);
        Assert.Equal("dingruoshui", (await revoked.ReadAsync("/me"))["userName"].GetString());
        await RevokeAllAsync(app, "dingruoshui");
        using var locked = await app.ProgramAsync("shenzhiyuan", ApiScopes.Read);
        await LockAsync(app, "shenzhiyuan", app.Clock.GetUtcNow().AddMinutes(15));
        using var gone = await app.ProgramAsync("xuweiran", ApiScopes.Read);
        await app.DisableAsync("xuweiran");
        using var late = await app.ProgramAsync("guyongming", ApiScopes.Read);
        foreach (var program in new[] { revoked, locked, gone })
            Assert.Equal("api.not-signed-in", (await program.ReadAsync("/inbox")).Code);
        Assert.Equal(HttpStatusCode.OK, (await late.ReadAsync("/inbox")).Status);

        app.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.OK, (await locked.ReadAsync("/inbox")).Status);
        app.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(HttpStatusCode.Unauthorized, (await late.ReadAsync("/inbox")).Status);
    }

    [Theory, Databases]
    public async Task Only_a_hash_is_stored_and_the_last_use_is_told_to_the_minute(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        using var program = await app.ProgramAsync("dingruoshui", ApiScopes.Read);
        await using var db = app.Open();
        var made = await db.ApiTokens.AsNoTracking().SingleAsync();
        var key = program.DefaultRequestHeaders.Authorization!.Parameter!;
        Assert.Equal((64, null), (made.Hash.Length, made.LastUsedAt));
        Assert.DoesNotContain(key[11..], $"{made.Hash} {made.Beginning}", StringComparison.Ordinal);

        await program.ReadAsync("/inbox");
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await program.ReadAsync("/inbox");
        Assert.Equal(ProductApp.Start, (await db.ApiTokens.AsNoTracking().SingleAsync()).LastUsedAt);
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await program.ReadAsync("/inbox");
        Assert.Equal(
            ProductApp.Start.AddSeconds(61), (await db.ApiTokens.AsNoTracking().SingleAsync()).LastUsedAt);
    }

    [Fact]
    public async Task Cookies_open_no_interface_and_tokens_open_no_page()
    {
        await using var app = await Hands.StartAppAsync(DatabaseProvider.Sqlite);
        var task = await app.StartAsync();
        using var browser = await app.SignInAsync("dingruoshui");
        Assert.Equal("api.not-signed-in", (await browser.ReadAsync("/inbox")).Code);
        var forged = await browser.PostAsync(
            $"/tasks/{task.Id}/complete", new { revision = task.Revision, outcome = "pass" });
        Assert.Equal((HttpStatusCode.Unauthorized, "api.not-signed-in"), (forged.Status, forged.Code));

        using var program = await app.ProgramAsync("dingruoshui");
        foreach (var page in new[] { "/Inbox", $"/Tasks/{task.Id}", "/Account/Tokens" })
        {
            var answer = await program.GetAsync(page);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Contains("/Account/Login", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
        Assert.Equal(task.Revision, (await app.NowAsync(task)).Revision);
    }

    [Fact]
    public async Task Too_many_requests_of_a_token_are_held_back_and_told_how_long()
    {
        await using var app = await ProductApp.StartAsync(
            DatabaseProvider.Sqlite, Hands.Folder,
            settings: new Dictionary<string, string?> { ["Api:RequestsPerMinute"] = "3" });
        using var program = await app.ProgramAsync("dingruoshui", ApiScopes.Read);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await program.ReadAsync("/inbox")).Status);
        var held = await program.GetAsync("/api/v1/inbox");
        Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
        Assert.InRange(held.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("api.too-many-requests", (await program.ReadAsync("/tasks/1")).Code);
        using var other = await app.ProgramAsync("guyongming", ApiScopes.Read);
        Assert.Equal(HttpStatusCode.OK, (await other.ReadAsync("/inbox")).Status);
    }

    [Fact]
    public async Task A_token_is_made_and_revoked_on_its_page_and_shown_once()
    {
        await using var app = await Hands.StartAppAsync(DatabaseProvider.Sqlite);
        using var browser = await app.SignInAsync("dingruoshui");
        var refused = await browser.SubmitAsync(
            "/Account/Tokens", "/Account/Tokens", ("name", ""), ("days", "30"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var made = await browser.SubmitAsync(
            "/Account/Tokens", "/Account/Tokens", ("name", "数据交换"), ("scopes", ApiScopes.Read), ("days", "30"));
        var page = await made.Content.ReadAsStringAsync();
        Assert.True(made.Headers.CacheControl?.NoStore);
        var key = page[page.IndexOf("be_pat_", StringComparison.Ordinal)..][..50];
        Assert.DoesNotContain(key, await browser.GetStringAsync("/Account/Tokens"), StringComparison.Ordinal);
        await using var db = app.Open();
        var token = await db.ApiTokens.SingleAsync();
        using var other = await app.SignInAsync("guyongming");
        var foreign = await other.SubmitAsync(
            "/Account/Tokens", "/Account/Tokens?handler=Revoke", ("id", $"{token.Id}"));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        await browser.SubmitAsync("/Account/Tokens", "/Account/Tokens?handler=Revoke", ("id", $"{token.Id}"));
        Assert.NotNull((await db.ApiTokens.AsNoTracking().SingleAsync()).RevokedAt);
    }

    [Theory]
    [InlineData(null, "read", 30, "token.name-missing")]
    [InlineData("  ", "read", 30, "token.name-missing")]
    [InlineData("数据交换", "", 30, "token.scope-unknown")]
    [InlineData("数据交换", "read root", 30, "token.scope-unknown")]
    [InlineData("数据交换", "read", 0, "token.days-wrong")]
    [InlineData("数据交换", "read", 366, "token.days-wrong")]
    public async Task A_token_is_refused_without_a_name_a_known_scope_and_an_end(
        string? name, string scopes, int days, string code)
    {
        await using var app = await Hands.StartAppAsync(DatabaseProvider.Sqlite);
        await using var scope = app.Services.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<ApiTokens>().MakeAsync(
            name, scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), days, await app.PersonAsync("dingruoshui"),
            default);
        Assert.Equal(code, answer.Refusal?.Code);
    }

    private static async Task RevokeAllAsync(ProductApp app, string userName)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var tokens = scope.ServiceProvider.GetRequiredService<ApiTokens>();
        var person = await app.PersonAsync(userName);
        foreach (var token in await tokens.ListAsync(person, default))
            Assert.Null(await tokens.RevokeAsync(token.Id, person, default));
    }

    private static async Task LockAsync(ProductApp app, string userName, DateTimeOffset until)
    {
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == userName)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.LockoutEnd, until));
    }
}
