using System.Text;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Processes.LargeClasses.Ledger;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Processes.LargeClasses.Importing;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;

namespace BalancedEdu.Web.Tests.Features.Ledgers;

/// <summary>The ledger of large classes: scope, filters, pages, sums, export.</summary>
public sealed partial class LargeClassesPageTests
{
    private const string Head = "学校代码,年级,班号,在籍人数\n";

    [Theory]
    [Databases]
    public async Task Everyone_sees_the_tickets_of_their_scope(DatabaseProvider provider)
    {
        await using var app = await CityAsync(provider);
        Assert.Equal(4, await CountAsync(app, "peimingyuan"));
        Assert.Equal(4, await CountAsync(app, "jiangyuan"));
        Assert.Equal(3, await CountAsync(app, "chengjiang-edu"));
        Assert.Equal(1, await CountAsync(app, "yunpu-edu"));
        Assert.Equal(2, await CountAsync(app, "p3299010001"));
        Assert.Equal(0, await CountAsync(app, "developer1"));
        Assert.Equal(0, await CountAsync(app, "f3299010001"));
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData("?severity=3", 1)]
    [InlineData("?severity=9", 4)]
    [InlineData("?stage=初中", 1)]
    [InlineData("?district=329902", 1)]
    [InlineData("?q=明德", 2)]
    [InlineData("?q=%25", 0)]
    [InlineData("?start=true", 1)]
    [InlineData("?year=2026", 4)]
    [InlineData("?year=2025", 0)]
    [InlineData("?step=Filing", 4)]
    [InlineData("?status=closed", 0)]
    [InlineData("?status=all", 4)]
    [InlineData("?overdue=true", 0)]
    [InlineData("?after=x-y", 4)]
    public async Task Filters_stand_in_the_address(string query, int expected)
    {
        await using var app = await CityAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync("peimingyuan");
        var page = await client.GetStringAsync("/Ledgers/LargeClasses" + query);
        Assert.Equal(expected, Row().Count(page));
    }

    [Theory]
    [Databases]
    public async Task What_is_overdue_is_counted_and_filtered(DatabaseProvider provider)
    {
        await using var app = await CityAsync(provider);
        await app.AdvanceAsync(TimeSpan.FromDays(8));
        using var client = await app.SignInAsync("peimingyuan");
        var page = await client.GetStringAsync("/Ledgers/LargeClasses?overdue=true");
        Assert.Equal(4, Row().Count(page));
        Assert.Contains("超期 4&nbsp;个", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@if", page, StringComparison.Ordinal);
        Assert.Contains("be-due-over", page, StringComparison.Ordinal);
    }

    [Theory]
    [Databases]
    public async Task Pages_follow_one_another_without_a_gap_worst_first(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        var rows = string.Concat(Enumerable.Range(1, 45).Select(i => $"3299010001,{i % 6 + 1},{i},{46 + i % 25}\n"));
        await ImportAsync(app, rows);
        await using var scope = app.Services.CreateAsyncScope();
        var ledger = scope.ServiceProvider.GetRequiredService<LedgerQuery>();
        var person = await app.PersonAsync("peimingyuan");
        var seen = new List<(int Severity, int Over, long Id)>();
        LedgerCursor? after = null;
        LedgerPage page;
        do
        {
            page = await ledger.PageAsync(person, new(), after, null, default);
            Assert.Equal((45, seen.Count), (page.Total, page.Before));
            seen.AddRange(page.Rows.Select(r => (r.Ticket.Severity, r.Ticket.OverCount, r.Ticket.CaseId)));
            after = LedgerQuery.CursorOf(page.Rows[^1].Ticket);
        }
        while (page.HasNext);
        Assert.Equal(45, seen.Distinct().Count());
        Assert.Equal(seen.OrderByDescending(s => s.Severity).ThenByDescending(s => s.Over).ThenBy(s => s.Id), seen);

        var back = await ledger.PageAsync(person, new(), null, LedgerQuery.CursorOf(page.Rows[0].Ticket), default);
        Assert.Equal(seen.Skip(20).Take(20).Select(s => s.Id), back.Rows.Select(r => r.Ticket.CaseId));
        Assert.True(back is { HasPrevious: true, HasNext: true, Before: 20 });
    }

    [Theory]
    [Databases]
    public async Task The_export_has_every_row_of_the_filter_and_of_the_scope(DatabaseProvider provider)
    {
        await using var app = await CityAsync(provider);
        using var client = await app.SignInAsync("chengjiang-edu");
        using var copy = new MemoryStream(await client.GetByteArrayAsync(
            "/Ledgers/LargeClasses?handler=Export&stage=小学"));
        var rows = copy.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal(("S3", "澄江区明德小学", "四（3）班", "澄江区"),
            (rows[0]["级别"], rows[0]["学校名称"], rows[0]["班级"], rows[0]["区划名称"]));
        Assert.StartsWith("DB-2026-", (string)rows[0]["编号"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task District_sums_stand_above_and_lead_to_the_district()
    {
        await using var app = await CityAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync("peimingyuan");
        var page = await client.GetStringAsync("/Ledgers/LargeClasses");
        Assert.Contains("澄江区：S1 1，S2 1，S3 1", page, StringComparison.Ordinal);
        Assert.Contains("云浦区：S1 1，S2 0，S3 0", page, StringComparison.Ordinal);
        Assert.Contains("district=329902", page, StringComparison.Ordinal);
    }

    private static async Task<ProductApp> CityAsync(DatabaseProvider provider)
    {
        var app = await ProductApp.StartAsync(provider);
        await using var db = app.Open();
        var junior = db.Schools.First(s => s.DistrictCode == "329901" && s.Kind == "初中").Code;
        var yunpu = db.Schools.First(s => s.DistrictCode == "329902" && s.Kind == "小学").Code;
        await ImportAsync(app, $"3299010001,4,3,70\n3299010001,1,1,46\n{junior},8,1,57\n{yunpu},2,1,50\n");
        return app;
    }

    private static async Task ImportAsync(ProductApp app, string rows)
    {
        await RosterImportTests.ImportAsync(app, Encoding.UTF8.GetBytes(Head + rows), "a.csv");
        await app.SweepAsync();
    }

    private static async Task<int> CountAsync(ProductApp app, string userName)
    {
        using var client = await app.SignInAsync(userName);
        return Row().Count(await client.GetStringAsync("/Ledgers/LargeClasses"));
    }

    [GeneratedRegex("<tr data-row>")]
    private static partial Regex Row();
}
