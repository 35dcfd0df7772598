using BalancedEdu.Web.Runtime.Assignment;

namespace BalancedEdu.Web.Tests.Runtime.Assignment;

public sealed class DeputiesTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_period_is_half_open()
    {
        var deputies = new Deputies([Rule("a", "b")]);
        Assert.Empty(deputies.ActsFor("b", Monday.AddTicks(-1)));
        Assert.Equal(["a"], deputies.ActsFor("b", Monday).Keys);
        Assert.Equal(["a"], deputies.ActsFor("b", Monday.AddDays(5).AddTicks(-1)).Keys);
        Assert.Empty(deputies.ActsFor("b", Monday.AddDays(5)));
    }

    [Fact]
    public void A_chain_reaches_three_steps_and_no_further()
    {
        var deputies = new Deputies([Rule("a", "b"), Rule("b", "c"), Rule("c", "d"), Rule("d", "e")]);
        Assert.Equal(["a", "b", "c"], deputies.ActsFor("d", Monday).Keys.Order());
        Assert.Equal(["b", "c", "d"], deputies.ActsFor("e", Monday).Keys.Order());
        Assert.Equal(["b", "c", "d"], deputies.DelegatesOf("a", "trial", Monday));
    }

    [Fact]
    public void A_circle_leads_to_all_in_it_but_oneself()
    {
        var deputies = new Deputies([Rule("a", "b"), Rule("b", "c"), Rule("c", "a")]);
        Assert.Equal(["b", "c"], deputies.ActsFor("a", Monday).Keys.Order());
        Assert.Equal(["b", "c"], deputies.DelegatesOf("a", "trial", Monday));
    }

    [Fact]
    public void What_a_chain_is_for_is_what_each_of_its_rules_is_for()
    {
        var deputies = new Deputies(
            [Rule("a", "b", "trial", "seats"), Rule("b", "c", "seats", "other"), Rule("x", "c", "trial")]);
        var acts = deputies.ActsFor("c", Monday);
        Assert.Equal(["seats"], acts["a"]!);
        Assert.Equal(["other", "seats"], acts["b"]!.Order());
        Assert.Equal(["trial"], acts["x"]!);
        Assert.Empty(deputies.DelegatesOf("a", "other", Monday));
        Assert.Equal(["b"], deputies.DelegatesOf("a", "trial", Monday));
        Assert.Equal(["b", "c"], deputies.DelegatesOf("a", "seats", Monday));
    }

    [Fact]
    public void Two_ways_to_the_same_person_count_together()
    {
        var deputies = new Deputies([Rule("a", "b", "trial"), Rule("a", "c", "seats"), Rule("c", "b")]);
        Assert.Equal(["seats", "trial"], deputies.ActsFor("b", Monday)["a"]!.Order());
    }

    [Fact]
    public void Both_directions_agree_on_random_rules()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string[] people = ["a", "b", "c", "d", "e", "f"];
            string[] processes = ["p", "q", "r"];
            var rules = Enumerable.Range(0, random.Next(1, 10)).Select(_ => Rule(
                people[random.Next(6)], people[random.Next(6)],
                random.Next(2) == 0 ? [] : [.. processes.Where(_ => random.Next(2) == 0)])).ToList();
            rules.RemoveAll(r => r.Principal == r.Delegate);
            var deputies = new Deputies(rules);
            foreach (var person in people)
                foreach (var other in people.Where(o => o != person))
                    foreach (var process in processes)
                    {
                        var there = deputies.DelegatesOf(person, process, Monday).Contains(other);
                        var back = deputies.ActsFor(other, Monday).TryGetValue(person, out var scope)
                            && (scope is null || scope.Contains(process));
                        Assert.True(there == back, $"seed {seed}: {other} for {person} in {process}: {there}, {back}");
                    }
        }
    }

    private static DelegationRule Rule(string principal, string to, params string[] processes) =>
        new(principal, to, Monday, Monday.AddDays(5), processes.Length == 0 ? null : processes);
}
