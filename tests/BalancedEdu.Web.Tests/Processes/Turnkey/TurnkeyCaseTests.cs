using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Processes.Turnkey;

/// <summary>A turnkey school from the file to the asset, with the permits held on the way.</summary>
public sealed class TurnkeyCaseTests
{
    private const string Form = """
        {
          "projectName": "枫桥里小学配建工程", "parcelNo": "329902-YP-2026-014", "districtCode": "329902", "stage": "primary",
          "plannedClasses": 24, "schoolGfa": 14200, "residentialTotalGfa": 186400, "developerName": "澄远置业有限公司",
          "developerUscc": "91350100M000100Y43", "schoolName": "枫桥里小学"
        }
        """;

    [Theory, Databases]
    public async Task A_school_is_built_accepted_and_handed_over(DatabaseProvider provider)
    {
        await using var walk = await CaseWalk.StartAsync(
            provider, "turnkey-handover", "TK01", Form, "shenzhiyuan", "329902");
        foreach (var (seat, by) in new[] { ("建设单位", "developer1"), ("市教育局", "shenzhiyuan"), ("辖市区政府", "yunpu-gov") })
            await walk.SeatAsync("TK02", seat, by, "sign");
        await walk.SeatAsync("TK03", "市教育局", "liangshuyi", "agree");
        await walk.SeatAsync("TK03", "接收学校", "yunpu-edu", "agree");
        await walk.SeatAsync("TK03", "市自然资源和规划局 规划科", "luwenzhou", "agree");

        await ReportAsync(walk, "93199.99", 80, ready: false);
        Assert.Equal("49.99%", (await walk.VariableAsync("ratioText")).AsString());
        Assert.False((await walk.VariableAsync("holdRaised")).AsBoolean());
        await walk.App.AdvanceAsync(TimeSpan.FromDays(45));
        await ReportAsync(walk, "93200.00", 100, ready: true);
        Assert.True((await walk.VariableAsync("holdRaised")).AsBoolean());
        Assert.Single(await walk.SubjectsAsync("permit-hold"));

        await walk.DoAsync("TK07", "luwenzhou", "pass");
        await AcceptAsync(walk);
        Assert.False((await walk.VariableAsync("holdRaised")).AsBoolean());
        Assert.Single(await walk.SubjectsAsync("permit-release"));
        await HandOverAsync(walk);
        await walk.ExpectCompletedAsync();
    }

    private static async Task ReportAsync(CaseWalk walk, string done, int progress, bool ready)
    {
        await walk.DoAsync("TK04", "developer1", "report", form: $$"""
            { "residentialDoneGfa": {{done}}, "schoolProgress": {{progress}},
              "readyForAcceptance": {{(ready ? "true" : "false")}}, "progressNote": "按计划推进，主体完成验收" }
            """);
        await walk.DoAsync("TK04v", "qiaomu", "confirm");
    }

    private static async Task AcceptAsync(CaseWalk walk)
    {
        foreach (var (item, by) in new[]
        {
            ("五方竣工验收", "qiaomu"), ("消防验收或备案", "yanshuo"), ("室内空气检测", "linqinghe"),
            ("运动场检测", "shenzhiyuan"), ("环保验收", "linqinghe"), ("城建档案认可", "qiaomu"),
        })
            await walk.SeatAsync("TK08", item, by, "pass");
        const string checklist = """{ "itemCount": 42, "failedItems": 0, "failedKeyItems": 0 }""";
        await walk.SeatAsync("TK09", "市教育局", "shenzhiyuan", "pass", form: checklist);
        await walk.SeatAsync("TK09", "接收学校", "yunpu-edu", "pass", form: checklist);
        await walk.SeatAsync("TK09", "责任督学", "duxue1", "pass", form: checklist);
    }

    private static async Task HandOverAsync(CaseWalk walk)
    {
        await walk.DoAsync("TK11", "developer1", "submit", form: """
            { "acceptanceDate": "2026-12-18", "filingDate": "2026-12-21", "docs": ["TK-ACC5", "TK-PLANOK"],
              "units": "澄远置业有限公司 91350100M000100Y43；临澄勘察院；临澄设计院；临澄建工；临澄监理" }
            """);
        await walk.DoAsync("TK11v", "qiaomu", "accept", form: """{ "filingNo": "临建备2026-9" }""");
        await walk.DoAsync("TK12a", "developer1", "submit", form: """
            { "transferPrice": 0, "warrantyUntil": "2031-12-18", "docs": ["TK-FILING", "TK-DRAW"], "noLien": true,
              "complete": true }
            """);
        foreach (var (seat, by) in new[] { ("建设单位", "developer1"), ("市教育局", "shenzhiyuan"), ("辖市区政府", "yunpu-gov") })
            await walk.SeatAsync("TK12", seat, by, "sign");
        await walk.DoAsync(
            "TK13a", "shenzhiyuan", "submit", form: """{ "rightsHolder": "云浦区教育局", "applicationNo": "S1" }""");
        await walk.DoAsync(
            "TK13", "haoyifan", "registered",
            form: """{ "certificateNo": "苏2026临澄0001号", "registeredOn": "2026-12-31" }""");
        await walk.DoAsync(
            "TK14", "dingruoshui", "booked",
            form: """{ "assetCardNo": "ZC-1", "bookValue": 56800000.00, "bookedOn": "2026-12-31" }""");
    }
}
