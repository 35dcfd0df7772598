using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BalancedEdu.Browser.Tests;

/// <summary>Every page on a desk and on a phone: it opens, complains of nothing, and fits.</summary>
[Collection(nameof(BrowserApp))]
public class PageTests(BrowserApp app)
{
    private const string Overflow = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth";

    /// <summary>Where the cells of tables end: a card cuts off what is too wide for it.</summary>
    private const string Rightmost =
        "Math.max(...[...document.querySelectorAll('main td')].map(cell => cell.getBoundingClientRect().right))";

    [Theory]
    [InlineData("peimingyuan", "/Inbox", "待我办")]
    [InlineData("peimingyuan", "/Inbox?view=claimable", "待认领")]
    [InlineData("peimingyuan", "/Ledgers/LargeClasses", "大班额整改台账")]
    [InlineData("peimingyuan", "/Imports/Roster", "导入学籍班级汇总")]
    [InlineData("shenzhiyuan", "/Start", "发起事项")]
    [InlineData("yunpu-gov", "/Start/land-joint-approval", "教育用地联审联批")]
    [InlineData("dingruoshui", "/Start/funding-disbursement", "经费拨付")]
    [InlineData("peimingyuan", "/Cases", "查")]
    [InlineData("admin", "/Definitions", "大班额整改销号")]
    [InlineData("admin", "/Administration/DaysOff", "添加休息日")]
    [InlineData("admin", "/Administration/Persons", "认定同一人")]
    [InlineData("admin", "/Administration/Mail", "邮件")]
    [InlineData("admin", "/Administration/Mail/Addresses", "退信邮箱")]
    [InlineData("admin", "/Administration/Webhooks", "群机器人")]
    [InlineData("admin", "/Administration/Webhooks/0", "Webhook 地址")]
    public async Task A_page_opens_without_complaint_and_fits_a_desk_and_a_phone(
        string userName, string path, string text)
    {
        foreach (var (width, height) in new[] { (1440, 900), (390, 844) })
        {
            var person = await app.SignInAsync(userName, width, height);
            var answer = await person.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            Assert.Equal(200, answer!.Status);
            await Expect(person.Page.Locator("main")).ToContainTextAsync(text);
            Assert.Equal(0, await person.Page.EvaluateAsync<int>(Overflow));
            Assert.Empty(person.Complaints);
            await person.Page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_group_robot_with_a_long_answer_fits_a_phone()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        var target = new WebhookTarget
        {
            Name = "临澄市教育局基础教育与学前教育科义务教育大班额整改工作群", Kind = WebhookKind.DingTalk,
            Host = "robot-gateway.office-collaboration.lincheng.gov.cn:18443", ProtectedUrl = "", Events = "Overdue",
            ChangedBy = "admin",
        };
        db.WebhookTargets.Add(target);
        await db.SaveChangesAsync();
        db.OutboxWebhooks.Add(new()
        {
            Id = 1, Key = "1", TargetId = target.Id, Title = "已逾期", Text = "方案审核，已逾期 3 个工作日",
            Status = OutboxStatus.Dead,
            LastError = """300005 {"errcode":300005,"errmsg":"token-is-not-exist-or-expired"}""",
            CreatedAt = app.Clock.GetUtcNow(), NextAttemptAt = app.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
        var person = await app.SignInAsync("admin", 390, 844);
        foreach (var path in new[] { "/Administration/Webhooks", $"/Administration/Webhooks/{target.Id}" })
        {
            await person.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            await Expect(person.Page.Locator("main")).ToContainTextAsync(target.Name);
            Assert.Equal(0, await person.Page.EvaluateAsync<int>(Overflow));
            Assert.InRange(await person.Page.EvaluateAsync<double>(Rightmost), 1, 390 - 16);
            Assert.Empty(person.Complaints);
        }
        await person.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Days_off_of_a_school_with_a_long_reason_fit_a_phone()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        var school = await db.Schools.OrderByDescending(s => s.Name.Length).FirstAsync();
        db.OrganisationDaysOff.AddRange(
            new()
            {
                Organisation = school.Code, Day = new(2099, 12, 31), AddedBy = "admin",
                Reason = "依据市教育局关于建校一百二十周年庆祝活动期间教学和办公安排的通知第三条第二款",
                AddedAt = app.Clock.GetUtcNow(), ApprovedBy = "jiangyuan", ApprovedAt = app.Clock.GetUtcNow(),
            },
            new()
            {
                Organisation = school.Code, Day = new(2099, 12, 29), AddedBy = "jiangyuan", Reason = "校庆",
                AddedAt = app.Clock.GetUtcNow(),
            },
            new()
            {
                Organisation = school.Code, Day = new(2099, 12, 30), AddedBy = "admin", Reason = "校庆",
                AddedAt = app.Clock.GetUtcNow(), RemovedBy = "admin", RemovedAt = app.Clock.GetUtcNow(),
            });
        await db.SaveChangesAsync();
        var person = await app.SignInAsync("admin", 390, 844);
        await person.Page.GotoAsync("/Administration/DaysOff", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(person.Page.Locator("main table")).ToContainTextAsync(school.Name);
        await Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "移除" })).ToBeVisibleAsync();
        await Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "批准", Exact = true })).ToBeVisibleAsync();
        Assert.Equal(0, await person.Page.EvaluateAsync<int>(Overflow));
        Assert.InRange(await person.Page.EvaluateAsync<double>(Rightmost), 1, 390 - 16);
        Assert.Empty(person.Complaints);
        await person.Page.Context.CloseAsync();
    }

    /// <summary>An administrator's menu is longer than the window.</summary>
    [Theory]
    [InlineData("/Administration/Departures", 900)]
    [InlineData("/Administration/Persons", 600)]
    [InlineData("/Inbox", 600)]
    public async Task The_place_where_one_is_stands_in_sight_in_the_menu(string path, int height)
    {
        var person = await app.SignInAsync("admin", 1440, height);
        await person.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.True(await person.Page.EvaluateAsync<bool>(
            """
            (() => {
              const menu = document.querySelector('.be-side nav').getBoundingClientRect();
              const here = document.querySelector('.be-side nav [aria-current=page]').getBoundingClientRect();
              return here.height > 0 && here.top >= menu.top && here.bottom <= menu.bottom;
            })()
            """));
        Assert.Empty(person.Complaints);
        await person.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Accounts_of_one_person_fit_a_phone()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        string[] accounts = ["chengjiang-edu", "p3299010001"];
        await db.Users.Where(u => accounts.Contains(u.UserName!))
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "chengjiang-edu"));
        db.PersonChanges.Add(new()
        {
            UserName = "p3299010001", After = "chengjiang-edu", ChangedBy = "admin", ChangedAt = app.Clock.GetUtcNow(),
            Reason = "依据市教育局关于校长兼任区教育科负责人的任职通知及本人身份证件核对结果认定",
        });
        await db.SaveChangesAsync();
        var person = await app.SignInAsync("admin", 390, 844);
        await person.Page.GotoAsync("/Administration/Persons", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "拆出" })).ToHaveCountAsync(2);
        Assert.Equal(0, await person.Page.EvaluateAsync<int>(Overflow));
        Assert.InRange(await person.Page.EvaluateAsync<double>(Rightmost), 1, 390 - 16);
        Assert.Empty(person.Complaints);
        await db.Users.Where(u => accounts.Contains(u.UserName!))
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, (string?)null));
        await person.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_a_code_on_paper_opens_fits_a_phone_with_its_long_checksum()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        db.IssuedDocuments.Add(new()
        {
            CaseId = 1, BundleVersionId = await db.BundleVersions.MinAsync(b => b.Id), Key = "phone",
            IssuedBy = "system", Kind = "supervision-order", Title = "督办单", Series = "督办〔2099〕{seq:1}号", Sequence = 1,
            Number = "督办〔2099〕1号", IssuedAt = app.Clock.GetUtcNow(), Code = "DNY40XAV2PV8770A8CDR",
            Sha256 = [.. Enumerable.Repeat((byte)0xd8, 32)], Size = 1,
        });
        await db.SaveChangesAsync();
        var person = await app.SignInAsync("admin", 390, 844);
        await person.Page.GotoAsync("/verify/DNY40XAV2PV8770A8CDR", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(person.Page.Locator("main")).ToContainTextAsync("督办〔2099〕1号");
        Assert.Equal(0, await person.Page.EvaluateAsync<int>(Overflow));
        Assert.Empty(person.Complaints);
        await person.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_frame_turns_dark_and_stays_so()
    {
        var person = await app.SignInAsync("peimingyuan");
        var before = await ThemeAsync(person);
        await person.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("深色|浅色|主题") }).First.ClickAsync();
        var after = await ThemeAsync(person);
        Assert.NotEqual(before, after);
        await person.Page.ReloadAsync();
        Assert.Equal(after, await ThemeAsync(person));
    }

    private static async Task<string?> ThemeAsync(Person person) =>
        await person.Page.Locator("html").GetAttributeAsync("data-bs-theme");
}
