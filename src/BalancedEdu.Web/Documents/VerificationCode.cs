namespace BalancedEdu.Web.Documents;

/// <summary>
/// What the public page knows a document by: 100 random bits in 20 characters that can be read aloud (no I, L, O, U).
/// </summary>
public static class VerificationCode
{
    /// <summary>How many random bytes a code is made of.</summary>
    public const int Bytes = 20;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A code of random bytes: five bits of each.</summary>
    public static string New(ReadOnlySpan<byte> random)
    {
        Span<char> code = stackalloc char[random.Length];
        for (var i = 0; i < random.Length; i++)
            code[i] = Alphabet[random[i] % Alphabet.Length];
        return code.ToString();
    }

    /// <summary>
    /// A code as it was typed: small letters, blanks and hyphens don't matter, O is 0 and I, L are 1.
    /// </summary>
    public static string Normalize(string? typed) => string.Concat((typed ?? "").ToUpperInvariant()
        .Where(char.IsAsciiLetterOrDigit).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));
}
