using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.Persons;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Administration;

public sealed class PersonsPageTests
{
    private const string Address = "/Administration/Persons";

    [Theory, Databases]
    public async Task An_administrator_joins_two_accounts_sees_them_and_takes_one_out(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        using var admin = await app.SignInAsync("admin");
        Assert.Contains("没有人有几个账号", await admin.GetStringAsync(Address), StringComparison.Ordinal);
        var wrong = await admin.SubmitAsync(
            Address, Address, ("first", "peimingyuan"), ("second", "无名氏"), ("reason", "<同一人>"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var refused = await wrong.Content.ReadAsStringAsync();
        Assert.Contains("没有账号叫“无名氏”", Browsing.Read(refused), StringComparison.Ordinal);
        Assert.Contains("value=\"peimingyuan\"", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"无名氏\"", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"&lt;同一人&gt;\"", refused, StringComparison.Ordinal);

        var joined = await admin.SubmitAsync(
            Address, Address, ("first", "peimingyuan"), ("second", "方启恒"), ("reason", "身份证号相同"));
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        var listed = Browsing.Read(await admin.GetStringAsync(Address));
        Assert.Contains("2 个账号", listed.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("方启恒 fangqiheng 认定为同一人（peimingyuan）", listed, StringComparison.Ordinal);
        Assert.Contains("依据：身份证号相同", listed, StringComparison.Ordinal);

        var split = $"{Address}?handler=Split";
        (string, string)[] one = [("account", "fangqiheng"), ("person", "peimingyuan")];
        var unsaid = await admin.SubmitAsync(Address, split, [.. one, ("reason", " ")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        Assert.Contains("没有写明依据", await unsaid.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var taken = await admin.SubmitAsync(Address, split, [.. one, ("reason", "录入错误")]);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        var late = await admin.SubmitAsync(Address, split, [.. one, ("reason", "录入错误")]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var after = Browsing.Read(await admin.GetStringAsync(Address));
        Assert.Contains("拆出，不再与“peimingyuan”为同一人", after, StringComparison.Ordinal);
        Assert.Contains("没有人有几个账号", after, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Others_find_no_page_and_change_nothing(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.JoinPersonAsync("shenzhiyuan", "dingruoshui");
        using var person = await app.SignInAsync("peimingyuan");
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync(Address)).StatusCode);
        var joined = await person.SubmitAsync(
            "/Inbox", Address, ("first", "peimingyuan"), ("second", "fangqiheng"), ("reason", "试"));
        var split = await person.SubmitAsync(
            "/Inbox", $"{Address}?handler=Split", ("account", "dingruoshui"), ("person", "shenzhiyuan"),
            ("reason", "试"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (joined.StatusCode, split.StatusCode));
        await using var db = app.Open();
        Assert.Equal(2, await db.Users.CountAsync(u => u.PersonId == "shenzhiyuan"));
        Assert.Equal(2, await db.PersonChanges.CountAsync());
    }
}
