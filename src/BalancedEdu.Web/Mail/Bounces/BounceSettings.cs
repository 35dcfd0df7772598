namespace BalancedEdu.Web.Mail.Bounces;

/// <summary>
/// Section <c>Bounces</c>: the mailbox to which mails come back, that of <see cref="MailSettings.FromAddress"/>.
/// </summary>
public sealed class BounceSettings
{
    /// <summary>The IMAP server; empty: nobody looks for mails that came back.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 993;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.Tls;

    /// <summary>The account.</summary>
    public string UserName { get; set; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; set; } = "";

    /// <summary>
    /// SHA-256 of the server's certificate in hex, for a certificate of one's own making; empty: only certificates that
    /// the machine trusts.
    /// </summary>
    public string CertificateSha256 { get; set; } = "";

    /// <summary>The folder that is read; what was read is marked as seen and stays.</summary>
    public string Folder { get; set; } = "INBOX";

    /// <summary>How often, in minutes.</summary>
    public int EveryMinutes { get; set; } = 5;

    /// <summary>After this many seconds without an answer a look counts as failed.</summary>
    public int TimeoutSeconds { get; set; } = 30;
}
