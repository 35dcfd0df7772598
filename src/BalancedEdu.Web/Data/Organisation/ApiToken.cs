namespace BalancedEdu.Web.Data.Organisation;

/// <summary>
/// A key with which programs act as a person (个人令牌). Only its hash is kept. The row stays after it is revoked or
/// has run out: it tells who could do what, and when.
/// </summary>
public sealed class ApiToken
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>As whom it acts.</summary>
    public required string UserName { get; set; }

    /// <summary>What it is for, in the person's words.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the key, in hexadecimal digits.</summary>
    public required string Hash { get; set; }

    /// <summary>The first characters of the key, by which its owner knows it.</summary>
    public required string Beginning { get; set; }

    /// <summary>What it may be used for, separated by blanks: <c>tasks:read tasks:write</c>.</summary>
    public required string Scopes { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>From when it is no longer taken.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it was last used, to the minute; or null.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>An answer that is given again when the same request comes again (Idempotency-Key).</summary>
public sealed class ApiReply
{
    /// <summary>The token that asked.</summary>
    public long TokenId { get; set; }

    /// <summary>The key of the request.</summary>
    public required string Key { get; set; }

    /// <summary>SHA-256 of the method, the address and the body.</summary>
    public required string RequestHash { get; set; }

    /// <summary>The status; 0 while the request is carried out, or when the process died meanwhile.</summary>
    public int Status { get; set; }

    /// <summary>The body as JSON.</summary>
    public string Body { get; set; } = "";

    /// <summary>When the request came.</summary>
    public DateTimeOffset At { get; set; }
}
