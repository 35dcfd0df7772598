using BalancedEdu.Bpmn.Execution;
using CsCheck;

namespace BalancedEdu.Bpmn.Tests.Commands;

public class DrawTests
{
    private static readonly Gen<string[]> Pools = Gen.String[Gen.Char['a', 'z'], 1, 6].Array[1, 30];

    [Fact]
    public void The_order_of_the_pool_and_repetitions_in_it_do_not_matter() =>
        Gen.Select(Pools, Gen.ULong, Gen.Int[0, 30]).Sample((pool, seed, wanted) =>
        {
            var count = Math.Min(wanted, pool.Distinct().Count());
            var members = Draw.Members(pool, seed, count);
            Assert.Equal(members, Draw.Members(pool.Reverse().Concat(pool), seed, count));
            Assert.Equal(count, members.Distinct().Count());
            Assert.Empty(members.Except(pool));
        });

    [Fact]
    public void More_members_begin_with_the_same_ones() => Gen.Select(Pools, Gen.ULong).Sample((pool, seed) =>
    {
        var all = Draw.Members(pool, seed, pool.Distinct().Count());
        for (var count = 0; count <= all.Count; count++)
            Assert.Equal(all.Take(count), Draw.Members(pool, seed, count));
    });

    [Fact]
    public void Each_is_drawn_as_often_as_the_others()
    {
        string[] pool = ["a", "b", "c", "d", "e"];
        var counts = Enumerable.Range(0, 50_000).SelectMany(seed => Draw.Members(pool, (ulong)seed, 3))
            .CountBy(name => name).ToDictionary();
        Assert.All(pool, name => Assert.InRange(counts[name], 29_500, 30_500));
    }

    [Theory]
    [InlineData(0UL, "b,a,f")]
    public void A_draw_of_a_seed_stays_the_same(ulong seed, string members) => Assert.Equal(
        members, string.Join(',', Draw.Members(["f", "e", "d", "c", "b", "a"], seed, 3)));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void More_than_there_are_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw.Members(["a", "b"], 1, count));
}
