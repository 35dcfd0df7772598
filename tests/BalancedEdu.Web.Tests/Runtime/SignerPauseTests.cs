using System.Text;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>What stops the clock of a task that time decides stops that of its signers, and no longer.</summary>
public sealed class SignerPauseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balancededu-signers-").FullName;

    public SignerPauseTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sign"));
        File.WriteAllText(Path.Combine(_folder, "sign", "sign.bpmn"), $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:be="http://balancededu.cn/schema/bpmn/1.0" targetNamespace="http://balancededu.cn/tests">
              <bpmn:process id="sign" name="签署" isExecutable="true" be:titleExpression="签署">
                <bpmn:extensionElements><be:clock id="total" name="总时限" budget="20WD" /></bpmn:extensionElements>
                <bpmn:startEvent id="S" /><bpmn:endEvent id="E" />
                <bpmn:parallelGateway id="FORK" /><bpmn:parallelGateway id="JOIN" />
                {Task("OWNER", "peimingyuan", "be:allow=\"add-signer\"", """
                    <be:outcome id="time" name="视为同意" kind="system" />
                    <be:sla budget="5WD" pausable="true" onTimeout="outcome:time" law="试办规则 第一条" />
                    """)}
                {Task("TEST", "fangqiheng", "be:pausesClock=\"total\"", "")}
                <bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="FORK" />
                <bpmn:sequenceFlow id="F2" sourceRef="FORK" targetRef="OWNER" />
                <bpmn:sequenceFlow id="F3" sourceRef="FORK" targetRef="TEST" />
                <bpmn:sequenceFlow id="F4" sourceRef="OWNER" targetRef="JOIN" />
                <bpmn:sequenceFlow id="F5" sourceRef="TEST" targetRef="JOIN" />
                <bpmn:sequenceFlow id="F6" sourceRef="JOIN" targetRef="E" />
              </bpmn:process>
            </bpmn:definitions>
            """, Encoding.UTF8);
    }

    [Theory, Databases]
    public async Task A_second_signer_s_clock_goes_on_when_what_stopped_the_owner_s_is_over(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, _folder);
        var started = await app.StartCaseAsync("sign", FeelContext.Empty);
        var owner = await app.OpenTaskAsync(started.CaseId, "OWNER");
        Assert.Null(await app.SignAsync("peimingyuan", owner, SignerPlace.After, "hezhiqiu", "zhouzhiwei"));
        await app.CompleteAsync(started.CaseId, "OWNER", "peimingyuan", "ok");
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.CompleteAsync(started.CaseId, "TEST", "fangqiheng", "ok");
        var first = await ClockAsync(app, started.CaseId);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.CompleteAsync(started.CaseId, "OWNER", "hezhiqiu", "ok");

        var second = await ClockAsync(app, started.CaseId);
        Assert.NotEqual(first.TaskId, second.TaskId);
        Assert.Equal((false, first.DueAt), (second.Paused, second.DueAt));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<ClockRow> ClockAsync(ProductApp app, long caseId)
    {
        var task = await app.OpenTaskAsync(caseId, "OWNER");
        await using var db = app.Open();
        return await db.Clocks.AsNoTracking().SingleAsync(c => c.TaskId == task.Id);
    }

    private static string Task(string id, string assignee, string attributes, string more) => $"""
        <bpmn:userTask id="{id}" name="{id}" {attributes}>
          <bpmn:extensionElements>
            <be:assignment assignee="{assignee}" />
            <be:outcome id="ok" name="同意" kind="primary" />
            {more}
          </bpmn:extensionElements>
        </bpmn:userTask>
        """;
}
