using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Processes.Funding;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Processes.Funding;

/// <summary>A batch from the roster to the closed books, in hands that are separated.</summary>
public sealed class FundingCaseTests
{
    private const string Form = """
        {
          "fiscalYear": 2026, "term": "autumn", "districtCode": "329900", "districtName": "市直", "subject": "per-pupil",
          "budgetItemCode": "2050203", "transferNo": "临财教〔2026〕31号", "countyPaid": 1000000,
          "transferReceivedOn": { "$date": "2026-10-20" }
        }
        """;

    private const string Junior = """
        { "primary": 0, "junior": 864, "special": 0, "boarders": 312, "senPrimary": 0, "senJunior": 5,
          "reason": "开学后转入四人，随班就读五人" }
        """;

    private const string Special =
        """{ "primary": 0, "junior": 0, "special": 46, "boarders": 0, "senPrimary": 0, "senJunior": 0 }""";

    [Theory, Databases]
    public async Task A_batch_is_confirmed_computed_approved_twice_paid_and_closed(DatabaseProvider provider)
    {
        await using var walk = await CaseWalk.StartAsync(
            provider, "funding-disbursement", "BF01", Form, "dingruoshui", "329900", Import);
        await walk.SeatAsync("BF02", "临澄市枫桥里初级中学", "p3299000001", "confirm", form: Junior);
        await walk.SeatAsync(
            "BF02", "临澄市凤栖特殊教育学校", "guyongming", "take-over", "逾期未确认，按学籍数代取", Special);
        Assert.Equal(669_403m, (await walk.VariableAsync("batchAmount")).AsNumber());

        await walk.DoAsync("BF04", "dingruoshui", "submit");
        Assert.NotNull(await walk.App.DecideAsync(
            "guyongming", await walk.App.OpenTaskAsync(walk.Started.CaseId, "BF05"), "agree"));
        await walk.DoAsync("BF05", "xuweiran", "agree");
        await walk.DoAsync("BF06", "hezhiqiu", "agree");
        await walk.DoAsync("BF07", "mengguangyu", "approve");
        await walk.DoAsync("BF07g", "shizhi-gov", "approve");
        await walk.DoAsync("BF09a", "zhouzhiwei", "submit");
        await walk.DoAsync("BF09b", "songqian", "agree");
        Assert.Equal(2, (await walk.SubjectsAsync("paid")).Count);

        foreach (var (school, by, amount) in new[]
        {
            ("临澄市枫桥里初级中学", "f3299000001", "508403.00"), ("临澄市凤栖特殊教育学校", "f3299000007", "161000.00"),
        })
            await walk.SeatAsync(
                "BF10", school, by, "arrived", form: $$"""{ "received": {{amount}}, "receivedOn": "2026-11-20" }""");
        await walk.DoAsync("BF12", "panyuntao", "balanced", form: """
            { "closedOn": "2026-12-10", "bookAmount": 669403.00, "bankAmount": 669403.00 }
            """);
        await walk.DoAsync("BF13", "dingruoshui", "published", form: """
            { "publicUrl": "https://edu.lincheng.example/funds/2026", "publishedOn": "2026-12-11" }
            """);
        await walk.ExpectCompletedAsync();
    }

    [Theory]
    [InlineData("九年一贯制", 40, 50, 2, 1, 0, 12)]
    [InlineData("特殊教育", 0, 0, 0, 0, 90, 12)]
    public void Classes_add_up_by_stage(
        string kind, int primary, int junior, int senPrimary, int senJunior, int special, int boarders) => Assert.Equal(
            new Headcount(primary, junior, senPrimary, senJunior, special, boarders),
            RosterHeadcount.Of(kind, [new(6, 40, 12, 2), new(7, 50, 0, 1)]));

    private static void Import(BalancedEduDb db)
    {
        db.RosterImports.Add(new()
        {
            Id = 1, FileName = "市直.csv", FileHash = "1", UploadedBy = "system", UploadedByName = "系统",
            UploadedAt = ProductApp.Start, SchoolYear = 2026, Term = 1,
        });
        var snapshot = new RosterSnapshot
        {
            Id = 1, ImportId = 1, SchoolYear = 2026, Term = 1, TakenOn = new(2026, 9, 10),
        };
        snapshot.Classes.AddRange(
        [
            new() { SchoolCode = "3299000001", GradeNo = 7, ClassNo = 1, Enrolled = 860, Boarders = 312 },
            new() { SchoolCode = "3299000007", GradeNo = 1, ClassNo = 1, Enrolled = 46 },
        ]);
        db.RosterSnapshots.Add(snapshot);
    }
}
