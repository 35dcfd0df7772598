using BalancedEdu.Feel.Lexing;

namespace BalancedEdu.Feel.Parsing;

/// <summary>
/// Names that are known while parsing, found by their words: <c>date and time</c> is one name although <c>and</c> is an
/// operator, and <c>a-b</c> is one name when it is known. The longest known name wins (DMN 1.5, 10.3.1.3).
/// </summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, List<KnownName>> _byFirstWord = new(StringComparer.Ordinal);

    public NameTable(IEnumerable<string> names)
    {
        foreach (var name in names)
            Add(name);
    }

    /// <summary>Adds a name. One that no text can spell, such as one with a bracket, is left out.</summary>
    public void Add(string name)
    {
        if (WordsOf(name) is not { } words)
            return;
        if (!_byFirstWord.TryGetValue(words[0], out var names))
            _byFirstWord.Add(words[0], names = []);
        names.Add(new KnownName(name, words));
    }

    /// <summary>Removes the name that was added last under its first word.</summary>
    public void Remove(string name)
    {
        if (WordsOf(name) is { } words)
            _byFirstWord[words[0]].RemoveAt(_byFirstWord[words[0]].Count - 1);
    }

    /// <summary>The longest known name that begins at a token, and how many tokens it takes.</summary>
    public (string Name, int Tokens)? Longest(IReadOnlyList<Token> tokens, int at)
    {
        if (!_byFirstWord.TryGetValue(tokens[at].Text, out var names))
            return null;
        (string, int)? best = null;
        foreach (var known in names)
            if (known.Words.Length > (best?.Item2 ?? 0) && known.StandsAt(tokens, at))
                best = (known.Name, known.Words.Length);
        return best;
    }

    private static string[]? WordsOf(string name)
    {
        try
        {
            var words = Lexer.Tokens(name).Where(t => t.Kind != TokenKind.End).ToArray();
            var isName = words.Length > 0 && words[0].Kind == TokenKind.Name
                && words.All(w => w.Kind is TokenKind.Name or TokenKind.Number
                    || "+-*/.'**".Contains(w.Text, StringComparison.Ordinal));
            return isName ? [.. words.Select(w => w.Text)] : null;
        }
        catch (FeelSyntaxException)
        {
            // Not a name of FEEL; the variable can be reached through a context only.
            return null;
        }
    }

    private sealed record KnownName(string Name, string[] Words)
    {
        public bool StandsAt(IReadOnlyList<Token> tokens, int at)
        {
            if (at + Words.Length > tokens.Count)
                return false;
            for (var i = 0; i < Words.Length; i++)
                if (tokens[at + i].Text != Words[i] || tokens[at + i].Kind is TokenKind.String or TokenKind.Temporal)
                    return false;
            return true;
        }
    }
}
