namespace BalancedEdu.Web.Demonstration;

/// <summary>Whether the invented city 临澄市 is there to try things out.</summary>
public sealed class DemonstrationSettings
{
    /// <summary>
    /// Seeds 临澄市 into an empty database and shows its accounts on the login page. Never in production.
    /// </summary>
    public bool Enabled { get; set; }

    /// <summary>The password of all demonstration accounts; shown on the login page.</summary>
    public string Password { get; set; } = "lincheng2026";
}
