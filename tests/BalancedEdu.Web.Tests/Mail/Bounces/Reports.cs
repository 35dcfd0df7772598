namespace BalancedEdu.Web.Tests.Mail.Bounces;

/// <summary>What mail servers send back, in their shapes.</summary>
internal static class Reports
{
    /// <summary>A report of RFC 3464 as Postfix and Exchange make it, with the heads of our mail.</summary>
    public static string Dsn(
        string ownId, string address, string status, string diagnostic, string action = "failed", string id = "dsn-1",
        bool headsOnly = true) => $"""
        From: MAILER-DAEMON@mx.example (Mail Delivery System)
        To: shenpi@edu.example
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <{id}@mx.example>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Type: text/plain; charset=utf-8

        This is the mail system at host mx.example. Your message could not be delivered.

        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example
        Arrival-Date: Mon, 2 Nov 2026 09:00:00 +0800

        Final-Recipient: rfc822; {address}
        Original-Recipient: rfc822;{address}
        Action: {action}
        Status: {status}
        Remote-MTA: dns; in.example
        Diagnostic-Code: smtp; {diagnostic}

        --b1
        Content-Type: {(headsOnly ? "text/rfc822-headers" : "message/rfc822")}

        From: shenpi@edu.example
        To: {address}
        Subject: test
        Message-ID: <{ownId}>

        {(headsOnly ? "" : "Our words, with 5.1.1 in them.")}
        --b1--

        """;

    /// <summary>A plain text, as older servers and Chinese providers send it.</summary>
    public static string Plain(string ownId, string subject, string words, string from = "postmaster@qiye.example") => $"""
        From: {from}
        To: shenpi@edu.example
        Subject: =?utf-8?B?{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(subject))}?=
        Message-ID: <plain-1@qiye.example>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        {words}

        Message-ID: <{ownId}>
        Subject: test
        """;
}
