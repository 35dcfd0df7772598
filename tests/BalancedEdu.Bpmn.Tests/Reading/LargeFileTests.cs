using System.Diagnostics;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Writing;
using BalancedEdu.Feel;
using Xunit.Abstractions;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>What is near the limits is read, compiled and written; time is printed, not judged.</summary>
public class LargeFileTests(ITestOutputHelper output)
{
    /// <summary>
    /// A long row of one kind of piece: what it is made of, and its number of elements with its flow.
    /// </summary>
    private static readonly Dictionary<string, (int Elements, Func<string, string> Piece)> Rows = new()
    {
        ["tasks"] = (2, id => Manual(id)),
        ["inclusive gateways"] = (2, id => $"<bpmn:inclusiveGateway id=\"{id}\"/>"),
        ["parallel gateways"] = (2, id => $"<bpmn:parallelGateway id=\"{id}\"/>"),
        ["multi-instance tasks over data objects"] = (5, id => Manual(id,
            $"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>d{id}</bpmn:loopDataInputRef>"
                + "</bpmn:multiInstanceLoopCharacteristics>") + $"<bpmn:dataObject id=\"d{id}\"/>"),
        ["sub-processes"] = (6, id => Sub(id, Start($"{id}s"), End($"{id}e"), Flows($"{id}s-{id}e"))),
        ["boundary timers"] = (6, id => Manual(id) + Boundary($"{id}b", id, "timeDuration:PT1H")
            + Flow($"{id}f", $"{id}b", "E")),
        ["timers"] = (4, id => $"<bpmn:intermediateCatchEvent id=\"{id}\"><bpmn:timerEventDefinition><bpmn:timeDuration>"
            + "PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_row_as_long_as_may_be_is_compiled_and_written(string what)
    {
        var (elements, piece) = Rows[what];
        var count = (FileLimits.MaxElements - 5) / elements;
        var ids = Enumerable.Range(1, count).Select(i => $"A{i}").ToList();
        var file = Bytes(
            Start(), End(), string.Concat(ids.Select(piece)), Flow("first", "S", "A1"), Flow("last", ids[^1], "E"),
            string.Concat(ids.Skip(1).Zip(ids, (to, from) => Flow($"to{to}", from, to))));
        var started = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var compiled = DefinitionCompiler.Compile(file, FeelEnvironment.Default, null);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var took = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"{what}, {count}: compiled in {took.TotalMilliseconds:0} ms, {allocated / 1024 / 1024} MB");
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings.Take(5)));
        Assert.True(compiled.Definition!.Nodes.Count > count);
        started = Stopwatch.GetTimestamp();
        var written = BpmnWriter.Write(BpmnDocument.Read(file).Document!);
        output.WriteLine($"read and written in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        Assert.True(written.Count(b => b == '\n') > 2 * count);
    }
}
