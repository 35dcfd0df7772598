using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Assignment;

/// <summary>One of several gets the work, exactly, at two nodes at once.</summary>
public sealed class PickingTests
{
    private static readonly string[] Finance = ["dingruoshui", "guyongming", "panyuntao", "xuweiran"];

    [Theory]
    [Databases("turn")]
    [Databases("least")]
    public async Task Work_that_comes_at_once_on_two_nodes_is_shared_out_evenly(DatabaseProvider provider, string pick)
    {
        using var duty = new Duty().Add("shared", $"candidateGroups=\"edu.finance\" pick=\"{pick}\"");
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        await using var other = app.StartNode();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() =>
            AssignerTests.StartAsync(i % 2 == 0 ? app : other, "shared"))));
        await using var db = app.Open();
        var shares = await db.Tasks.GroupBy(t => t.Assignee).Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync();
        Assert.Equal(Finance.Select(name => (name, 6)), shares.Select(s => (s.Key!, s.Count)).Order());
        Assert.Equal(24, (await db.AssignmentTurns.SingleAsync()).Turns);
    }

    [Theory, Databases]
    public async Task By_turn_it_goes_on_after_the_last_one_also_when_people_come_and_go(DatabaseProvider provider)
    {
        using var duty = new Duty().Add("turns", "candidateGroups=\"edu.finance\" pick=\"turn\"");
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        Assert.Equal("dingruoshui", (await AssignerTests.StartAsync(app, "turns")).Assignee);
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == "guyongming")
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
        Assert.Equal("panyuntao", (await AssignerTests.StartAsync(app, "turns")).Assignee);
        Assert.Equal("xuweiran", (await AssignerTests.StartAsync(app, "turns", "panyuntao")).Assignee);
        Assert.Equal("dingruoshui", (await AssignerTests.StartAsync(app, "turns")).Assignee);
    }

    [Theory, Databases]
    public async Task Who_has_the_fewest_open_tasks_gets_the_next(DatabaseProvider provider)
    {
        using var duty = new Duty().Add("loads", "candidateGroups=\"edu.finance\" pick=\"least\"");
        await using var app = await ProductApp.StartAsync(provider, duty.Folder);
        var tasks = new List<WorkTask>();
        for (var i = 0; i < 4; i++)
            tasks.Add(await AssignerTests.StartAsync(app, "loads"));
        Assert.Equal(Finance, tasks.Select(t => t.Assignee));
        Assert.Null(await app.DecideAsync("panyuntao", tasks[2], "ok"));
        Assert.Equal("panyuntao", (await AssignerTests.StartAsync(app, "loads")).Assignee);
    }
}
