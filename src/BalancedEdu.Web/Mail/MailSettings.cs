namespace BalancedEdu.Web.Mail;

/// <summary>How the connection to the SMTP server is protected.</summary>
public enum MailSecurity
{
    /// <summary>STARTTLS, and no mail when the server doesn't offer it. Usually port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte. Usually port 465.</summary>
    Tls,

    /// <summary>No protection: only for a relay on the same machine.</summary>
    None,
}

/// <summary>Section <c>Mail</c>. Without a host mails are written as files: nothing has to be installed.</summary>
public sealed class MailSettings
{
    /// <summary>The SMTP server; empty: mails become <c>.eml</c> files in <see cref="Folder"/>.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>The account at the server; empty: no sign-in.</summary>
    public string UserName { get; set; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; set; } = "";

    /// <summary>
    /// SHA-256 of the server's certificate in hex, for a certificate of one's own making; empty: only certificates that
    /// the machine trusts.
    /// </summary>
    public string CertificateSha256 { get; set; } = "";

    /// <summary>After this many seconds without an answer an attempt counts as failed.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>The sender's address; its domain also ends the Message-IDs, so keep it.</summary>
    public string FromAddress { get; set; } = "shenpi@edu.example";

    /// <summary>The sender's name.</summary>
    public string FromName { get; set; } = "义务教育协同审批平台";

    /// <summary>The address that links in mails begin with: <c>https://shenpi.edu.example</c>.</summary>
    public string PublicUrl { get; set; } = "http://localhost:5080";

    /// <summary>Where mails are written without a host.</summary>
    public string Folder { get; set; } = ".data/mail";

    /// <summary>From this Beijing time on only urgent mails go out …</summary>
    public TimeOnly QuietFrom { get; set; } = new(22, 0);

    /// <summary>… until this one.</summary>
    public TimeOnly QuietTo { get; set; } = new(7, 0);
}
