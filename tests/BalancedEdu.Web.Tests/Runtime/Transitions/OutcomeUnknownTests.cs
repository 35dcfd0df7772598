using System.Net;
using System.Net.Sockets;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Transitions;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalancedEdu.Web.Tests.Runtime.Transitions;

/// <summary>
/// What a person is told of a commit without an answer when the database is still gone: the number of the case only
/// embellishes it, and may not keep them from being told.
/// </summary>
public sealed class OutcomeUnknownTests
{
    private const string WithoutNumber =
        "不清楚是否已经办理：数据库没有及时答复。请刷新后查看：没有生效的再提交一次，已经生效的不要重复提交。";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Of_a_host_that_no_name_leads_to_the_verb_alone_is_told() =>
        (await ToldAsync(() => throw new SocketException((int)SocketError.HostNotFound))).Is(
            RefusalKind.Conflict, "case.outcome-unknown", WithoutNumber);

    [Fact]
    public async Task A_database_that_does_not_answer_is_not_waited_for()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var services = new ServiceCollection().AddLogging().AddBalancedEduDatabase(new()
        {
            Provider = DatabaseProvider.PostgreSql,
            ConnectionString = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=x;Timeout=60",
        }).BuildServiceProvider();
        var told = ToldAsync(services.GetRequiredService<Func<BalancedEduDb>>());
        using var asked = await silent.AcceptTcpClientAsync();

        _clock.Advance(TimeSpan.FromSeconds(2));

        (await told.WaitAsync(TimeSpan.FromSeconds(30))).Is(
            RefusalKind.Conflict, "case.outcome-unknown", WithoutNumber);
    }

    private Task<ActionRefusal> ToldAsync(Func<BalancedEduDb> open) => new Refusals(open, _clock).OutcomeUnknownAsync(
        new(1, new CompleteUserTask(1, "pass", null, "peimingyuan", FeelContext.Empty), new("peimingyuan", "裴明远")));
}
