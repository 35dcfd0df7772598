namespace BalancedEdu.Web.Features.Administration;

/// <summary>Who may see what the product sends, and put it right.</summary>
public static class MailRights
{
    /// <summary>Posts that may.</summary>
    public static readonly string[] Readers = ["system.admin"];
}
