namespace BalancedEdu.Bpmn.Tests.Conformance;

/// <summary>
/// A test over a public suite that lies beside the project, in <c>BALANCEDEDU_CONFORMANCE</c> or <c>../shared/data</c>.
/// Where the suite is missing the test says so and is skipped; in CI (CI=true) it runs and fails, since there the suite
/// must be.
/// </summary>
/// <param name="suite">The suite's folder: <c>bpmn-miwg</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConformanceFactAttribute : FactAttribute
{
    public ConformanceFactAttribute(string suite)
    {
        if (!Directory.Exists(Folder(suite)) && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"No conformance suite in {Folder(suite)}; set BALANCEDEDU_CONFORMANCE to the folder above it.";
    }

    /// <summary>Where a suite lies, or would.</summary>
    public static string Folder(string suite) => Path.GetFullPath(Path.Combine(
        Environment.GetEnvironmentVariable("BALANCEDEDU_CONFORMANCE")
            ?? Path.Combine(ProjectFolder, "..", "shared", "data"),
        suite));

    private static string ProjectFolder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "BalancedEdu.sln")))
                folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("BalancedEdu.sln");
            return folder;
        }
    }
}
