using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.Extensions.Time.Testing;

namespace BalancedEdu.Web.Tests.Runtime.Sweeps;

public sealed class CircuitBreakerTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new(_clock);

    [Fact]
    public void One_row_that_fails_for_ever_shuts_nothing()
    {
        for (var i = 0; i < 100; i++)
            Assert.False(_breaker.Failed("a", 1));
        Assert.Null(_breaker.Enter("a"));
    }

    [Fact]
    public void Different_rows_in_a_row_shut_their_target_and_no_other()
    {
        Shut("a");
        Assert.Equal(_clock.GetUtcNow() + CircuitBreaker.ShutFor, _breaker.Enter("a"));
        Assert.Null(_breaker.Enter("b"));
        Assert.Equal(["a"], _breaker.Shut);
    }

    [Fact]
    public void An_answer_between_failures_begins_the_count_anew()
    {
        for (var row = 1; row < CircuitBreaker.FailuresMax; row++)
            _breaker.Failed("a", row);
        _breaker.Answered("a");
        Assert.False(_breaker.Failed("a", CircuitBreaker.FailuresMax));
        Assert.Null(_breaker.Enter("a"));
    }

    [Fact]
    public void After_the_wait_one_is_let_through_and_its_answer_opens_the_way()
    {
        Shut("a");
        _clock.Advance(CircuitBreaker.ShutFor);
        Assert.Empty(_breaker.Shut);
        Assert.Null(_breaker.Enter("a"));
        Assert.NotNull(_breaker.Enter("a"));
        _breaker.Answered("a");
        Assert.Null(_breaker.Enter("a"));
    }

    [Fact]
    public void When_that_one_fails_too_it_waits_anew()
    {
        Shut("a");
        _clock.Advance(CircuitBreaker.ShutFor);
        Assert.Null(_breaker.Enter("a"));
        _clock.Advance(CircuitBreaker.ShutFor / 2);
        Assert.True(_breaker.Failed("a", 1));
        Assert.Equal(_clock.GetUtcNow() + CircuitBreaker.ShutFor, _breaker.Enter("a"));
    }

    [Fact]
    public void When_nothing_is_heard_of_that_one_another_follows()
    {
        Shut("a");
        _clock.Advance(CircuitBreaker.ShutFor);
        Assert.Null(_breaker.Enter("a"));
        _clock.Advance(CircuitBreaker.ShutFor);
        Assert.Null(_breaker.Enter("a"));
        Assert.NotNull(_breaker.Enter("a"));
    }

    [Fact]
    public void A_clock_that_is_set_back_shuts_nothing_for_longer()
    {
        Shut("a");
        _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromHours(2));
        Assert.Empty(_breaker.Shut);
        Assert.Null(_breaker.Enter("a"));
        Assert.NotNull(_breaker.Enter("a"));
    }

    private void Shut(string target)
    {
        for (var row = 1; row <= CircuitBreaker.FailuresMax; row++)
            Assert.Equal(row == CircuitBreaker.FailuresMax, _breaker.Failed(target, row));
    }
}
