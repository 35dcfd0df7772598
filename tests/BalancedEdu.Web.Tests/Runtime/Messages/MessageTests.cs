using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Messages;

public sealed class MessageTests
{
    private const string Folder = "Runtime/Messages/Workflows";

    [Theory]
    [Databases("A", "A", true)]
    [Databases("A", "B", false)]
    [Databases("", "", true)]
    [Databases("A", "", false)]
    public async Task A_message_finds_who_waits_with_its_very_key(
        DatabaseProvider provider, string sent, string awaited, bool found)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var waiter = await app.StartCaseAsync("waiter", Subject(awaited));
        await app.StartCaseAsync("sender", Subject(sent).With("answer", FeelValue.Of("同意")));
        await app.SweepAsync();
        Assert.Equal(found ? CaseStatus.Completed : CaseStatus.Running, await StatusAsync(app, waiter));
        Assert.Equal(found ? "同意" : null, await VariableAsync(app, waiter, "got"));
        await using var db = app.Open();
        Assert.Equal(found ? 0 : 1, await db.Subscriptions.CountAsync());
        var message = await db.OutboxMessages.SingleAsync();
        Assert.Equal(
            (found ? OutboxStatus.Done : OutboxStatus.Pending, !found), (message.Status, message.Buffered));
    }

    [Theory, Databases]
    public async Task A_message_without_a_key_is_not_for_who_waits_with_one(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var keyed = await app.StartCaseAsync("waiter", Subject("A"));
        await app.StartCaseAsync("open-sender", Answer("同意"));
        await app.SweepAsync();
        Assert.Equal(CaseStatus.Running, await StatusAsync(app, keyed));
        var open = await app.StartCaseAsync("open-waiter", FeelContext.Empty);
        await app.SweepAsync();
        Assert.Equal(CaseStatus.Completed, await StatusAsync(app, open));
    }

    [Theory, Databases]
    public async Task What_two_cases_wait_for_goes_to_neither_until_one_of_them_is_left(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var first = await app.StartCaseAsync("waiter", Subject("A"));
        var second = await app.StartCaseAsync("waiter", Subject("A"));
        await app.StartCaseAsync("sender", Subject("A").With("answer", FeelValue.Of("一")));
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(CaseStatus.Running, await StatusAsync(app, first));
        Assert.Equal(CaseStatus.Running, await StatusAsync(app, second));
        await using var db = app.Open();
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Equal((IncidentCodes.MessageFailed, null), (incident.Code, incident.ResolvedAt));
        Assert.Contains($"{first.Number}、{second.Number}", incident.Message, StringComparison.Ordinal);

        await app.ExecuteAsync(first.CaseId, new CancelInstance("重复"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("一", await VariableAsync(app, second, "got"));
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task A_message_that_nobody_waits_for_is_kept_until_somebody_does(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await app.StartCaseAsync("sender", Subject("A").With("answer", FeelValue.Of("同意")));
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(23));
        var waiter = await app.StartCaseAsync("waiter", Subject("A"));
        await app.SweepAsync();
        Assert.Equal("同意", await VariableAsync(app, waiter, "got"));
        await using var db = app.Open();
        Assert.Empty(await db.Incidents.ToListAsync());
    }

    [Theory, Databases]
    public async Task A_message_that_was_being_kept_when_somebody_began_to_wait_is_found_by_the_next_look(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await app.StartCaseAsync("sender", Subject("A").With("answer", FeelValue.Of("同意")));
        await app.SweepAsync();
        var waiter = await app.StartCaseAsync("waiter", Subject("A"));
        await using (var db = app.Open())
            await db.OutboxMessages.ExecuteUpdateAsync(m => m.SetProperty(x => x.NextAttemptAt, x => x.ExpiresAt));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("同意", await VariableAsync(app, waiter, "got"));
    }

    [Theory, Databases]
    public async Task A_message_that_nobody_received_in_its_time_is_one_incident_and_comes_too_late(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var sender = await app.StartCaseAsync("sender", Subject("A").With("answer", FeelValue.Of("同意")));
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(24));
        await app.AdvanceAsync(TimeSpan.FromHours(24));
        await using var db = app.Open();
        var incident = await db.Incidents.SingleAsync();
        Assert.Equal(
            (IncidentCodes.MessageUnreceived, sender.CaseId, "SEND", 1, null),
            (incident.Code, incident.CaseId, incident.ElementId, incident.Times, incident.ResolvedAt));
        Assert.Contains("批复", incident.Message, StringComparison.Ordinal);
        Assert.Equal(OutboxStatus.Dead, (await db.OutboxMessages.SingleAsync()).Status);
        var waiter = await app.StartCaseAsync("waiter", Subject("A"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(CaseStatus.Running, await StatusAsync(app, waiter));
    }

    [Theory, Databases]
    public async Task What_one_case_sends_comes_in_the_order_in_which_it_was_sent(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var waiter = await app.StartCaseAsync("serial-waiter", Subject("A"));
        await app.StartCaseAsync("serial-sender", Subject("A"));
        await app.SweepAsync();
        Assert.Equal(
            ("1", "2"), (await VariableAsync(app, waiter, "first"), await VariableAsync(app, waiter, "second")));
    }

    [Theory, Databases]
    public async Task What_one_case_sent_comes_in_its_order_also_when_it_was_kept(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await app.StartCaseAsync("serial-sender", Subject("A"));
        await app.SweepAsync();
        var waiter = await app.StartCaseAsync("serial-waiter", Subject("A"));

        // Both are due. A node takes the first and dies.
        await using var db = app.Open();
        var first = await db.OutboxMessages.MinAsync(m => m.SenderOrder);
        await db.OutboxMessages.Where(m => m.SenderOrder == first).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.NextAttemptAt, ProductApp.Start.AddMinutes(2)));
        await app.SweepAsync();
        Assert.Null(await VariableAsync(app, waiter, "first"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(
            ("1", "2"), (await VariableAsync(app, waiter, "first"), await VariableAsync(app, waiter, "second")));
    }

    [Theory, Databases]
    public async Task A_message_waits_behind_an_earlier_one_that_its_receiver_could_not_take(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var waiter = await app.StartCaseAsync("serial-waiter", Subject("A"));
        Assert.Null(await app.ExecuteAsync(waiter.CaseId, new SuspendInstance("核查")));
        await app.StartCaseAsync("serial-sender", Subject("A"));
        await app.SweepAsync();
        Assert.Null(await app.ExecuteAsync(waiter.CaseId, new ResumeInstance()));
        await using var db = app.Open();
        var first = await db.OutboxMessages.MinAsync(m => m.SenderOrder);
        await db.OutboxMessages.Where(m => m.SenderOrder != first).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.NextAttemptAt, ProductApp.Start));
        await app.SweepAsync();
        Assert.Null(await VariableAsync(app, waiter, "first"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(
            ("1", "2"), (await VariableAsync(app, waiter, "first"), await VariableAsync(app, waiter, "second")));
    }

    [Theory, Databases]
    public async Task A_kept_message_holds_up_nothing_that_its_sender_sends_to_others(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await app.StartCaseAsync("serial-sender", Subject("A"));
        await using var db = app.Open();
        var other = await db.OutboxMessages.OrderBy(m => m.SenderOrder).LastAsync();
        db.Add(new OutboxMessage
        {
            Id = other.Id + 1_000_000, Key = "third", SenderCaseId = other.SenderCaseId,
            SenderOrder = other.SenderOrder + 1, ElementId = "THIRD", Name = "批复", CorrelationKey = "=B",
            Payload = """{"answer":3}""", NextAttemptAt = other.NextAttemptAt, ExpiresAt = other.ExpiresAt,
            CreatedAt = other.CreatedAt,
        });
        await db.SaveChangesAsync();
        var waiter = await app.StartCaseAsync("waiter", Subject("B"));
        await app.SweepAsync();
        Assert.Equal("3", await VariableAsync(app, waiter, "got"));
    }

    [Theory, Databases]
    public async Task Two_nodes_that_sweep_at_once_deliver_each_message_once(DatabaseProvider provider)
    {
        const int Cases = 30;
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await using var other = app.StartNode();
        for (var i = 0; i < Cases; i++)
        {
            await app.StartCaseAsync("waiter", Subject($"A{i}"));
            await app.StartCaseAsync("sender", Subject($"A{i}").With("answer", FeelValue.Of((decimal)i)));
        }
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));
        await using var db = app.Open();
        Assert.Equal(2 * Cases, await db.Cases.CountAsync(c => c.Status == CaseStatus.Completed));
        var states = await db.Cases.Where(c => c.ProcessId == "waiter").Select(c => c.State).ToListAsync();
        var got = states.Select(s => ProcessState.FromJson(s).Variables.TryGet("got", out var answer)
            ? (int)answer.AsNumber()!
            : -1);
        Assert.Equal(Enumerable.Range(0, Cases), got.Order());
    }

    [Theory, Databases]
    public async Task A_message_and_the_cancellation_of_its_receiver_at_once_are_decided_once(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await using var other = app.StartNode();
        var first = await app.StartCaseAsync("waiter", Subject("A"));
        await app.StartCaseAsync("sender", Subject("A").With("answer", FeelValue.Of("同意")));
        var refusals = await Task.WhenAll(
            Task.Run(() => other.ExecuteAsync(first.CaseId, new CancelInstance("误报"))),
            Task.Run(async () =>
            {
                await app.SweepAsync();
                return (ActionRefusal?)null;
            }));
        var second = await app.StartCaseAsync("waiter", Subject("A"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));

        // Either the first had it and could not be cancelled, or it was cancelled and the second has it.
        var cancelled = refusals[0] is null;
        Assert.Equal(cancelled ? CaseStatus.Cancelled : CaseStatus.Completed, await StatusAsync(app, first));
        Assert.Equal(cancelled ? "同意" : null, await VariableAsync(app, second, "got"));
    }

    [Theory, Databases]
    public async Task A_receiver_that_stands_still_gets_the_message_when_it_goes_on(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var waiter = await app.StartCaseAsync("waiter", Subject("A"));
        Assert.Null(await app.ExecuteAsync(waiter.CaseId, new SuspendInstance("核查")));
        await app.StartCaseAsync("sender", Subject("A").With("answer", FeelValue.Of("同意")));
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(25));
        Assert.Equal(CaseStatus.Running, await StatusAsync(app, waiter));
        Assert.Null(await app.ExecuteAsync(waiter.CaseId, new ResumeInstance()));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("同意", await VariableAsync(app, waiter, "got"));
    }

    private static FeelContext Subject(string subject) =>
        new([new("subject", FeelValue.Of(subject))]);

    private static FeelContext Answer(string answer) => new([new("answer", FeelValue.Of(answer))]);

    private static async Task<CaseStatus> StatusAsync(ProductApp app, StartedCase started)
    {
        await using var db = app.Open();
        return await db.Cases.Where(c => c.Id == started.CaseId).Select(c => c.Status).SingleAsync();
    }

    private static async Task<string?> VariableAsync(ProductApp app, StartedCase started, string name)
    {
        await using var db = app.Open();
        var state = await db.Cases.Where(c => c.Id == started.CaseId).Select(c => c.State).SingleAsync();
        return ProcessState.FromJson(state).Variables.TryGet(name, out var value) && !value.IsNull
            ? value.AsString() ?? value.ToString()
            : null;
    }
}
