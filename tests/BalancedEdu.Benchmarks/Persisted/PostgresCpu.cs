using System.Globalization;
using Npgsql;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// CPU time of a PostgreSQL on this machine, all of its processes: unlike <see cref="MachineCpu"/> it stays true when
/// something else runs beside.
/// </summary>
internal sealed class PostgresCpu
{
    // Behind the name in /proc/PID/stat: state, parent, …, user, system, user and system of children that have ended.
    private const int Parent = 1;
    private const int User = 11;
    private const int ChildrenSystem = 14;

    private readonly long _postmaster;

    private PostgresCpu(long postmaster) => _postmaster = postmaster;

    public static async Task<PostgresCpu> OfAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return new(FieldsOf($"/proc/{connection.ProcessID}")?[Parent] ?? 0);
    }

    /// <summary>Spent since it started, to 10 ms a process; zero where Linux's <c>/proc</c> isn't.</summary>
    public TimeSpan Used()
    {
        if (_postmaster == 0)
            return TimeSpan.Zero;
        var hundredths = FieldsOf($"/proc/{_postmaster}")?[User..(ChildrenSystem + 1)].Sum() ?? 0;
        foreach (var process in Directory.EnumerateDirectories("/proc", "?*").Where(IsProcess))
            if (FieldsOf(process) is { } fields && fields[Parent] == _postmaster)
                hundredths += fields[User] + fields[User + 1];
        return TimeSpan.FromMilliseconds(hundredths * 10);
    }

    private static bool IsProcess(string folder) => char.IsAsciiDigit(Path.GetFileName(folder)[0]);

    /// <summary>Null when it has ended meanwhile.</summary>
    private static long[]? FieldsOf(string process)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(process, "stat"));
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ')
                .Select(f => long.TryParse(f, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
