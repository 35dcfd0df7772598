using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Incidents;

/// <summary>What nobody, or not this person, can do about an incident; nothing changes by it.</summary>
public sealed class IncidentRefusalTests
{
    private static readonly Dictionary<string, Func<StuckCases, Task<(IncidentRow, ActionRefusal?)>>> Attempts = new()
    {
        ["by somebody who is no administrator"] = On(s => s.AtTheGatewayAsync(), async (s, row) =>
            await s.RetryAsync(row, await s.App.PersonAsync("peimingyuan"))),
        ["by an administrator of one district"] = On(s => s.AtTheGatewayAsync(), async (s, row) =>
            await s.RetryAsync(row, await DistrictAdminAsync(s))),
        ["of an incident that there is not"] = On(s => s.AtTheGatewayAsync(), (s, row) =>
            s.ActAsync(a => a.RetryAsync(new(row.Id + 1000, 1, StuckCases.Reason), s.Admin, default))),
        ["of an incident that is over"] = On(s => s.AtTheGatewayAsync(), async (s, row) =>
        {
            Assert.Null(await s.RetryAsync(row));
            return await s.RetryAsync(row);
        }),
        ["of an incident that came again meanwhile"] = On(s => s.AtTheRungAsync(), (s, row) =>
            s.ActAsync(a => a.RetryAsync(new(row.Id, row.Times - 1, StuckCases.Reason), s.Admin, default))),
        ["without a reason"] = On(s => s.AtTheGatewayAsync(), (s, row) => s.RetryAsync(row, reason: " \n")),
        ["with a reason that is too long"] = On(s => s.AtTheGatewayAsync(), (s, row) =>
            s.RetryAsync(row, reason: new('长', IncidentActions.ReasonLengthMax + 1))),
        ["mending with what is no JSON"] = On(s => s.AtTheGatewayAsync(), (s, row) => s.MendAsync(row, "way: work")),
        ["mending with a list"] = On(s => s.AtTheGatewayAsync(), (s, row) => s.MendAsync(row, "[1]")),
        ["mending with too much"] = On(s => s.AtTheGatewayAsync(), (s, row) =>
            s.MendAsync(row, $"{{\"way\":\"{new string('x', IncidentActions.JsonLengthMax)}\"}}")),
        ["mending nothing"] = On(s => s.AtTheGatewayAsync(), (s, row) => s.MendAsync(row, "{\"way\":\"nowhere\"}")),
        ["mending what has gone on"] = On(s => s.AtTheGatewayAsync(), async (s, row) =>
            await s.MendAsync(row, "{\"way\":\"work\"}", (await s.CaseAsync(row)).Version - 1)),
        ["mending a task without anybody"] = On(s => s.WithoutAnybodyAsync(), (s, row) => s.MendAsync(row, "{}")),
        ["passing a gateway"] = On(s => s.AtTheGatewayAsync(), (s, row) => s.PassAsync(row, "{}")),
        ["passing a job with what is no JSON"] = On(s => s.AtTheJobAsync(), (s, row) => s.PassAsync(row, "{")),
        ["assigning a gateway"] = On(s => s.AtTheGatewayAsync(), (s, row) => s.AssignAsync(row, "jiangyuan")),
        ["assigning to nobody"] = On(s => s.WithoutAnybodyAsync(), (s, row) => s.AssignAsync(row, "")),
        ["assigning to a closed account"] = On(s => s.WithoutAnybodyAsync(), async (s, row) =>
        {
            await using var db = s.App.Open();
            await db.Users.Where(u => u.UserName == "jiangyuan")
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
            return await s.AssignAsync(row, "jiangyuan");
        }),
        ["assigning to who started it"] = On(s => s.WithoutAnybodyAsync(), async (s, row) =>
        {
            await using var db = s.App.Open();
            await db.Cases.ExecuteUpdateAsync(c => c.SetProperty(x => x.StartedBy, "jiangyuan"));
            return await s.AssignAsync(row, "jiangyuan");
        }),
        ["assigning to who did a separated step"] = On(SeparatedAsync, (s, row) => s.AssignAsync(row, "peimingyuan")),
        ["of a case whose state can't be read"] = On(s => s.AtTheGatewayAsync(), async (s, row) =>
        {
            await using var db = s.App.Open();
            await db.Cases.ExecuteUpdateAsync(c => c.SetProperty(x => x.State, "{}"u8.ToArray()));
            return await s.RetryAsync(row);
        }),
        ["assigning a task of a case whose state can't be read"] = On(s => s.WithoutAnybodyAsync(), async (s, row) =>
        {
            await using var db = s.App.Open();
            await db.Cases.ExecuteUpdateAsync(c => c.SetProperty(x => x.State, "{}"u8.ToArray()));
            return await s.AssignAsync(row, "jiangyuan");
        }),
        ["of an import"] = On(ImportAsync, (s, row) => s.RetryAsync(row)),
        ["cancelling an import"] = On(ImportAsync, (s, row) => s.CancelAsync(row)),
    };

    [Theory]
    [Databases("by somebody who is no administrator", "incident.unknown", RefusalKind.NotFound)]
    [Databases("by an administrator of one district", "incident.unknown", RefusalKind.NotFound)]
    [Databases("of an incident that there is not", "incident.unknown", RefusalKind.NotFound)]
    [Databases("of an incident that is over", "incident.resolved", RefusalKind.Conflict)]
    [Databases("of an incident that came again meanwhile", "incident.stale", RefusalKind.Conflict)]
    [Databases("without a reason", "incident.reason-missing", RefusalKind.Invalid)]
    [Databases("with a reason that is too long", "incident.reason-missing", RefusalKind.Invalid)]
    [Databases("mending with what is no JSON", "incident.json-invalid", RefusalKind.Invalid)]
    [Databases("mending with a list", "incident.json-invalid", RefusalKind.Invalid)]
    [Databases("mending with too much", "incident.json-too-long", RefusalKind.Invalid)]
    [Databases("mending nothing", "incident.nothing-changed", RefusalKind.Invalid)]
    [Databases("mending what has gone on", "case.moved", RefusalKind.Conflict)]
    [Databases("mending a task without anybody", "incident.not-offered", RefusalKind.Conflict)]
    [Databases("passing a gateway", "incident.not-offered", RefusalKind.Conflict)]
    [Databases("passing a job with what is no JSON", "incident.json-invalid", RefusalKind.Invalid)]
    [Databases("assigning a gateway", "incident.not-offered", RefusalKind.Conflict)]
    [Databases("assigning to nobody", "incident.person-unknown", RefusalKind.Invalid)]
    [Databases("assigning to a closed account", "incident.person-unknown", RefusalKind.Invalid)]
    [Databases("assigning to who started it", "incident.person-excluded", RefusalKind.Invalid)]
    [Databases("assigning to who did a separated step", "incident.person-excluded", RefusalKind.Invalid)]
    [Databases("of a case whose state can't be read", "incident.still-failing", RefusalKind.Conflict)]
    [Databases(
        "assigning a task of a case whose state can't be read", "incident.still-failing", RefusalKind.Conflict)]
    [Databases("of an import", "incident.not-offered", RefusalKind.Conflict)]
    [Databases("cancelling an import", "incident.not-offered", RefusalKind.Conflict)]
    public async Task An_action_is_refused(DatabaseProvider provider, string how, string code, RefusalKind kind)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        var (row, refusal) = await Attempts[how](stuck);
        Assert.Equal((code, kind), (refusal?.Code, refusal?.Kind));
        Assert.EndsWith("。", refusal!.Message, StringComparison.Ordinal);
        Assert.Null(RefusalSentences.Mismatch(code, refusal.Message));
        if (code != "incident.resolved")
            Assert.Null((await stuck.AgainAsync(row)).ResolvedAt);
    }

    [Fact]
    public void Each_attempt_of_the_table_is_made() => Assert.Equal(
        Attempts.Keys.Order(),
        typeof(IncidentRefusalTests).GetMethod(nameof(An_action_is_refused))!
            .GetCustomAttributes(typeof(DatabasesAttribute), false).Cast<DatabasesAttribute>()
            .Select(d => (string)d.Values[0]).Order());

    private static Func<StuckCases, Task<(IncidentRow, ActionRefusal?)>> On(
        Func<StuckCases, Task<IncidentRow>> arrange, Func<StuckCases, IncidentRow, Task<ActionRefusal?>> act) =>
        async stuck =>
        {
            var row = await arrange(stuck);
            return (row, await act(stuck, row));
        };

    private static async Task<Web.Data.Organisation.AppUser> DistrictAdminAsync(StuckCases stuck)
    {
        var person = await stuck.App.PersonAsync("peimingyuan");
        await using var db = stuck.App.Open();
        db.Holdings.Add(new()
        {
            UserId = person.Id, PositionId = CityAdministration.Post, DistrictCode = "329901",
        });
        await db.SaveChangesAsync();
        return person;
    }

    /// <summary>The second step has nobody, and 裴明远 did the first.</summary>
    private static async Task<IncidentRow> SeparatedAsync(StuckCases stuck)
    {
        await using (var db = stuck.App.Open())
            await db.Holdings.Where(h => h.PositionId == "edu.leader").ExecuteDeleteAsync();
        var caseId = await stuck.StartCaseAsync("review");
        await stuck.App.CompleteAsync(caseId, "REVIEW", "peimingyuan", "pass");
        return await stuck.OnlyOpenAsync(caseId);
    }

    private static async Task<IncidentRow> ImportAsync(StuckCases stuck)
    {
        await using var db = stuck.App.Open();
        var row = db.Incidents.Add(new()
        {
            ElementId = "roster", Code = IncidentCodes.ImportFailed, Message = "导入没能执行。", Key = "import:1",
            SourceId = 1, RaisedAt = ProductApp.Start,
        }).Entity;
        await db.SaveChangesAsync();
        return row;
    }
}
