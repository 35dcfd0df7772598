using System.Diagnostics;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// The places where a death of the process matters, numbered. Each call stands beside a comment that says what holds if
/// we die there; the crash tests kill the process at each of them. Outside of the environment <c>Testing</c> a call
/// does nothing.
/// </summary>
public sealed class Checkpoints(IHostEnvironment environment, IConfiguration configuration)
{
    /// <summary>How many there are.</summary>
    public const int Count = 13;

    /// <summary>The package is on disk and nothing says so. Those of the archive are counted apart.</summary>
    public const int Packed = 101;

    /// <summary>The deletion of an archived case is about to begin.</summary>
    public const int Deleting = 102;

    /// <summary>Some rows of an archived case are deleted.</summary>
    public const int DeletedSome = 103;

    private readonly int _deadly = environment.IsEnvironment("Testing") ? configuration.GetValue("Crash:At", 0) : 0;

    /// <summary>Passes a checkpoint; in a crash test the process ends here as by <c>kill -9</c>.</summary>
    public void Pass(int number)
    {
        if (number == _deadly)
            Process.GetCurrentProcess().Kill();
    }
}
