namespace BalancedEdu.Feel.Tests.Conformance;

/// <summary>
/// A test over a public suite that lies beside the project. Where the suite is missing the test says so and is skipped;
/// in CI (CI=true) it runs and fails, since there the suite must be.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConformanceFactAttribute : FactAttribute
{
    public ConformanceFactAttribute()
    {
        if (!Directory.Exists(DmnTckFolder) && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"No conformance suite in {DmnTckFolder}; set BALANCEDEDU_CONFORMANCE to its folder.";
    }

    public static string DmnTckFolder => Path.Combine(DataFolder, "dmn-tck");

    private static string DataFolder =>
        Environment.GetEnvironmentVariable("BALANCEDEDU_CONFORMANCE")
            ?? Path.Combine(ProjectFolder, "..", "shared", "data");

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
