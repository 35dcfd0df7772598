namespace BalancedEdu.Feel.Lexing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    End,
    Name,
    Number,
    String,
    Temporal,
    Symbol,
}

/// <summary>
/// A token: its kind, where it stands, and its text (for strings the text without quotes and escapes).
/// </summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;
}
