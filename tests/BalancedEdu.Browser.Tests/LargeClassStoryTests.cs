using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BalancedEdu.Browser.Tests;

/// <summary>One class of 58 pupils, from the roster that shows it to the closed ticket, by the people of 临澄市.</summary>
[Collection(nameof(BrowserApp))]
public class LargeClassStoryTests(BrowserApp app)
{
    private const string Title = "澄江区明德小学四（3）班";

    [Fact]
    public async Task A_large_class_is_found_planned_sent_back_overdue_checked_and_closed()
    {
        var basic = await app.SignInAsync("peimingyuan");
        await ImportAsync(basic, pupils: 58);
        await basic.SeesAsync("新立案 1 个");
        await Page(basic, "/Ledgers/LargeClasses");
        await basic.SeesAsync("S2");

        await OpenTheCaseAsync(basic);
        var principal = await app.SignInAsync("p3299010001");
        await WriteThePlanAsync(principal);
        await SendBackOnceAsync(principal);
        await ReviewAsync(basic);

        await RunLateAsync();
        await CarryOutAsync(basic);
        await CheckOnSiteAsync();
        await CloseAsync();

        basic = await app.SignInAsync("peimingyuan");
        await Page(basic, "/Ledgers/LargeClasses");
        await basic.SeesAsync("已销号");
        Assert.Empty(principal.Complaints);
        Assert.Empty(basic.Complaints);
    }

    private static async Task ImportAsync(Person person, int pupils)
    {
        var csv = $"学校代码,学校名称,学段,年级,班号,在籍人数\n3299010001,澄江区明德小学,小学,4,3,{pupils}\n";
        await Page(person, "/Imports/Roster");
        await person.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = $"roster-{pupils}.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(csv),
        });
        var upload = person.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("上传") });
        if (await upload.CountAsync() > 0 && await upload.First.IsVisibleAsync())
            await upload.First.ClickAsync();
        await person.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^导入 1") }).ClickAsync();
        await person.SeesAsync("已导入 1 个班");
    }

    private static async Task OpenTheCaseAsync(Person basic)
    {
        await basic.OpenAsync("claimable", Title, "立案审核");
        await basic.ClaimAsync();
        await basic.SeesAsync("剩 3 个工作日");
        await basic.DecideAsync("立案");
    }

    private static async Task WriteThePlanAsync(Person principal)
    {
        await principal.OpenAsync("mine", Title, "编制整改方案");

        // Nothing filled in: the form says what is missing, and nothing is sent.
        await principal.Page.Locator("#act").GetByRole(AriaRole.Button, new() { NameRegex = new("^报送方案") }).First
            .ClickAsync();
        await principal.SeesAsync("必填");

        await principal.TickAsync("扩容不足");
        await principal.ChooseAsync("措施", "分班");
        await principal.WriteAsync("具体做法", "新设一个班，均衡分入两班");
        await principal.DateAsync("完成日期", "2027-03-01");
        await principal.WriteAsync("整改后人数", "44");
        await principal.DateAsync("整改完成日期", "2027-03-10");
        await principal.DecideAsync("报送方案");
    }

    private async Task SendBackOnceAsync(Person principal)
    {
        const string reason = "分班后教室不足，请写明新班教室";
        var district = await app.SignInAsync("chengjiang-edu");
        await district.OpenAsync("mine", Title, "辖区审核方案");
        await district.DecideAsync("退回修改", reason);

        await principal.OpenAsync("mine", Title, "编制整改方案");
        await principal.SeesAsync(reason);
        await principal.WriteAsync("具体做法", "新设一个班，使用二楼原美术教室");
        await principal.DecideAsync("报送方案");

        await district.OpenAsync("mine", Title, "辖区审核方案");
        await district.SeesAsync("二楼原美术教室");
        await Expect(district.Page.Locator("main")).Not.ToContainTextAsync("targetDate");
        await district.DecideAsync("审核通过");
    }

    private static async Task ReviewAsync(Person basic)
    {
        await basic.OpenAsync("claimable", Title, "方案会审");
        await basic.ClaimAsync();
        await basic.DecideAsync("同意");
    }

    /// <summary>The clock moves past the end of the period: the ladder's mails come, each once.</summary>
    private async Task RunLateAsync()
    {
        var due = await DueOfAsync("DB06");
        app.Clock.SetUtcNow(due.AddDays(4));
        var school = await app.SignInAsync("p3299010001");
        await MailsAsync("[提醒函]");
        await Page(school, "/Inbox?view=overdue");
        await Expect(school.Row(Title, "实施整改")).ToContainTextAsync("超 ");
        Assert.Single(app.Smtp.Taken, m => m.Recipients.Contains("p3299010001@lincheng.example") &&
            Subject(m.Content).Contains("提醒函", StringComparison.Ordinal));
    }

    private async Task CarryOutAsync(Person basic)
    {
        basic = await app.SignInAsync("peimingyuan");
        await ImportAsync(basic, pupils: 44);
        var principal = await app.SignInAsync("p3299010001");
        await principal.OpenAsync("mine", Title, "实施整改");
        await principal.WriteAsync("目前人数", "44");
        await principal.DateAsync("整改完成日期", "2027-03-01");
        await principal.WriteAsync("完成情况", "新班已开班上课，两个班人数均衡，家长已经知悉，课表与班主任已落实");
        await principal.DecideAsync("报告整改完成");

        await principal.OpenAsync("mine", Title, "学校自查");
        await principal.TickAsync("学籍");
        await principal.WriteAsync("自查结论", "该班现有 44 人，符合标准班额，编班均衡，没有重点班");
        await principal.TickAsync("均衡编班");
        await principal.DecideAsync("报请核查");
    }

    private async Task CheckOnSiteAsync()
    {
        var inspection = await app.SignInAsync("wenjingzhi");
        await inspection.OpenAsync("claimable", Title, "安排现场核查");
        await inspection.ClaimAsync();
        await inspection.DateAsync("核查日期", "2027-12-30");
        await inspection.DecideAsync("安排并抽取督学");

        foreach (var inspector in await DrawnAsync())
        {
            var person = await app.SignInAsync(inspector);
            await person.OpenAsync("mine", Title, "现场核查");
            await person.WriteAsync("现场清点人数", "44");
            await person.WriteAsync("核查记录", "逐座清点，与学籍相符，课表齐全");
            await person.DecideAsync("核查通过");
        }
    }

    private async Task CloseAsync()
    {
        var inspection = await app.SignInAsync("wenjingzhi");
        await inspection.OpenAsync("claimable", Title, "销号审核");
        await inspection.ClaimAsync();
        await inspection.DecideAsync("同意销号");
        var leader = await app.SignInAsync("jiangyuan");
        await leader.OpenAsync("mine", Title, "销号审批");
        await leader.DecideAsync("销号");
        await MailsAsync("销号通知");
    }

    private async Task<List<string>> DrawnAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        return await db.Tasks.Where(t => t.ElementId == "DB09").Select(t => t.Assignee!).ToListAsync();
    }

    private async Task<DateTimeOffset> DueOfAsync(string elementId)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        return (await db.Tasks.AsNoTracking().SingleAsync(t => t.ElementId == elementId)).DueAt!.Value;
    }

    /// <summary>Waits until the SMTP server took a mail with such a subject.</summary>
    private async Task MailsAsync(string subject)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!app.Smtp.Taken.Any(m => Subject(m.Content).Contains(subject, StringComparison.Ordinal)))
            await beat.WaitForNextTickAsync(patience.Token);
    }

    private static string Subject(string content)
    {
        using var stream = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(content));
        return MimeKit.MimeMessage.Load(stream).Subject ?? "";
    }

    private static Task Page(Person person, string path) => person.Page.GotoAsync(path);
}
