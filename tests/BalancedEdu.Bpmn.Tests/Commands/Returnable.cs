using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>The processes that returns are tried with: every task allows one.</summary>
internal static class Returnable
{
    public static string Step(string id, string inside = "") => Drawn.Task(id, inside, "be:allow=\"return\"");

    /// <summary>A, B and C in a row.</summary>
    public static Running Row(params string[] more) => new(Process(
        [Start(), Step("A"), Step("B"), Step("C"), End(), Flows("S-A-B-C-E"), .. more]));

    /// <summary>A, three branches of which the first has two tasks, a join, Z.</summary>
    public static Running Fork() => new(Process(
        Start(), Step("A"), Parallel("F"), Step("B1"), Step("B2"), Step("C1"), Step("D1"), Parallel("J"), Step("Z"),
        End(), Flows("S-A-F-B1-B2-J-Z-E", "F-C1-J", "F-D1-J")));
}
