using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Processes.LargeClasses.Importing;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Ledger;

/// <summary>The ledger beside its case, from the upload to the closing and the look-back, on both databases.</summary>
public sealed class LargeClassLedgerTests
{
    private const string Head = "学校代码,年级,班号,在籍人数\n";
    private const string School = "p3299010001";

    [Theory]
    [Databases]
    public async Task A_ticket_is_followed_from_the_roster_to_its_closing(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        var id = await OpenAsync(app, "3299010001,4,3,58\n3299010001,1,1,44\n");
        var opened = await TicketAsync(app, id);
        Assert.Equal(
            (TicketStep.Filing, 58, 45, 13, 2, "transfer-freeze", "学籍扫描"),
            (opened.Step, opened.Enrolled, opened.StdSize, opened.OverCount, opened.Severity, opened.Restriction,
                opened.FoundBy));
        Assert.Single(await RestrictionsAsync(app, id), r => r is { Kind: "transfer-freeze", LiftedAt: null });

        await app.CompleteAsync(id, "DB03", "peimingyuan", "open",
            form: """{"foundBy":"inspection","cause":["capacity"]}""");
        Assert.Equal((TicketStep.Planning, "督导"), await StepAsync(app, id));
        await PlanAsync(app, id);
        var planned = await TicketAsync(app, id);
        Assert.Equal(
            (TicketStep.Rectifying, "capacity", "split", (int?)44, "2027-01-29"),
            (planned.Step, planned.Cause, planned.Measures, planned.TargetSize, planned.TargetDate));
        Assert.NotNull(planned.PlanApprovedAt);

        // The class is split; the district's roster says so before the school reports.
        await RosterImportTests.ImportAsync(app, Encoding.UTF8.GetBytes(Head
            + "3299010001,4,3,44\n3299010001,4,4,14\n"), "b.csv");
        await app.SweepAsync();
        await app.CompleteAsync(id, "DB06", School, "done",
            form: """
                {"measures":[{}],"currentSize":44,"doneOn":"2026-11-02",
                "progressNote":"增设一个班，均衡编班，已完成学籍调整并公示五个工作日"}
                """);
        await app.SweepAsync();
        Assert.Equal(TicketStep.SelfChecking, (await TicketAsync(app, id)).Step);
        await app.CompleteAsync(id, "DB08", School, "submit",
            form: """{"evidence":["roster"],"summary":"已分班，人数达标，学籍同步完成，课表和班主任任命已公布","promise":true}""");
        await app.SweepAsync();
        await VerifyAsync(app, id);
        var verified = await TicketAsync(app, id);
        Assert.Equal((TicketStep.Closing, await DrawnAsync(app, id)), (verified.Step, verified.VerifiedBy));
        Assert.NotNull(verified.SelfCheckAt);
        Assert.Equal("roster", verified.Evidence);
        await app.CompleteAsync(id, "DB10a", "wenjingzhi", "agree", form: """{"checks":[{},{},{}]}""");
        await app.CompleteAsync(id, "DB10", "jiangyuan", "close", form: """{"checks":[{},{},{}]}""");
        await app.SweepAsync();
        var closed = await TicketAsync(app, id);
        Assert.Equal((TicketStep.Closed, (int?)44, "none", "2027-01-31"),
            (closed.Step, closed.VerifiedSize, closed.Restriction, closed.RecheckOn));
        Assert.All(await RestrictionsAsync(app, id), r => Assert.NotNull(r.LiftedAt));

        // Ninety days later it is large again: a new ticket with its parent's number, one severity higher.
        await RosterImportTests.ImportAsync(app, Encoding.UTF8.GetBytes(Head + "3299010001,4,3,50\n"), "c.csv");
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromDays(91));
        await using var db = app.Open();
        var rebounds = await db.LargeClassTickets.Where(t => t.CaseId != id && t.ParentTicket == closed.Number)
            .ToListAsync();
        var rebound = Assert.Single(rebounds);
        Assert.Equal((50, 2), (rebound.Enrolled, rebound.Severity));
    }

    [Theory]
    [Databases]
    public async Task A_false_alarm_lifts_the_freeze_and_leaves_the_open_ledger(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        var id = await OpenAsync(app, "3299010001,4,3,58\n");
        await app.CompleteAsync(id, "DB03", "peimingyuan", "false-alarm", "学籍重复登记，已更正为四十五人", """{"foundBy":"scan"}""");
        await app.SweepAsync();
        var ticket = await TicketAsync(app, id);
        Assert.Equal((TicketStep.NotFiled, "none"), (ticket.Step, ticket.Restriction));
        Assert.All(await RestrictionsAsync(app, id), r => Assert.NotNull(r.LiftedAt));
    }

    [Theory]
    [Databases]
    public async Task Twenty_working_days_overdue_caps_next_year_s_plan(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider);
        // Six classes in the start grade; 58 and 50 are 18 above the standard: 6 × 45 − 18 = 252.
        var rows = string.Concat(Enumerable.Range(1, 6).Select(i => $"3299010001,1,{i},40\n"));
        var id = await OpenAsync(app, rows + "3299010001,4,3,58\n3299010001,5,1,50\n");
        await app.CompleteAsync(id, "DB03", "peimingyuan", "open", form: """{"foundBy":"scan","cause":["capacity"]}""");
        await PlanAsync(app, id);
        await app.AdvanceAsync(TimeSpan.FromDays(220));
        var cap = Assert.Single(await RestrictionsAsync(app, id), r => r.Kind == "plan-cap");
        Assert.Equal((252, 2027), (cap.PlanCap, cap.SchoolYear));
        Assert.Equal("plan-cap", (await TicketAsync(app, id)).Restriction);
    }

    private static async Task<long> OpenAsync(ProductApp app, string rows)
    {
        await RosterImportTests.ImportAsync(app, Encoding.UTF8.GetBytes(Head + rows), "a.csv");
        await app.SweepAsync();
        await using var db = app.Open();
        return (await db.LargeClassTickets.OrderByDescending(t => t.OverCount).FirstAsync()).CaseId;
    }

    private static async Task PlanAsync(ProductApp app, long id)
    {
        await app.SweepAsync();
        const string Plan = """
            {"draftNo":1,"cause":["capacity"],
            "measures":[{"type":"split","detail":"增设一班，均衡编班","finishOn":"2026-12-31"}],
            "targetSize":44,"targetDate":"2027-01-29"}
            """;
        await app.CompleteAsync(id, "DB04", School, "submit", form: Plan);
        Assert.Equal(TicketStep.Reviewing, (await TicketAsync(app, id)).Step);
        await app.CompleteAsync(id, "DB04b", "chengjiang-edu", "agree", form: """{"measures":[{}]}""");
        await app.SweepAsync();
        await app.CompleteAsync(id, "DB05", "peimingyuan", "agree", form: """{"measures":[{}]}""");
        await app.SweepAsync();
    }

    private static async Task VerifyAsync(ProductApp app, long id)
    {
        await app.CompleteAsync(id, "DB09a", "wenjingzhi", "assign", form: """
            {"visitDate":"2026-11-10"}
            """);
        Assert.Equal(TicketStep.Verifying, (await TicketAsync(app, id)).Step);
        await using var db = app.Open();
        foreach (var task in await db.Tasks.AsNoTracking().Where(t => t.CaseId == id && t.ElementId == "DB09")
            .ToListAsync())
        {
            var refusal = await app.DecideAsync(task.Assignee!, task, "pass", null,
                """{"onSiteCount":44,"items":["count"],"finding":"人数与学籍一致，课表齐全"}""");
            Assert.True(refusal is null, refusal?.Message + string.Join(';', refusal?.Fields.Select(f => f.Message)
                ?? []));
        }
        await app.SweepAsync();
    }

    /// <summary>The three inspectors who were drawn, by the seats that they had.</summary>
    private static async Task<string> DrawnAsync(ProductApp app, long id)
    {
        await using var db = app.Open();
        var names = await db.Tasks.Where(t => t.CaseId == id && t.ElementId == "DB09").OrderBy(t => t.LoopCounter)
            .Select(t => t.Assignee!).ToListAsync();
        Assert.Equal(3, names.Distinct().Count());
        return string.Join(',', names);
    }

    private static async Task<(TicketStep, string)> StepAsync(ProductApp app, long id)
    {
        await app.SweepAsync();
        var ticket = await TicketAsync(app, id);
        return (ticket.Step, ticket.FoundBy);
    }

    private static async Task<LargeClassTicket> TicketAsync(ProductApp app, long id)
    {
        await using var db = app.Open();
        return await db.LargeClassTickets.AsNoTracking().SingleAsync(t => t.CaseId == id);
    }

    private static async Task<List<EnrolmentRestriction>> RestrictionsAsync(ProductApp app, long id)
    {
        await using var db = app.Open();
        return await db.EnrolmentRestrictions.AsNoTracking().Where(r => r.CaseId == id).ToListAsync();
    }
}
