using BalancedEdu.Bpmn;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Bundles;

/// <summary>
/// What a new version has to do with the world: which versions it calls, and what starts it. Written in the transaction
/// that publishes it; a version before it starts nothing any longer.
/// </summary>
internal static class BundleLinks
{
    /// <summary>What stops the version from being started as it is drawn.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(
        BalancedEduDb db, ProcessDefinition definition, DateTimeOffset now, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var (node, trigger) in definition.StartTriggers)
            if (trigger is MessageEventDefinition { Message: var name })
            {
                var other = await db.ProcessStarts
                    .Where(s => s.Kind == StartKind.Message && s.Name == name && s.ProcessId != definition.Id)
                    .Select(s => s.ProcessId).FirstOrDefaultAsync(cancellation);
                if (other is not null)
                    findings.Add(new(
                        "bundle.message-start-twice", Severity.Refused, node.Id,
                        $"{node.Label} 由消息“{name}”启动，流程“{other}”已经由它启动。", "请换一个消息名。", node.Line));
            }
            else if (trigger is TimerEventDefinition && node is StartEvent start
                && StartSchedule.Of(start, now).Refusal is { } refusal)
                findings.Add(new(
                    "bundle.timer-start", Severity.Refused, node.Id, $"{node.Label} 的启动时间算不出来：{refusal.Message}",
                    "请改正时间；启动时还没有变量可用。", node.Line));
        return findings;
    }

    /// <summary>
    /// Binds calls to what is newest now. A process that isn't there yet is not bound: its newest is called.
    /// </summary>
    public static async Task BindAsync(
        BalancedEduDb db, BundleVersion version, ProcessDefinition definition, CancellationToken cancellation)
    {
        foreach (var called in definition.Nodes.OfType<CallActivity>().Select(c => c.CalledElement).Distinct())
        {
            var newest = called == version.ProcessId
                ? version.Id
                : await db.BundleVersions.Where(b => b.ProcessId == called).OrderByDescending(b => b.Version)
                    .Select(b => b.Id).FirstOrDefaultAsync(cancellation);
            if (newest != 0)
                db.BundleBindings.Add(new()
                {
                    BundleVersionId = version.Id, ProcessId = called, CalledVersionId = newest,
                });
        }
    }

    /// <summary>Puts what starts this version in place of what started the one before.</summary>
    public static async Task ReplaceStartsAsync(
        BalancedEduDb db, BundleVersion version, ProcessDefinition definition, CancellationToken cancellation)
    {
        await db.ProcessStarts.Where(s => s.ProcessId == version.ProcessId).ExecuteDeleteAsync(cancellation);
        foreach (var (node, trigger) in definition.StartTriggers)
            switch (trigger)
            {
                case MessageEventDefinition message:
                    var byMessage = StartOf(version, node, StartKind.Message, message.Message);
                    byMessage.Keyed = message.CorrelationKey is not null;
                    db.ProcessStarts.Add(byMessage);
                    break;
                case SignalEventDefinition signal:
                    db.ProcessStarts.Add(StartOf(version, node, StartKind.Signal, signal.Signal));
                    break;
                case TimerEventDefinition when node is StartEvent start:
                    db.ProcessStarts.Add(ByTime(version, start));
                    break;
            }
    }

    /// <summary>What was due before it was published is not made up for: the version before has done that.</summary>
    private static ProcessStart ByTime(BundleVersion version, StartEvent node)
    {
        var schedule = StartSchedule.Of(node, version.PublishedAt).Schedule!;
        var start = StartOf(version, node, StartKind.Timer, "");
        (start.FirstDueAt, start.Repetitions, start.Interval) =
            (schedule.First, schedule.Repetitions, schedule.Interval);
        while (schedule.NextDue(start.Fired) is { } due && due < version.PublishedAt)
            start.Fired++;
        start.DueAt = schedule.NextDue(start.Fired);
        return start;
    }

    private static ProcessStart StartOf(BundleVersion version, FlowNode node, StartKind kind, string name) => new()
    {
        ProcessId = version.ProcessId,
        BundleVersionId = version.Id,
        ElementId = node.Id,
        Kind = kind,
        Name = name,
        FirstDueAt = version.PublishedAt,
    };
}
