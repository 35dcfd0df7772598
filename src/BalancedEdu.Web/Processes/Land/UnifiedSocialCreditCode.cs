namespace BalancedEdu.Web.Processes.Land;

/// <summary>统一社会信用代码 (GB 32100-2015): 17 characters and a check character.</summary>
public static class UnifiedSocialCreditCode
{
    /// <summary>The 31 characters, without I, O, S, V and Z; a character's value is its place.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Length = 18;

    /// <summary>Whether a code has 18 characters of the alphabet and the last one is right.</summary>
    public static bool IsValid(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Length == Length && code.All(c => Alphabet.Contains(c, StringComparison.Ordinal))
            && CheckCharacter(code[..(Length - 1)]) == code[^1];
    }

    /// <summary>The check character of 17 characters: 31 less the sum of value × 3^place modulo 31.</summary>
    public static char CheckCharacter(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var (sum, weight) = (0, 1);
        foreach (var character in body)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % Alphabet.Length;
        }
        return Alphabet[(Alphabet.Length - sum % Alphabet.Length) % Alphabet.Length];
    }
}
