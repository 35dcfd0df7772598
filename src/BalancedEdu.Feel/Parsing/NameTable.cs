using BalancedEdu.Feel.Lexing;

namespace BalancedEdu.Feel.Parsing;

/// <summary>
/// Names that are known while parsing, found by their words: <c>date and time</c> is one name although <c>and</c> is an
/// operator, and <c>a-b</c> is one name when it is known. The longest known name wins (DMN 1.5, 10.3.1.3).
/// </summary>
internal sealed class NameTable
{
    private readonly Branch _root = new();
    private readonly NameTable? _outer;

    /// <param name="names">The names.</param>
    /// <param name="outer">More names, shared with other tables.</param>
    public NameTable(IEnumerable<string> names, NameTable? outer = null)
    {
        _outer = outer;
        foreach (var name in names)
            Add(name);
    }

    /// <summary>Adds a name. One that no text can spell, such as one with a bracket, is left out.</summary>
    public void Add(string name)
    {
        if (WordsOf(name) is not { } words)
            return;
        var branch = _root;
        foreach (var word in words)
            branch = branch.Grow(word);
        branch.Names.Push(name);
    }

    /// <summary>Removes the name that was added last with these words.</summary>
    public void Remove(string name)
    {
        if (WordsOf(name) is not { } words)
            return;
        var branch = _root;
        foreach (var word in words)
            branch = branch.Next![word];
        branch.Names.Pop();
    }

    /// <summary>The longest known name that begins at a token, and how many tokens it takes.</summary>
    public (string Name, int Tokens)? Longest(IReadOnlyList<Token> tokens, int at)
    {
        var best = _outer?.Longest(tokens, at);
        var branch = _root;
        for (var i = at; i < tokens.Count && tokens[i].Kind is not (TokenKind.String or TokenKind.Temporal); i++)
        {
            if (branch.Next is null || !branch.Next.TryGetValue(tokens[i].Text, out branch))
                break;
            if (branch.Names.Count > 0 && i - at + 1 > (best?.Tokens ?? 0))
                best = (branch.Names.Peek(), i - at + 1);
        }
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

    /// <summary>
    /// What may follow the words so far. A tree, since a hostile model may bring thousands of names that begin alike.
    /// </summary>
    private sealed class Branch
    {
        public Stack<string> Names { get; } = new(0);

        public Dictionary<string, Branch>? Next { get; private set; }

        public Branch Grow(string word)
        {
            Next ??= new Dictionary<string, Branch>(StringComparer.Ordinal);
            if (!Next.TryGetValue(word, out var branch))
                Next.Add(word, branch = new Branch());
            return branch;
        }
    }
}
