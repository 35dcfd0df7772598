using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses;

/// <summary>A large class from the ticket to its closing and the look-back, by the people of 临澄市.</summary>
public sealed class LargeClassCaseTests
{
    private const string Class = """
        {
          "class": {
            "schoolCode": "3299010001", "schoolName": "澄江区明德小学", "districtCode": "329901", "districtName": "澄江区",
            "stage": "小学", "gradeNo": 4, "classNo": 3, "isStartGrade": false, "enrolled": 58, "stdSize": 45,
            "overCount": 13, "severity": "S2", "schoolYear": 2026, "term": 1, "snapshotDate": "2026-09-10"
          }
        }
        """;

    private const string Plan = """
        {
          "cause": ["capacity"], "targetSize": 44, "targetDate": "2027-01-15", "fundsAmount": 0,
          "measures": [{ "type": "split", "detail": "增设一个教学班，均衡编班", "finishOn": "2026-12-18" }]
        }
        """;

    [Theory, Databases]
    public async Task A_ticket_is_planned_rectified_checked_and_closed(DatabaseProvider provider)
    {
        await using var walk = await CaseWalk.StartAsync(
            provider, "large-class-rectification", Class, "system", ("329901", "3299010001"), db => Import(db, 1, 58));
        Assert.Equal("DB-2026-00001", walk.Started.Number);
        Assert.Equal("S2", (await walk.VariableAsync("severity")).AsString());
        await walk.DoAsync("DB03", "peimingyuan", "open");
        await walk.DoAsync("DB04", "p3299010001", "submit", form: Plan);
        await walk.DoAsync("DB04b", "chengjiang-edu", "agree");
        await walk.DoAsync("DB05", "fangqiheng", "agree");
        await RectifyAsync(walk);

        await walk.DoAsync("DB08", "p3299010001", "submit", form: """
            { "evidence": ["roster", "timetable"], "summary": "四（3）班现有四十四人，已均衡编班，课表和班主任已公布", "promise": true }
            """);
        await CheckAsync(walk);
        await walk.DoAsync("DB10a", "tansiyuan", "agree");
        await walk.DoAsync("DB10", "jiangyuan", "close");
        Assert.Equal(["[销号通知] DB-2026-00001 已销号，销号满90日回头看"], await walk.SubjectsAsync("closed"));
        await walk.App.AdvanceAsync(TimeSpan.FromDays(91));
        await walk.ExpectCompletedAsync();
    }

    private static async Task RectifyAsync(CaseWalk walk)
    {
        const string done = """
            { "currentSize": 44, "doneOn": "2026-11-20", "progressNote": "已增设教学班并完成均衡编班，学籍正在更新，家长均已告知" }
            """;
        await walk.DoAsync("DB06", "p3299010001", "done", form: done);
        Assert.Equal(["DB08n"], await walk.OpenAsync());
        await using (var db = walk.App.Open())
        {
            Import(db, 2, 44);
            await db.SaveChangesAsync();
        }
        await walk.DoAsync("DB08n", "p3299010001", "recount");
        Assert.Equal(44m, (await walk.VariableAsync("rosterCount")).AsNumber());
    }

    private static async Task CheckAsync(CaseWalk walk)
    {
        await walk.DoAsync("DB09a", "wenjingzhi", "assign", form: """
            { "visitDate": "2026-11-23" }
            """);
        await using var db = walk.App.Open();
        var drawn = await db.Tasks.AsNoTracking().Where(t => t.ElementId == "DB09").ToListAsync();
        Assert.Equal(3, drawn.Select(t => t.Assignee).Distinct().Count());
        foreach (var task in drawn)
        {
            Assert.StartsWith("duxue", task.Assignee, StringComparison.Ordinal);
            Assert.Null(await walk.App.DecideAsync(task.Assignee!, task, "pass", form: """
                { "onSiteCount": 44, "finding": "人数与学籍一致，课表与班主任相符" }
                """));
        }
        await walk.App.SweepAsync();
    }

    private static void Import(BalancedEduDb db, int id, int pupils)
    {
        db.RosterImports.Add(new()
        {
            Id = id, FileName = "明德小学.csv", FileHash = $"{id}", UploadedBy = "system", UploadedByName = "系统",
            UploadedAt = ProductApp.Start, SchoolYear = 2026, Term = 1,
        });
        var snapshot = new RosterSnapshot
        {
            Id = id, ImportId = id, SchoolYear = 2026, Term = 1, TakenOn = new(2026, 9 + id, 10),
        };
        snapshot.Classes.Add(new() { SchoolCode = "3299010001", GradeNo = 4, ClassNo = 3, Enrolled = pupils });
        db.RosterSnapshots.Add(snapshot);
    }
}
