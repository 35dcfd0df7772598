namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>When an added signer signs, in words.</summary>
public static class SignerWords
{
    /// <summary>前加签, 并加签, 后加签; 加签 for anything else.</summary>
    public static string Of(string? place) => place switch
    {
        "before" => "前加签",
        "parallel" => "并加签",
        "after" => "后加签",
        _ => "加签",
    };
}
