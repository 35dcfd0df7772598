using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Retention;

/// <summary>What an administrator does about a package that was not whole: has it checked at once.</summary>
public sealed class ArchiveDamageActionTests : ArchiveTrial
{
    [Theory, Databases]
    public async Task A_package_that_is_back_is_checked_at_once_and_its_rows_go_with_the_next_look(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var (package, whole) = await DamageAsync(app);
        await using var db = app.Open();
        await File.WriteAllBytesAsync(package, whole);
        Assert.Null(await CheckAsync(app));
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.NotNull(incident.ResolvedAt);
        Assert.EndsWith(
            "管理员（admin）重新核对，归档包完好：已从备份恢复", incident.Message, StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(0, await db.Cases.CountAsync());
    }

    [Theory, Databases]
    public async Task A_package_that_is_still_damaged_is_refused_and_stays_an_incident(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await DamageAsync(app);
        await using var db = app.Open();
        var number = await db.ArchivedCases.Select(a => a.Number).SingleAsync();
        var package = await db.ArchivedCases.Select(a => a.Package).SingleAsync();
        var refusal = await CheckAsync(app);
        Assert.Equal(
            (RefusalKind.Conflict, "incident.package-still-damaged",
                $"不能继续归档事项 {number}：归档包“{package}”与归档时写下的不一致。请从备份恢复这个文件后再核对。"),
            (refusal!.Kind, refusal.Code, refusal.Message));
        Assert.Null((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await db.Cases.CountAsync());
    }

    [Theory, Databases]
    public async Task A_folder_that_is_away_is_no_package_that_is_whole(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await DamageAsync(app);
        await using var db = app.Open();
        var archived = await db.ArchivedCases.AsNoTracking().SingleAsync();
        Directory.Move(Folder, Folder + "-away");
        var refusal = await CheckAsync(app);
        Directory.Move(Folder + "-away", Folder);
        refusal.Is(
            RefusalKind.Conflict, "incident.archive-folder-away",
            $"不能继续归档事项 {archived.Number}：这台服务器打不开归档目录，看不到归档包“{archived.Package}”。"
            + "请检查归档目录的挂载，或在能访问它的服务器上核对。");
        Assert.Null((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task One_whose_rows_are_gone_meanwhile_needs_no_check(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await DamageAsync(app);
        await using var db = app.Open();
        var now = app.Clock.GetUtcNow();
        await db.ArchivedCases.ExecuteUpdateAsync(a => a.SetProperty(x => x.DeletedAt, now));
        Assert.Equal("incident.not-offered", (await CheckAsync(app))?.Code);
    }

    [Theory, Databases]
    public async Task The_page_offers_the_check_to_the_administrator_and_says_what_was_found(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var (package, whole) = await DamageAsync(app);
        await using var db = app.Open();
        var address = $"/Incidents/{(await db.Incidents.SingleAsync()).Id}";
        using var admin = await app.SignInAsync("admin");
        Assert.Contains(
            "现在就核对归档包", Browsing.Read(await admin.GetStringAsync(address)), StringComparison.Ordinal);
        using var clerk = await app.SignInAsync("peimingyuan");
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SubmitAsync(clerk, "/Account/Me", address)).StatusCode);

        var refused = await SubmitAsync(admin, address, address);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(
            "不能继续归档事项", Browsing.Read(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(package, whole);
        var done = await SubmitAsync(admin, address, address);
        Assert.Equal("/Incidents", done.Headers.Location?.OriginalString);
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string page, string address) =>
        browser.SubmitAsync(page, $"{address}?handler=Retry", ("times", "1"), ("reason", "已从备份恢复"));

    /// <summary>The package of a case is overwritten when its rows begin to go, and the archive has seen it.</summary>
    private async Task<(string Package, byte[] Whole)> DamageAsync(ProductApp app)
    {
        await EndOneAsync(app);
        await app.AdvanceAsync(TimeSpan.FromDays(Days));
        await using var db = app.Open();
        var since = app.Clock.GetUtcNow();
        await db.ArchivedCases.ExecuteUpdateAsync(a => a.SetProperty(x => x.DeletingSince, since));
        var package = Assert.Single(Directory.GetFiles(Folder, "*.zip", SearchOption.AllDirectories));
        var whole = await File.ReadAllBytesAsync(package);
        await File.WriteAllTextAsync(package, "something else");
        await app.AdvanceAsync(TimeSpan.FromMinutes(40));
        Assert.Equal(IncidentCodes.PackageDamaged, (await db.Incidents.AsNoTracking().SingleAsync()).Code);
        return (package, whole);
    }

    private static async Task<ActionRefusal?> CheckAsync(ProductApp app)
    {
        await using var db = app.Open();
        var row = await db.Incidents.AsNoTracking().SingleAsync();
        return await app.ActAsync<IncidentActions>(
            "admin", (a, p) => a.RetryAsync(new(row.Id, row.Times, "已从备份恢复"), p, default));
    }
}
