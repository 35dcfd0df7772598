using System.Globalization;
using BalancedEdu.Web.Processes.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Roster;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses.Roster;

/// <summary>
/// The invented city of the tests: a small directory of its own, and the large one of the shared data.
/// </summary>
internal static class Lincheng
{
    public static ClassSizeStandard Standard { get; } = ClassSizeStandards.LoadShipped().On(new(2026, 9, 10));

    public static SchoolDirectory Few { get; } = new(
    [
        new("3299010001", "澄江区明德小学", "329901", "澄江区", "小学", 1996, 15.15m),
        new("3299010002", "澄江区星河初级中学", "329901", "澄江区", "初中", 2012, 14.34m),
        new("3299010003", "澄江区砚池九年制学校", "329901", "澄江区", "九年一贯制", 2015, 42.6m),
        new("3299020001", "云浦区实验小学", "329902", "云浦区", "小学", 2015, 8m),
        new("3299020002", "云浦区中心小学", "329902", "云浦区", "小学", 2015, 8m),
        new("3299020003", "云浦区中心小学", "329902", "云浦区", "小学", 2015, 8m),
    ]);

    public static RosterContext Context(SchoolDirectory? directory = null, IReadOnlySet<string>? districts = null) =>
        new(directory ?? Few, Standard, new(2026, 1), districts, new RosterLimits());

    public static RosterPreview Check(Stream content, string name = "班额.csv", RosterContext? context = null)
    {
        var reader = RosterReader.Read(content, name, new RosterLimits());
        return reader.Check(reader.Proposed, context ?? Context());
    }

    public static string SharedPath(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "lincheng", file);
            if (File.Exists(path)) return path;
        }
        throw new FileNotFoundException($"Expected to find ../shared/data/lincheng/{file} beside the project.");
    }

    public static SchoolDirectory All()
    {
        var schools = File.ReadLines(SharedPath("schools.csv")).Skip(1).Select(l => l.Split(',')).Select(f =>
            new DirectorySchool(
            f[0], f[1], f[2], f[3], f[4], int.Parse(f[6], CultureInfo.InvariantCulture),
            decimal.Parse(f[7], CultureInfo.InvariantCulture)));
        return new([.. schools]);
    }
}
