using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>What people see is what there is, and what they may see.</summary>
internal static class DrawnInboxes
{
    /// <summary>The rows of open tasks are the user tasks that the engine waits for; none of an ended case.</summary>
    public static string? Wrong(DrawnLook look)
    {
        var waiting = look.Running
            ? look.State.Elements.Values.Where(e => e.Lifecycle == ElementLifecycle.Activated && e.Loop is null
                && e.Signing is not { Outcome: not null } && look.Definition.Tasks.ContainsKey(e.ElementId))
                .Select(e => e.Id).Order().ToList()
            : [];
        var open = look.Open.Select(t => t.ElementInstanceId).Order().ToList();
        if (!waiting.SequenceEqual(open))
            return $"the engine waits for {Show(waiting)}, open are {Show(open)}";
        if (look.Running == look.State.Ended)
            return $"the case is {look.Case.Status}, the engine says ended: {look.State.Ended}";
        if (look.Running && open.Count == 0)
            return "the case runs, and nobody has to do anything";
        foreach (var t in look.Open)
        {
            var none = t.Assignee is null && !DrawnDefinition.People.Any(p => look.Rights.Claimable(p, t));
            if (none && !t.Unassignable && !look.Rights.Users.Any(u => look.Rights.Claimable(u.UserName!, t)))
                return $"{t.ElementId}#{t.Id} is in nobody's inbox, and not among what is to be given to somebody";
            if (t.Assignee is { } has && look.Case.StartedBy == has && !look.Drawn(t).AllowSelf)
                return $"{has} has {t.ElementId}#{t.Id} of their own case";
        }
        return null;
    }

    /// <summary>The lists, the page of the case and the search show somebody what they may see, and no more.</summary>
    public static async Task<string?> WrongAsync(ProductApp app, DrawnLook look, string name)
    {
        var expected = new (InboxView View, Func<WorkTask, bool> Shows)[]
        {
            (InboxView.Mine, t => t.Assignee == name && t.Status == WorkTaskStatus.Open),
            (InboxView.Unclaimed, t => look.Rights.Claimable(name, t)),
            (InboxView.Delegated, t => look.Rights.Delegated(name, t)),
            (InboxView.Done, t => t.CompletedBy == name && t.Status == WorkTaskStatus.Completed),
        };
        foreach (var (view, shows) in expected)
        {
            var page = await app.ActAsync<InboxQuery, InboxPage>(name, (q, p) => q.PageAsync(
                p, new(view, ProcessId: look.Case.ProcessId) { Size = 500 }, null, null, default));
            var shown = page.Rows.Where(r => r.CaseId == look.Case.Id).Select(r => r.TaskId ?? 0).Order().ToList();
            var should = look.Tasks.Where(shows).Select(t => t.Id).Order().ToList();
            if (!shown.SequenceEqual(should))
                return $"{name} is shown {Show(shown)} in {view}, and should be {Show(should)}";
        }
        var sees = look.Rights.Sees(name, look.Case);
        var found = await app.ActAsync<CaseSearch, CasePage>(
            name, (s, p) => s.FindAsync(p, look.Case.Number, null, default));
        if (sees != found.Rows.Any(r => r.Id == look.Case.Id))
            return $"{name} finds the case: {!sees}";
        var file = await app.ActAsync<CaseFiles, CaseFile?>(name, (f, p) => f.FindAsync(p, look.Case.Id, default));
        if (sees != file is not null)
            return $"{name} reads the case: {!sees}";
        await using var db = app.Open();
        var person = await app.PersonAsync(name);
        var may = await db.OpenFor(person).Where(t => t.CaseId == look.Case.Id).Select(t => t.Id).Order().ToListAsync();
        var should2 = look.Tasks.Where(t => look.Rights.MayAct(name, t)).Select(t => t.Id).Order().ToList();
        return may.SequenceEqual(should2) ? null : $"{name} may act on {Show(may)}, and should on {Show(should2)}";
    }

    private static string Show(IEnumerable<long> ids) =>
        string.Join(",", ids.Select(i => i.ToString(CultureInfo.InvariantCulture)));
}
