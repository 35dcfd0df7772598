using System.Runtime.CompilerServices;

namespace BalancedEdu.Web.Tests.Architecture;

/// <summary>The project's own files, for rules about the text of the source.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Files below a folder, without what tools generate, with slashes, relative to the root.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
            .Where(f => !f.Split('/').Any(p => p is "bin" or "obj" or "node_modules" or "Migrations" or "dist"));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BalancedEdu.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("BalancedEdu.sln is nowhere above " + here);
    }
}
