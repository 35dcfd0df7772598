using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks.Calendars;

public sealed class CalendarActionsTests
{
    /// <summary>2027 as it may be published: New Year until the 3rd, the 4th and 5th off, the 9th at work.</summary>
    internal const string Official2027 = """
        {"2027":{"status":"official","source":["国办发明电〔2026〕9号（试验）"],
          "holidays":[{"date":"2027-01-01","name":"元旦"},{"date":"2027-01-04","name":"元旦"},
            {"date":"2027-01-05","name":"元旦"}],
          "workdays":[{"date":"2027-01-09","name":"元旦"}]}}
        """;

    /// <summary>2027 with the first working day of the year on a Saturday: open clocks end earlier.</summary>
    internal const string Earlier2027 = """
        {"2027":{"status":"official","source":["国办发明电〔2026〕9号（试验）"],
          "holidays":[{"date":"2027-01-01","name":"元旦"}],"workdays":[{"date":"2027-01-02","name":"元旦"}]}}
        """;

    [Theory, Databases]
    public async Task T20_A_date_beyond_the_official_calendar_is_provisional_and_is_corrected_when_it_is_published(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider, "2026-12-21 09:00");
        var started = await app.StartAsync();
        var before = await app.NamedClockAsync(started.CaseId, "total"); // 20 working days
        Assert.Equal((true, Time("2027-01-19 17:30")), (before.Provisional, before.DueAt));
        Assert.True(Deadline.Of(app.Read(before)).Estimated);

        var draft = (await UploadAsync(app, Official2027)).Value!;
        Assert.Equal((0, 1, 1), (draft.Earlier, draft.Later, draft.Unmoved));
        Assert.Equal(before.DueAt, (await app.NamedClockAsync(started.CaseId, "total")).DueAt);
        Assert.Null(await ConfirmAsync(app, draft.Id));
        await app.SweepAsync();

        // Two days off and a Saturday at work: one working day later.
        var after = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal((false, Time("2027-01-20 17:30")), (after.Provisional, after.DueAt));
        Assert.False(Deadline.Of(app.Read(after)).Estimated);
        await using var db = app.Open();
        Assert.Contains(
            "2027-01-20", (await db.CaseEvents.SingleAsync(e => e.Kind == "ClockMoved")).Data,
            StringComparison.Ordinal);
        var total = await db.Clocks.SingleAsync(c => c.ClockId == "total");
        Assert.Equal(draft.Version, total.CalendarVersion);
    }

    [Theory, Databases]
    public async Task Who_works_under_a_clock_that_ends_earlier_is_told(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider, "2026-12-21 09:00");
        await app.StartAsync();
        var draft = (await UploadAsync(app, Earlier2027)).Value!;
        Assert.Equal(1, draft.Earlier);
        Assert.Null(await ConfirmAsync(app, draft.Id));
        await app.SweepAsync();
        await using var db = app.Open();
        var mails = await db.OutboxMails.Where(m => m.Template == "clock-earlier").ToListAsync();
        Assert.Equal(["fangqiheng", "peimingyuan"], mails.Select(m => m.ToUserName).Order());
        Assert.All(mails, m => Assert.Contains("2027-01-18", m.Data, StringComparison.Ordinal));
    }

    [Theory, Databases]
    public async Task Another_node_takes_the_calendar_over_with_its_next_sweep(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        Assert.Null(await ConfirmAsync(app, (await UploadAsync(app, Official2027)).Value!.Id));
        await other.SweepAsync();
        Assert.True(other.Services.GetRequiredService<OfficeTime>().Calendar.IsOfficial(2027));
        await using var fresh = app.StartNode();
        Assert.True(fresh.Services.GetRequiredService<OfficeTime>().Calendar.IsOfficial(2027));
    }

    [Theory, Databases]
    public async Task Of_two_that_were_compared_with_the_same_calendar_one_comes_into_force(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var first = (await UploadAsync(app, Official2027)).Value!;
        var second = (await UploadAsync(app, Earlier2027)).Value!;
        var both = await Task.WhenAll(
            Task.Run(() => ConfirmAsync(app, first.Id)), Task.Run(() => ConfirmAsync(app, second.Id)));
        Assert.Equal("calendar.moved", Assert.Single(both.OfType<ActionRefusal>()).Code);
        await using var db = app.Open();
        Assert.Equal(1, await db.CalendarImports.CountAsync(i => i.Status == CalendarImportStatus.Confirmed));
    }

    public static TheoryData<DatabaseProvider, string, string, string> UploadRefusals
    {
        get
        {
            var rows = new TheoryData<DatabaseProvider, string, string, string>();
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                rows.Add(provider, "peimingyuan", Official2027, "calendar.not-yours");
                rows.Add(provider, "admin", "", "calendar.file-size");
                rows.Add(provider, "admin", new string(' ', CalendarActions.FileBytesMax + 1), "calendar.file-size");
                rows.Add(provider, "admin", "放假通知", "calendar.not-json");
                rows.Add(
                    provider, "admin", Official2027.Replace("2027-01-09", "2027-01-08"),
                    "calendar.workday-not-weekend");
                rows.Add(provider, "admin", Official2027.Replace("\"国办发明电〔2026〕9号（试验）\"", ""), "calendar.no-source");
                rows.Add(provider, "admin",
                    """{"2026":{"status":"provisional","source":["x"],"holidays":[],"workdays":[]}}""",
                    "calendar.downgrade");
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(UploadRefusals))]
    public async Task An_upload_is_refused(DatabaseProvider provider, string by, string content, string code)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        Assert.Equal(code, (await UploadAsync(app, content, by)).Refusal?.Code);
        await using var db = app.Open();
        Assert.False(await db.CalendarImports.AnyAsync());
    }

    [Theory, Databases]
    public async Task The_same_arrangement_once_more_is_refused(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        Assert.Null(await ConfirmAsync(app, (await UploadAsync(app, Official2027)).Value!.Id));
        Assert.Equal("calendar.same", (await UploadAsync(app, Official2027)).Refusal?.Code);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "peimingyuan", "open", "依据通知", "calendar.not-yours")]
    [InlineData(DatabaseProvider.Sqlite, "admin", "none", "依据通知", "calendar.unknown")]
    [InlineData(DatabaseProvider.Sqlite, "admin", "open", " ", "calendar.reason")]
    [InlineData(DatabaseProvider.Sqlite, "admin", "confirmed", "依据通知", "calendar.decided")]
    [InlineData(DatabaseProvider.Sqlite, "admin", "discarded", "依据通知", "calendar.decided")]
    [InlineData(DatabaseProvider.PostgreSql, "admin", "none", "依据通知", "calendar.unknown")]
    [InlineData(DatabaseProvider.PostgreSql, "admin", "open", null, "calendar.reason")]
    [InlineData(DatabaseProvider.PostgreSql, "admin", "confirmed", "依据通知", "calendar.decided")]
    public async Task A_confirmation_is_refused(
        DatabaseProvider provider, string by, string situation, string? reason, string code)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var id = (await UploadAsync(app, Official2027)).Value!.Id;
        if (situation == "confirmed")
            Assert.Null(await ConfirmAsync(app, id));
        if (situation == "discarded")
            Assert.Null(await ActAsync(app, "admin", (a, p) => a.DiscardAsync(id, "重复", p, default)));
        Assert.Equal(code, (await ConfirmAsync(app, situation == "none" ? 9999 : id, by, reason))?.Code);
    }

    private static async Task<Answer<CalendarImport>> UploadAsync(
        ProductApp app, string content, string by = "admin")
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CalendarActions>().UploadAsync(
            Encoding.UTF8.GetBytes(content), "2027.json", await app.PersonAsync(by), default);
    }

    private static Task<ActionRefusal?> ConfirmAsync(
        ProductApp app, long id, string by = "admin", string? reason = "国办发明电〔2026〕9号") =>
        ActAsync(app, by, (actions, person) => actions.ConfirmAsync(id, reason, person, default));

    private static async Task<ActionRefusal?> ActAsync(
        ProductApp app, string by,
        Func<CalendarActions, BalancedEdu.Web.Data.Organisation.AppUser, Task<ActionRefusal?>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(
            scope.ServiceProvider.GetRequiredService<CalendarActions>(), await app.PersonAsync(by));
    }
}
