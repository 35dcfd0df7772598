namespace BalancedEdu.Web.Runtime;

/// <summary>How this node runs cases. Section <c>Runtime</c>.</summary>
public sealed class RuntimeSettings
{
    /// <summary>
    /// Whether this node fires timers, runs jobs and sends mails; off for nodes that only serve pages.
    /// </summary>
    public bool Sweeping { get; set; } = true;

    /// <summary>How long a job may run, in seconds.</summary>
    public int JobSecondsMax { get; set; } = 60;

    /// <summary>How often a job, or what cases send to one another, is tried before a person must look at it.</summary>
    public int JobAttemptsMax { get; set; } = 8;

    /// <summary>How many jobs of this node run at the same time.</summary>
    public int JobsAtOnce { get; set; } = 4;

    /// <summary>A step that takes longer is logged with where the time went, in milliseconds; 0: none is.</summary>
    public int SlowStepMilliseconds { get; set; } = 500;

    /// <summary>How long a message that nobody waits for is kept, in hours; then a person must look at it.</summary>
    public int MessageHours { get; set; } = 24;
}

/// <summary>Where the bundles lie. Section <c>Workflows</c>.</summary>
public sealed class WorkflowSettings
{
    /// <summary>A folder with a folder a bundle; relative to the program. Published at start-up.</summary>
    public string Folder { get; set; } = "workflows";

    /// <summary>The folder as a full path.</summary>
    public string FullPath => Path.Combine(AppContext.BaseDirectory, Folder);
}
