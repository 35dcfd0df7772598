using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Functions;
using BalancedEdu.Feel.Lexing;

namespace BalancedEdu.Feel.Parsing;

/// <summary>
/// Which words make one name. A name that is known (built-in or host function, variable that the host told, or one that
/// the text itself brings) is taken at its longest, whatever is in it. Otherwise words that stand side by side are one
/// name, since FEEL has no other meaning for them; operators and words of the grammar end it.
/// </summary>
internal sealed partial class Parser
{
    private readonly NameTable _localNames = new([]);
    private readonly List<string> _locals = [];
    private readonly NameTable _entryNames = new([]);

    private (string Name, int Tokens)? KnownName(int at)
    {
        var best = _localNames.Longest(_tokens, at);
        Better(ref best, _environment.Names.Longest(_tokens, at));
        Better(ref best, BuiltIns.Names.Longest(_tokens, at));
        return best;
    }

    private static void Better(ref (string Name, int Tokens)? best, (string Name, int Tokens)? other)
    {
        if (other is { } found && found.Tokens > (best?.Tokens ?? 0))
            best = found;
    }

    private string TakeName()
    {
        var words = SideBySide(_at);
        if (KnownName(_at) is { } known && known.Tokens >= words)
        {
            _at += known.Tokens;
            return known.Name;
        }
        return TakeWords(words);
    }

    /// <summary>
    /// The name behind a dot; known are the names of entries in this text and those that the host told.
    /// </summary>
    private string PathName()
    {
        var best = _entryNames.Longest(_tokens, _at);
        Better(ref best, _environment.Names.Longest(_tokens, _at));
        var words = SideBySide(_at);
        if (best is { } known && known.Tokens >= words)
        {
            _at += known.Tokens;
            return known.Name;
        }
        return TakeWords(words);
    }

    private string TakeWords(int count)
    {
        var name = string.Join(' ', _tokens.Skip(_at).Take(count).Select(t => t.Text));
        _at += count;
        return name;
    }

    private int SideBySide(int at)
    {
        var count = 1;
        while (IsNamePart(_tokens[at + count], _tokens[Math.Min(at + count + 1, _tokens.Count - 1)]))
            count++;
        return count;
    }

    private static bool IsNamePart(Token token, Token next) => token.Kind switch
    {
        TokenKind.Number => !token.Text.Contains('.', StringComparison.Ordinal),
        TokenKind.Name => token.Text switch
        {
            "and" or "or" or "between" or "in" or "then" or "else" or "return" or "satisfies" => false,
            "instance" => !next.IsWord("of"),
            _ => true,
        },
        _ => false,
    };

    /// <summary>A name that is being declared: everything up to a symbol or word that cannot be in it.</summary>
    private string NameBefore(params ReadOnlySpan<string> ends)
    {
        if (Here.Kind != TokenKind.Name)
            throw Refuse("此处应为名称");
        var start = _at++;
        while (Here.Kind is TokenKind.Name or TokenKind.Number
            || (Here.Kind == TokenKind.Symbol && "+-*/.'".Contains(Here.Text, StringComparison.Ordinal)))
        {
            if (ends.Contains(Here.Text))
                break;
            _at++;
        }
        return Canonical(start, _at);
    }

    /// <summary>Words are parted by one space, signs by none: <c>a + b</c> and <c>a+b</c> are one name.</summary>
    private string Canonical(int start, int end)
    {
        var name = _tokens[start].Text;
        for (var i = start + 1; i < end; i++)
            name += (AreWords(_tokens[i - 1], _tokens[i]) ? " " : "") + _tokens[i].Text;
        return name;
    }

    private static bool AreWords(Token left, Token right) =>
        left.Kind != TokenKind.Symbol && right.Kind != TokenKind.Symbol;

    private bool IsLocal(string name) => _locals.Contains(name);

    private T WithNames<T>(List<string> names, Func<T> parse)
    {
        foreach (var name in names)
            Declare(name);
        var result = parse();
        for (var i = names.Count - 1; i >= 0; i--)
            Forget(names[i]);
        return result;
    }

    private void Declare(string name)
    {
        _locals.Add(name);
        _localNames.Add(name);
    }

    /// <summary>Takes back the name that was declared last.</summary>
    private void Forget(string name)
    {
        _locals.RemoveAt(_locals.Count - 1);
        _localNames.Remove(name);
    }

    private Node Call(Node callee, int start)
    {
        _at++;
        var arguments = new List<Node>();
        var names = new List<string>();
        var outer = _inOpenRange;
        _inOpenRange = false;
        while (!Here.Is(")"))
        {
            if (arguments.Count > 0)
                ExpectComma(orElse: ")");
            if (IsNamedArgument())
            {
                names.Add(NameBefore(":"));
                Expect(":");
            }
            if (names.Count != 0 && names.Count != arguments.Count + 1)
                throw Refuse("参数要么都写名称，要么都不写");
            arguments.Add(PositiveTest());
        }
        _inOpenRange = outer;
        Expect(")");
        return Folding.Folded(Placed(new CallNode(callee, arguments, names.Count == 0 ? null : [.. names]), start));
    }

    private bool IsNamedArgument()
    {
        if (Here.Kind != TokenKind.Name)
            return false;
        for (var at = _at + 1; at < _tokens.Count; at++)
            if (_tokens[at].Is(":"))
                return true;
            else if (_tokens[at].Kind is not (TokenKind.Name or TokenKind.Number)
                && !"+-*/.'".Contains(_tokens[at].Text, StringComparison.Ordinal))
                return false;
        return false;
    }
}
