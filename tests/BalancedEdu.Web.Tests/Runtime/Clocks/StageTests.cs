using System.Text;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

/// <summary>Clocks of a stage: from the beginning of one element to the completion of another.</summary>
public sealed class StageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balancededu-stages-").FullName;

    public StageTests()
    {
        Write("rounds", """
            <bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="FIRST" />
            <bpmn:sequenceFlow id="F2" sourceRef="FIRST" targetRef="LAST" />
            <bpmn:exclusiveGateway id="WAY" default="F4" />
            <bpmn:sequenceFlow id="F3" sourceRef="LAST" targetRef="WAY" />
            <bpmn:sequenceFlow id="F4" sourceRef="WAY" targetRef="E" />
            <bpmn:sequenceFlow id="F5" sourceRef="WAY" targetRef="FIRST">
              <bpmn:conditionExpression>LAST.outcome = "no"</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            """);
        Write("beside", """
            <bpmn:parallelGateway id="FORK" /><bpmn:parallelGateway id="JOIN" />
            <bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="FORK" />
            <bpmn:sequenceFlow id="F2" sourceRef="FORK" targetRef="FIRST" />
            <bpmn:sequenceFlow id="F3" sourceRef="FORK" targetRef="LAST" />
            <bpmn:sequenceFlow id="F4" sourceRef="FIRST" targetRef="JOIN" />
            <bpmn:sequenceFlow id="F5" sourceRef="LAST" targetRef="JOIN" />
            <bpmn:sequenceFlow id="F6" sourceRef="JOIN" targetRef="E" />
            """);
    }

    [Theory, Databases]
    public async Task A_decision_that_ends_a_stage_and_leads_back_to_its_beginning_starts_a_new_clock(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, _folder);
        var started = await app.StartCaseAsync("rounds", FeelContext.Empty);
        await app.CompleteAsync(started.CaseId, "FIRST", "peimingyuan", "ok");
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.CompleteAsync(started.CaseId, "LAST", "peimingyuan", "no", "请重做");

        var now = app.Clock.GetUtcNow();
        Assert.Equal(
            [(ProductApp.Start, now), (now, null)], await SpansAsync(app, started.CaseId));
    }

    [Theory, Databases]
    public async Task A_signer_who_is_added_after_the_end_of_a_stage_does_not_begin_it_again(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, _folder);
        var started = await app.StartCaseAsync("beside", FeelContext.Empty);
        await app.CompleteAsync(started.CaseId, "LAST", "peimingyuan", "ok");
        var first = await app.OpenTaskAsync(started.CaseId, "FIRST");
        Assert.Null(await app.SignAsync("peimingyuan", first, SignerPlace.Parallel, "fangqiheng"));

        Assert.Equal([(ProductApp.Start, ProductApp.Start)], await SpansAsync(app, started.CaseId));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<List<(DateTimeOffset, DateTimeOffset?)>> SpansAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        var rows = await db.Clocks.AsNoTracking().Where(c => c.CaseId == caseId && c.ClockId == "stage")
            .OrderBy(c => c.Id).ToListAsync();
        return [.. rows.Select(r => (r.StartedAt, r.EndedAt))];
    }

    private void Write(string id, string flows)
    {
        Directory.CreateDirectory(Path.Combine(_folder, id));
        File.WriteAllText(Path.Combine(_folder, id, id + ".bpmn"), $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:be="http://balancededu.cn/schema/bpmn/1.0" targetNamespace="http://balancededu.cn/tests">
              <bpmn:process id="{id}" name="阶段" isExecutable="true" be:titleExpression="阶段">
                <bpmn:extensionElements>
                  <be:clock id="stage" name="阶段时限" budget="5WD" start="FIRST" end="LAST" />
                </bpmn:extensionElements>
                <bpmn:startEvent id="S" /><bpmn:endEvent id="E" />
                {Task("FIRST")}{Task("LAST")}
                {flows}
              </bpmn:process>
            </bpmn:definitions>
            """, Encoding.UTF8);
    }

    private static string Task(string id) => $"""
        <bpmn:userTask id="{id}" name="{id}" be:allow="add-signer">
          <bpmn:extensionElements>
            <be:assignment assignee="peimingyuan" />
            <be:outcome id="ok" name="同意" kind="primary" />
            <be:outcome id="no" name="不同意" kind="danger" />
          </bpmn:extensionElements>
        </bpmn:userTask>
        """;
}
