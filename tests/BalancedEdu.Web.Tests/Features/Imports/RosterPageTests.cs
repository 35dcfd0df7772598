using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Importing;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;

namespace BalancedEdu.Web.Tests.Features.Imports;

/// <summary>The import page as a person uses it.</summary>
public sealed partial class RosterPageTests
{
    private const string Text = "学校代码,学校名称,年级,班号,在籍人数\n3299010001,澄江区明德小学,一年级,1,58\n"
        + "3299010001,澄江区明德小学,二年级,1,44\n3299010001,澄江区明德小学,三年级,1,四十七\n";

    [Theory]
    [Databases]
    public async Task A_file_is_uploaded_previewed_and_imported(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        using var client = await app.SignInAsync("peimingyuan");
        var id = await UploadAsync(client, Text, "2026秋班额.csv");

        var preview = await client.GetStringAsync($"/Imports/Roster?id={id}");
        Assert.Contains("导入 2&nbsp;行", preview, StringComparison.Ordinal);
        Assert.Contains("人数写成了汉字，请改为阿拉伯数字 47", preview, StringComparison.Ordinal);
        Assert.Contains("2026–2027 学年第一学期", preview, StringComparison.Ordinal);
        var open = await client.GetStringAsync($"/Imports/Roster?id={id}&view=open");
        Assert.Contains("一（1）班", open, StringComparison.Ordinal);
        Assert.Contains("be-sev-2", open, StringComparison.Ordinal);

        var confirmed = await PostAsync(client, $"/Imports/Roster?id={id}&handler=Import", []);
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        Assert.Contains("every 1s", await client.GetStringAsync($"/Imports/Roster?id={id}"), StringComparison.Ordinal);
        await app.SweepAsync();
        var progress = await client.GetStringAsync($"/Imports/Roster?id={id}&handler=Progress");
        Assert.Contains("已导入 2&nbsp;个班", progress, StringComparison.Ordinal);
        Assert.Contains("新立案 1&nbsp;个", progress, StringComparison.Ordinal);
        Assert.DoesNotContain("every 1s", progress, StringComparison.Ordinal);
        Assert.Contains("2026秋班额.csv", await client.GetStringAsync("/Imports/Roster"), StringComparison.Ordinal);
    }

    [Theory]
    [Databases]
    public async Task What_differs_from_the_last_snapshot_is_shown(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        using var client = await app.SignInAsync("peimingyuan");
        const string Head = "学校代码,年级,班号,在籍人数\n";
        var first = await UploadAsync(client, Head + "3299010001,1,1,40\n3299010001,2,1,41\n3299010001,3,1,42\n",
            "2026秋.csv");
        await PostAsync(client, $"/Imports/Roster?id={first}&handler=Import", []);
        await app.SweepAsync();

        // A year later: grade 1 has moved up unchanged, grade 2 has lost four, grade 3 is gone, grade 1 is new.
        var second = await UploadAsync(client, Head + "3299010001,2,1,40\n3299010001,3,1,37\n3299010001,1,1,39\n",
            "2027秋.csv");
        var page = await client.GetStringAsync($"/Imports/Roster?id={second}&view=changes");
        Assert.Contains("与上次快照的变化<span class=\"be-n\">3</span>", page, StringComparison.Ordinal);
        Assert.Contains("新班", page, StringComparison.Ordinal);
        Assert.Contains("不再有", page, StringComparison.Ordinal);
        Assert.Contains("-4", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_are_corrected_and_the_preview_follows()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync("peimingyuan");
        var id = await UploadAsync(client, "学校代码,年级,班号,娃的数目\n3299010001,1,1,58\n", "a.csv");
        Assert.Contains("还缺在籍人数", await client.GetStringAsync($"/Imports/Roster?id={id}"), StringComparison.Ordinal);
        var response = await PostAsync(client, $"/Imports/Roster?id={id}&handler=Mapping",
        [
            new("heading", "学校代码"), new("column", "SchoolCode"), new("heading", "年级"), new("column", "Grade"),
            new("heading", "班号"), new("column", "ClassNo"), new("heading", "娃的数目"), new("column", "Enrolled"),
            new("term", "2025-2"),
        ]);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var preview = await client.GetStringAsync($"/Imports/Roster?id={id}");
        Assert.Contains("导入 1&nbsp;行", preview, StringComparison.Ordinal);
        Assert.Contains("人工对应", preview, StringComparison.Ordinal);
        Assert.Contains("2025–2026 学年第二学期", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_rows_are_downloaded_as_a_workbook()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync("peimingyuan");
        var id = await UploadAsync(client, Text, "班额.csv");
        using var file = await client.GetStreamAsync($"/Imports/Roster?id={id}&handler=Refused");
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        copy.Position = 0;
        var row = (IDictionary<string, object>)copy.Query(useHeaderRow: true).Single();
        Assert.Equal(("班额.csv", "4", "四十七"), (row["工作表"], row["行号"].ToString(), row["值"]));
    }

    [Fact]
    public async Task The_template_that_is_handed_out_can_be_imported()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync("peimingyuan");
        var template = await client.GetByteArrayAsync("/Imports/Roster?handler=Template");
        var id = await UploadAsync(client, template, "模板.xlsx");
        Assert.Contains("导入 2&nbsp;行", await client.GetStringAsync($"/Imports/Roster?id={id}"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "空的")]
    [InlineData("学校代码,姓名,年级,班号,人数\n", "个人信息")]
    [InlineData("菜品,价格\n", "没有找到表头")]
    public async Task A_refused_file_says_why_and_is_not_kept(string text, string words)
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync("peimingyuan");
        var response = await UploadRawAsync(client, Encoding.UTF8.GetBytes(text), "a.csv");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var db = app.Open();
        Assert.Empty(await db.RosterImports.ToListAsync());
    }

    [Theory]
    [InlineData("p3299010001")]
    [InlineData("developer1")]
    public async Task Those_who_import_nothing_do_not_get_the_page(string userName)
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync(userName);
        var response = await client.GetAsync("/Imports/Roster");
        Assert.True(response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Redirect,
            response.StatusCode.ToString());
        Assert.DoesNotContain("选择文件", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_s_import_is_not_found()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync("chengjiang-edu");
        var id = await UploadAsync(client, Text, "a.csv");
        using var other = await app.SignInAsync("yunpu-edu");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/Imports/Roster?id={id}")).StatusCode);
        var post = await PostAsync(other, $"/Imports/Roster?id={id}&handler=Import", []);
        Assert.Equal(HttpStatusCode.NotFound, post.StatusCode);
    }

    [Fact]
    public async Task An_upload_that_is_given_up_leaves_no_content()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite);
        using var client = await app.SignInAsync("peimingyuan");
        var id = await UploadAsync(client, Text, "a.csv");
        await PostAsync(client, $"/Imports/Roster?id={id}&handler=Abandon", []);
        await using var db = app.Open();
        var import = await db.RosterImports.SingleAsync();
        Assert.Equal((RosterImportState.Abandoned, (byte[]?)null), (import.State, import.Content));
        var late = await PostAsync(client, $"/Imports/Roster?id={id}&handler=Import", []);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    private static Task<long> UploadAsync(HttpClient client, string text, string name) =>
        UploadAsync(client, Encoding.UTF8.GetBytes(text), name);

    private static async Task<long> UploadAsync(HttpClient client, byte[] content, string name)
    {
        var response = await UploadRawAsync(client, content, name);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var match = Id().Match(response.Headers.Location!.ToString());
        return long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<HttpResponseMessage> UploadRawAsync(HttpClient client, byte[] content, string name)
    {
        var page = await client.GetStringAsync("/Imports/Roster");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(ProductApp.AntiforgeryToken(page)), "__RequestVerificationToken" },
        };
        using var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(file, "file", name);
        return await client.PostAsync("/Imports/Roster?handler=Upload", form);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, string url, List<KeyValuePair<string, string>> fields)
    {
        var page = await client.GetStringAsync("/Imports/Roster");
        fields.Add(new("__RequestVerificationToken", ProductApp.AntiforgeryToken(page)));
        using var form = new FormUrlEncodedContent(fields);
        return await client.PostAsync(url, form);
    }

    [GeneratedRegex("id=([0-9]+)")]
    private static partial Regex Id();
}
