namespace BalancedEdu.Bpmn.Tests.Conformance;

/// <summary>
/// The checked-in list of what a suite expects and the product doesn't do: one <c>id | reason</c> a line, <c>#</c> for
/// comments. It may only shrink: a failure that isn't in it fails the test, and so does an entry that passes.
/// </summary>
internal static class KnownFailures
{
    /// <param name="file">Relative to the folder <c>Conformance</c>: <c>Miwg/known-failures.txt</c>.</param>
    /// <param name="failed">What failed: id and how.</param>
    /// <param name="run">The ids of all that ran; entries of models that aren't there say nothing.</param>
    public static void Check(
        string file, IReadOnlyDictionary<string, string> failed, IReadOnlySet<string> run)
    {
        var known = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Conformance", file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" | ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        var unknown = failed.Where(failure => !known.ContainsKey(failure.Key)).ToList();
        Assert.True(unknown.Count == 0,
            "New failures:\n" + string.Join("\n", unknown.Select(failure => $"{failure.Key} | {failure.Value}")));
        var mended = known.Keys.Where(id => run.Contains(id) && !failed.ContainsKey(id)).ToList();
        Assert.True(mended.Count == 0, "No longer failing, remove from the list:\n" + string.Join("\n", mended));
    }
}
