namespace BalancedEdu.Bpmn.Decisions;

/// <summary>
/// Finds requirements that form a cycle. A business knowledge model may call itself. The walk keeps its own stack: a
/// chain of requirements may be as long as the file allows.
/// </summary>
internal static class CycleCheck
{
    /// <summary>More cycles tell nothing new, and a hostile file may hold one for each requirement.</summary>
    private const int MaxReported = 20;

    public static void Run(DmnFile file, DmnFindings findings)
    {
        var done = new HashSet<DrgElement>();
        var reported = 0;
        foreach (var element in file.Elements)
            Walk(element, done, findings, ref reported);
    }

    private static void Walk(
        DrgElement start, HashSet<DrgElement> done, DmnFindings findings, ref int reported)
    {
        if (!done.Add(start))
            return;
        var path = new List<DrgElement> { start };
        var onPath = new HashSet<DrgElement> { start };
        var next = new Stack<IEnumerator<DrgElement>>();
        next.Push(RequiredBy(start).GetEnumerator());
        while (next.Count > 0)
        {
            if (!next.Peek().MoveNext())
            {
                next.Pop();
                onPath.Remove(path[^1]);
                path.RemoveAt(path.Count - 1);
                continue;
            }
            var element = next.Peek().Current;
            if (onPath.Contains(element))
                Report(path, element, findings, ref reported);
            else if (done.Add(element))
            {
                path.Add(element);
                onPath.Add(element);
                next.Push(RequiredBy(element).GetEnumerator());
            }
        }
    }

    private static void Report(
        List<DrgElement> path, DrgElement again, DmnFindings findings, ref int reported)
    {
        if (reported == MaxReported)
        {
            // One that does not run is enough to end the cycle.
            if (again is Decision decision)
                decision.IsCyclic = true;
            return;
        }
        var cycle = path[path.IndexOf(again)..];
        if (cycle is [BusinessKnowledgeModel])
            return;
        reported++;
        findings.Cycle(cycle);
        // What only runs through functions ends by the budget; what runs through decisions would never begin.
        if (cycle.TrueForAll(element => element is Decision))
            foreach (var element in cycle)
                ((Decision)element).IsCyclic = true;
    }

    private static IEnumerable<DrgElement> RequiredBy(DrgElement element) => element switch
    {
        Decision decision => decision.Requirements.Elements,
        BusinessKnowledgeModel model => model.Requirements.Elements,
        DecisionService service => service.Outputs.Concat(service.Encapsulated),
        _ => [],
    };
}
