namespace BalancedEdu.Web.Infrastructure.Observability;

/// <summary>How the node lets itself be watched. Section <c>Observability</c>.</summary>
public sealed class ObservabilitySettings
{
    /// <summary>
    /// Where traces and metrics are sent by OTLP over gRPC: <c>http://collector:4317</c>; empty: nowhere.
    /// </summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>Addresses that may read <c>/metrics</c>, with commas; for others it isn't there.</summary>
    public string MetricsFrom { get; set; } = "127.0.0.1,::1";

    /// <summary>Whether logs are lines of JSON with case number and trace id.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>The node isn't ready when one of its sweeps has been silent for longer, in seconds.</summary>
    public int SweepSilenceSecondsMax { get; set; } = 120;

    /// <summary>The node isn't ready when less than so much of its disk is free, in megabytes.</summary>
    public int DiskFreeMegabytesMin { get; set; } = 200;
}
