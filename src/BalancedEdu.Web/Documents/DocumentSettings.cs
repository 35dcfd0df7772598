namespace BalancedEdu.Web.Documents;

/// <summary>Section <c>Documents</c>: what documents are set in, and how often they may be verified.</summary>
public sealed class DocumentSettings
{
    /// <summary>
    /// A TrueType file (.ttf) for text; empty: Noto Serif SC, which <c>npm run build</c> puts into
    /// <c>wwwroot/dist/fonts</c>. A city with a licence for 仿宋_GB2312 names its file here.
    /// </summary>
    public string RegularFont { get; set; } = "";

    /// <summary>A TrueType file for titles and heads of tables; empty: Noto Serif SC Bold.</summary>
    public string BoldFont { get; set; } = "";

    /// <summary>The unit that issues; empty: <c>Bureau:Name</c>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>How often one address may look documents up on the public page, in a minute.</summary>
    public int VerificationsPerMinute { get; set; } = 30;
}
