using System.Diagnostics;
using System.Text;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Writing;
using BalancedEdu.Feel;
using Xunit.Abstractions;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>What is at the limits is read, compiled and written; time is printed, not judged.</summary>
public class LargeFileTests(ITestOutputHelper output)
{
    [Fact]
    public void A_process_of_as_many_elements_as_may_be_is_compiled_and_written()
    {
        var tasks = (FileLimits.MaxElements - 5) / 2;
        var text = new StringBuilder(Start()).Append(End());
        for (var i = 1; i <= tasks; i++)
            text.Append(Manual($"A{i}")).Append(Flow($"f{i}", i == 1 ? "S" : $"A{i - 1}", $"A{i}"));
        text.Append(Flow("last", $"A{tasks}", "E"));
        var file = Bytes(text.ToString());
        var started = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var compiled = DefinitionCompiler.Compile(file, FeelEnvironment.Default, null);
        var took = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"{file.Length / 1024} KB compiled: {took.TotalMilliseconds:0} ms, "
            + $"{(GC.GetAllocatedBytesForCurrentThread() - before) / 1024 / 1024} MB");
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        Assert.Equal(tasks + 3, compiled.Definition!.Nodes.Count);
        started = Stopwatch.GetTimestamp();
        var written = BpmnWriter.Write(BpmnDocument.Read(file).Document!);
        output.WriteLine($"read and written: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        Assert.Equal(2 * tasks + 3 + 5, written.Count(b => b == '\n'));
    }
}
