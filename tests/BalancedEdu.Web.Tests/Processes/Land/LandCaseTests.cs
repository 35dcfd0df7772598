using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Processes.Land;

/// <summary>The joint approval of land, from the form to the delivered opinion.</summary>
public sealed class LandCaseTests
{
    private const string Form = """
        {
          "requestType": "SUPPORT_SCHOOL_SCHEME", "projectName": "枫桥里片区新建小学", "applicantName": "澄远置业有限公司",
          "applicantUscc": "91350100M000100Y43", "districtCode": "329902", "parcelNo": "329902-YP-2026-014",
          "landArea": 24300, "supplyMode": "transfer", "stage": "primary", "plannedClasses": 24, "classSize": 45,
          "serviceRadius": 500, "inContaminatedList": "no", "soilUseChange": "no", "geoZone": "none",
          "eiaNo": "临环审2026-1",
          "planConform": "yes", "idleNearby": "no", "docs": ["DOC-APPLY"]
        }
        """;

    [Theory, Databases]
    public async Task An_application_is_accepted_checked_reviewed_decided_and_delivered(DatabaseProvider provider)
    {
        await using var walk = await StartAsync(provider);
        Assert.Equal("LD-2026-00001", walk.Started.Number);
        Assert.Equal(36.45m, (await walk.VariableAsync("areaMu")).AsNumber());

        await walk.DoAsync("LD03", "boyu", "accept");
        await PassGatesAsync(walk);
        Assert.Equal(
            ["LD08 市发展和改革委员会", "LD08 市财政局", "LD08 市住房和城乡建设局", "LD08 辖市区政府", "LD08e"],
            (await walk.OpenAsync()).OrderBy(t => t == "LD08e"));
        await walk.SeatAsync("LD08", "市发展和改革委员会", "miaochu", "agree");
        await walk.SeatAsync("LD08", "市财政局", "hezhiqiu", "agree");
        await walk.SeatAsync("LD08", "市住房和城乡建设局", "shiyan", "conditional", "校门开向支路，距路口不少于七十米");
        await walk.SeatAsync("LD08", "辖市区政府", "yunpu-gov", "agree");
        await walk.DoAsync("LD08e", "shenzhiyuan", "agree", form: """{ "layout": "yes", "placeGap": 420 }""");
        await walk.DoAsync("LD12", "yuchangqing", "approve");
        Assert.Equal("联审〔2026〕1号", (await walk.VariableAsync("opinionNo")).AsString());
        await walk.DoAsync(
            "LD13", "boyu", "delivered",
            form: """{ "method": "window", "deliveredOn": "2026-11-27", "receipt": "签收 1" }""");

        await walk.ExpectCompletedAsync();
        Assert.Equal(["[联审结果] LD-2026-00001 批准，意见书编号联审〔2026〕1号"], await walk.SubjectsAsync("result"));
    }

    [Theory, Databases]
    public async Task Silent_seats_consent_by_time_but_education_never_does(DatabaseProvider provider)
    {
        await using var walk = await StartAsync(provider);
        await walk.DoAsync("LD03", "boyu", "accept");
        await PassGatesAsync(walk);
        await walk.App.AdvanceAsync(TimeSpan.FromDays(14));

        Assert.Equal(["LD08e"], await walk.OpenAsync());
        await using var db = walk.App.Open();
        var silent = await db.Tasks.AsNoTracking().Where(t => t.ElementId == "LD08").ToListAsync();
        Assert.All(silent, t => Assert.Equal(("deemed-consent", "system"), (t.Outcome, t.CompletedBy)));
        Assert.NotEmpty(await walk.SubjectsAsync("deemed-consent"));
    }

    [Theory, Databases]
    public async Task One_gate_stops_the_others_and_ends_in_a_rejection(DatabaseProvider provider)
    {
        await using var walk = await StartAsync(provider);
        await walk.DoAsync("LD03", "boyu", "accept");
        await walk.SeatAsync("LD06", "市自然资源和规划局 地质环境科", "jilan", "block", "地块位于地质灾害中易发区，不得建校");

        Assert.Equal(["LD13"], await walk.OpenAsync());
        await using var db = walk.App.Open();
        Assert.Equal(2, await db.Tasks.CountAsync(t => t.ElementId == "LD06" && t.Status == WorkTaskStatus.Cancelled));
        Assert.Equal("rejected", (await walk.VariableAsync("decision")).AsString());
    }

    /// <summary>No step of this version begins an expert review or a hearing: who works on the case tells of it.</summary>
    [Theory, Databases]
    public async Task Time_that_does_not_count_is_told_in_writing_from_the_page_of_the_case(DatabaseProvider provider)
    {
        await using var walk = await StartAsync(provider);
        await walk.DoAsync("LD03", "boyu", "accept");
        using var expert = await walk.App.SignInAsync("linqinghe");
        var page = $"/Cases/{walk.Started.CaseId}/Documents/New?kind=special-procedure";
        using var answer = await expert.SubmitAsync(
            page, page, ("kind", "special-procedure"), ("operation", $"{Guid.NewGuid():N}"),
            ("f-procedure", "专家评审"), ("f-days", "十个工作日"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await using var db = walk.App.Open();
        var notice = await db.IssuedDocuments.SingleAsync(d => d.Kind == "special-procedure");
        Assert.Equal(("联审特〔2026〕1号", "linqinghe"), (notice.Number, notice.IssuedBy));
    }

    private static Task<CaseWalk> StartAsync(DatabaseProvider provider) =>
        CaseWalk.StartAsync(provider, "land-joint-approval", "LD01", Form, "developer1", "329902");

    private static async Task PassGatesAsync(CaseWalk walk)
    {
        await walk.SeatAsync("LD06", "市生态环境局", "linqinghe", "pass");
        await walk.SeatAsync("LD06", "市自然资源和规划局 地质环境科", "jilan", "pass");
        await walk.SeatAsync("LD06", "市自然资源和规划局 规划科", "luwenzhou", "conditional", "收运站一侧落实隔离措施后建设");
    }
}
