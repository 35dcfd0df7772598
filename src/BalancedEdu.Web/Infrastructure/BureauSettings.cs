namespace BalancedEdu.Web.Infrastructure;

/// <summary>Whose installation this is.</summary>
public sealed class BureauSettings
{
    /// <summary>Shown beside the product's name on every page and on the login page.</summary>
    public string Name { get; set; } = "临澄市教育局";
}
