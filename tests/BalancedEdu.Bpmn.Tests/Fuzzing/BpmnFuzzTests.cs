using System.Globalization;
using System.Text.RegularExpressions;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Bpmn.Tests.Conformance;
using BalancedEdu.Bpmn.Tests.Conformance.Miwg;
using BalancedEdu.Bpmn.Tests.Workflows;
using Xunit.Abstractions;

namespace BalancedEdu.Bpmn.Tests.Fuzzing;

/// <summary>
/// Whatever is done to a file, it is read, written and compiled, or refused with a sentence: never an exception, never
/// more memory than a file may cost. <c>BALANCEDEDU_FUZZ_ROUNDS</c> is the number of files (500 without it),
/// <c>BALANCEDEDU_FUZZ_SEED</c> the first seed; a failure prints its own.
/// </summary>
public partial class BpmnFuzzTests(ITestOutputHelper output)
{
    private const long AllocatedMax = 50 * 1024 * 1024;

    private static readonly Surroundings Nothing = new(
        new HashSet<string>(), new HashSet<string>(), new HashSet<string>(), new HashSet<string>());

    private static int Rounds => Setting("BALANCEDEDU_FUZZ_ROUNDS", 500);

    private static int FirstSeed => Setting("BALANCEDEDU_FUZZ_SEED", 1);

    [Fact]
    public void Whatever_is_done_to_a_file_it_is_read_or_refused_with_a_sentence()
    {
        var files = Files().Where(file => file.Length < 70_000).ToList();
        var (read, compiled, most) = (0, 0, 0L);
        for (var seed = FirstSeed; seed < FirstSeed + Rounds; seed++)
        {
            var file = new Mutation(seed).Apply(files[seed % files.Count]);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var compilation = DefinitionCompiler.Compile(
                    file, PlainWorkingDays.Environment, seed % 2 == 0 ? Nothing : null);
                most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
                Assert.InRange(most, 0, AllocatedMax);
                CheckFindings(compilation);
                compiled += compilation.Definition is null ? 0 : 1;
                if (BpmnDocument.Read(file).Document is null)
                    continue;
                read++;
                Assert.Null(RoundTrip.Wrong(file));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"BALANCEDEDU_FUZZ_SEED={seed} BALANCEDEDU_FUZZ_ROUNDS=1: {e.Message}", e);
            }
        }
        output.WriteLine($"{Rounds} files from seed {FirstSeed}: {read} read, {compiled} compiled, "
            + $"at most {most / 1024.0 / 1024.0:0.0} MB each");
        // Mutations that break every file, or none, would test little.
        Assert.True(
            Rounds < 500 || (read > Rounds / 4 && read < Rounds && compiled > 0), $"{read} read, {compiled} compiled");
    }

    private static void CheckFindings(Compilation compilation)
    {
        Assert.True(compilation.Definition is not null || compilation.Findings.Count > 0, "refused without a finding");
        foreach (var finding in compilation.Findings)
        {
            Assert.Matches(Code(), finding.Code);
            Assert.Contains(finding.Message, c => c is >= '\u4e00' and <= '\u9fff');
            Assert.True(finding.Line > 0 || finding.ElementId is not null, finding.ToString());
            Assert.DoesNotContain(finding.Message, char.IsControl);
        }
    }

    private static IEnumerable<byte[]> Files()
    {
        var suites = new[] { "betsy", "bpmn-miwg" }.Select(ConformanceFactAttribute.Folder).Where(Directory.Exists);
        return new[] { Shipped.Folder }.Concat(suites)
            .SelectMany(folder => Directory.GetFiles(folder, "*.bpmn", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal))
            .Select(File.ReadAllBytes);
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
    private static partial Regex Code();
}
