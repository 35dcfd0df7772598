using System.Security.Cryptography;
using System.Text;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>
/// Chooses one of several: by turn, or who has the least to do. Only tasks that want it pay for it. What is chosen is
/// exact at any number of nodes: the row of the group is raised in the step's transaction, and of two steps that chose
/// from the same row the second misses it and is computed anew (<see cref="CommitResult.TurnTaken"/>).
/// </summary>
internal sealed class Picking(Func<BalancedEduDb> open)
{
    private const int PlainKeyMax = 200;

    /// <summary>
    /// Groups can share people: all choices by load wait for one another, so that no two give the same person work by
    /// the same count.
    /// </summary>
    private const string LoadKey = "#load";

    /// <summary>The one whose turn it is. The people are in the order of their user names from then on.</summary>
    public async Task<Person> ChooseAsync(
        StepContext step, WorkTask task, AssignmentPick pick, IReadOnlyList<Person> people,
        CancellationToken cancellation)
    {
        var key = pick == AssignmentPick.Least ? LoadKey : KeyOf(task, people);
        await using var db = open();
        var turn = step.Turns.GetValueOrDefault(key)
            ?? await db.AssignmentTurns.AsNoTracking().SingleOrDefaultAsync(t => t.Key == key, cancellation)
            ?? new() { Key = key, Turns = 0, Last = "" };
        var order = AfterTheLast(people, turn.Last);
        var chosen = pick == AssignmentPick.Turn ? order[0]
            : (await LoadsAsync(db, step, order, cancellation)).MinBy(l => l.Load).Person;
        step.Turns[key] = new() { Key = key, Turns = turn.Turns + 1, Last = chosen.UserName };
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO assignment_turns (key, turns, last) VALUES ($1, $2, $3)
            ON CONFLICT (key) DO UPDATE SET turns = $2, last = $3 WHERE assignment_turns.turns = $4
            """,
            [key, turn.Turns + 1, chosen.UserName, turn.Turns], CommitResult.TurnTaken));
        return chosen;
    }

    /// <summary>Who comes after the last one, wherever people came or went in between.</summary>
    private static List<Person> AfterTheLast(IReadOnlyList<Person> people, string last)
    {
        var sorted = people.OrderBy(p => p.UserName, StringComparer.Ordinal).ToList();
        var first = sorted.FindIndex(p => string.CompareOrdinal(p.UserName, last) > 0);
        return first <= 0 ? sorted : [.. sorted[first..], .. sorted[..first]];
    }

    /// <summary>How many open tasks each has once this step is done; who comes next in turn stands first.</summary>
    private static async Task<IReadOnlyList<(Person Person, int Load)>> LoadsAsync(
        BalancedEduDb db, StepContext step, IReadOnlyList<Person> people, CancellationToken cancellation)
    {
        var names = people.Select(p => p.UserName).ToList();
        var stored = await db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && names.Contains(t.Assignee!))
            .GroupBy(t => t.Assignee!).Select(g => new { Name = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Name, g => g.Count, cancellation);
        var closed = step.Transition.WithdrawnTasks.Append(step.Transition.Completion?.TaskId ?? 0).ToHashSet();
        var gone = step.Before.OpenTasks.Where(t => closed.Contains(t.Id)).Select(t => t.Assignee).ToList();
        var come = step.Transition.OpenedTasks.Select(t => t.Assignee).ToList();
        return [.. people.Select(p => (p, stored.GetValueOrDefault(p.UserName)
            - gone.Count(name => name == p.UserName) + come.Count(name => name == p.UserName)))];
    }

    /// <summary>The posts and places that were asked for; for people named outright, these.</summary>
    private static string KeyOf(WorkTask task, IReadOnlyList<Person> people)
    {
        var posts = task.Candidates.Where(c => c.PositionId is not null)
            .Select(c => $"{c.PositionId}@{c.DistrictCode}/{c.SchoolCode}").Order(StringComparer.Ordinal).ToList();
        var key = "turn:" + string.Join(',', posts.Count > 0
            ? posts
            : people.Select(p => p.UserName).Order(StringComparer.Ordinal));
        return key.Length <= PlainKeyMax
            ? key
            : "turn:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
