using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Tests.Runtime.Transitions;

public sealed class GatheringTests
{
    private readonly List<int[]> _groups = [];
    private readonly Queue<TaskCompletionSource> _gates = [];

    [Fact]
    public async Task Who_asks_alone_goes_at_once()
    {
        var gathering = New(lanes: 1, together: 4);
        Assert.Equal(["1", "2"], [await gathering.AskAsync(1, default), await gathering.AskAsync(2, default)]);
        Assert.Equal([[1], [2]], _groups);
    }

    [Fact]
    public async Task What_is_asked_while_all_lanes_are_busy_goes_together_up_to_the_limit_and_each_has_its_answer()
    {
        var (first, second) = (Gate(), Gate());
        var gathering = New(lanes: 2, together: 3);
        var asked = Enumerable.Range(1, 7).Select(n => gathering.AskAsync(n, default)).ToList();
        Assert.Equal([[1], [2]], _groups);
        first.SetResult();
        second.SetResult();
        Assert.Equal(Enumerable.Range(1, 7).Select(n => $"{n}"), await Task.WhenAll(asked));
        Assert.Equal([1, 1, 2, 3], _groups.Select(g => g.Length).Order());
    }

    [Fact]
    public async Task Another_lane_is_opened_only_when_enough_wait_and_who_is_left_goes_when_one_is_back()
    {
        var (first, second) = (Gate(), Gate());
        var gathering = New(lanes: 3, together: 8, fill: 3);
        var asked = Enumerable.Range(1, 3).Select(n => gathering.AskAsync(n, default)).ToList();
        Assert.Equal([[1]], _groups);
        asked.Add(gathering.AskAsync(4, default));
        Assert.Equal([[1], [2, 3, 4]], _groups);
        asked.Add(gathering.AskAsync(5, default));
        Assert.Equal(2, _groups.Count);
        second.SetResult();
        Assert.Equal("5", await asked[4]);
        first.SetResult();
        Assert.Equal(["1", "2", "3", "4", "5"], await Task.WhenAll(asked));
        Assert.Equal([[1], [2, 3, 4], [5]], _groups);
    }

    [Fact]
    public async Task What_a_group_dies_of_all_of_it_get_and_the_next_goes_on()
    {
        var gate = Gate();
        var gathering = New(lanes: 1, together: 2);
        var asked = new[] { 1, -2, 3, 4 }.Select(n => gathering.AskAsync(n, default)).ToList();
        gate.SetResult();
        Assert.Equal("1", await asked[0]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => asked[1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => asked[2]);
        Assert.Equal("4", await asked[3]);
        Assert.Equal("5", await gathering.AskAsync(5, default));
    }

    [Fact]
    public async Task What_may_be_repeated_is_asked_alone_when_its_group_dies_and_only_one_gets_the_error()
    {
        var gate = Gate();
        var gathering = new Gathering<int, string>(1, 1, 4, CarryOutAsync, repeatable: true);
        var asked = new[] { 1, -2, 3, 4 }.Select(n => gathering.AskAsync(n, default)).ToList();
        gate.SetResult();
        Assert.Equal("1", await asked[0]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => asked[1]);
        Assert.Equal(["3", "4"], [await asked[2], await asked[3]]);
        Assert.Equal("5", await gathering.AskAsync(5, default));
    }

    [Fact]
    public async Task Who_cancels_no_longer_waits_and_the_others_do()
    {
        var gate = Gate();
        var gathering = New(lanes: 1, together: 2);
        using var cancelling = new CancellationTokenSource();
        var first = gathering.AskAsync(1, default);
        var (gone, stays) = (gathering.AskAsync(2, cancelling.Token), gathering.AskAsync(3, default));
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.SetResult();
        Assert.Equal(["1", "3"], await Task.WhenAll(first, stays));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gathering.AskAsync(4, cancelling.Token));
    }

    private TaskCompletionSource Gate()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gates.Enqueue(gate);
        return gate;
    }

    private Gathering<int, string> New(int lanes, int together, int fill = 1) =>
        new(lanes, fill, together, CarryOutAsync);

    private async Task<IReadOnlyList<string>> CarryOutAsync(IReadOnlyList<int> asked)
    {
        TaskCompletionSource? gate;
        lock (_groups)
        {
            _groups.Add([.. asked]);
            _gates.TryDequeue(out gate);
        }
        if (gate is not null)
            await gate.Task;
        return asked.Any(n => n < 0) ? throw new InvalidOperationException("-") : [.. asked.Select(n => $"{n}")];
    }
}
