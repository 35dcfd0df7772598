namespace BalancedEdu.Web.Runtime.Webhooks;

/// <summary>Section <c>Webhooks</c>: group robots. The robots themselves are set up in the browser.</summary>
public sealed class WebhookSettings
{
    /// <summary>After this many seconds without an answer an attempt counts as failed.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>How often a message is tried before a person must look at it.</summary>
    public int AttemptsMax { get; set; } = 8;

    /// <summary>Whether addresses may begin with <c>http:</c>: only for receivers in one's own network.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Networks inside of one's own that may be reached, with commas: <c>10.20.0.0/16,192.168.1.9/32</c>. Others that
    /// are not public are refused.
    /// </summary>
    public string PrivateNetworks { get; set; } = "";
}
