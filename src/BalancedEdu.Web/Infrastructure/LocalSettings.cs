namespace BalancedEdu.Web.Infrastructure;

/// <summary>Where an operator's settings come from.</summary>
public static class LocalSettings
{
    /// <summary>
    /// Reads <c>appsettings.local.json</c> of the working directory, when there is one. The environment and the command
    /// line come after it, so that they win.
    /// </summary>
    public static void AddLocalSettings(this ConfigurationManager configuration, string[] args)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var file = Path.GetFullPath("appsettings.local.json");
        if (!File.Exists(file))
            return;
        configuration.AddJsonFile(file, optional: false, reloadOnChange: false);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
    }
}
