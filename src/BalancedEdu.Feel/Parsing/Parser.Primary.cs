using System.Globalization;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Functions;
using BalancedEdu.Feel.Lexing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Parsing;

/// <summary>Literals, names, brackets and the expressions that begin with a word.</summary>
internal sealed partial class Parser
{
    /// <summary>Whether the end of a range is being read that <c>[</c> may close.</summary>
    private bool _inOpenRange;

    private Node Primary()
    {
        var start = _at;
        switch (Here.Kind)
        {
            case TokenKind.Number:
                return Number(_tokens[_at++], start);
            case TokenKind.String:
                return Placed(new LiteralNode(FeelValue.Of(_tokens[_at++].Text)), start);
            case TokenKind.Temporal:
                return Temporal(_tokens[_at++], start);
            case TokenKind.Name:
                return Word(start);
            default:
                return Here.Text switch
                {
                    "(" => Parenthesis(start),
                    "[" => Bracket(start),
                    "]" => OpenRange(start),
                    "{" => Context(start),
                    _ => throw Refuse("此处应为值、变量或函数"),
                };
        }
    }

    private Node Number(Token token, int start) =>
        decimal.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Placed(new LiteralNode(FeelValue.Of(number)), start)
            : Placed(new InvalidLiteralNode("数字超出可表示的范围"), start);

    private Node Temporal(Token token, int start) => TemporalParser.Any(token.Text) is { IsNull: false } value
        ? Placed(new LiteralNode(value), start)
        : Placed(new InvalidLiteralNode("不是日期、时间或时长"), start);

    private Node Word(int start)
    {
        if (KnownName(_at) is { Tokens: > 1 })
            return Name(start);
        switch (Here.Text)
        {
            case "true" or "false" or "null":
                return Placed(new LiteralNode(Constant(_tokens[_at++].Text)), start);
            case "if":
                return If(start);
            case "for":
                return For(start);
            case "some" or "every":
                return Quantified(start);
            case "function" when After.Is("("):
                return Function(start);
            case "then" or "else" or "return" or "satisfies" or "and" or "or" or "in" or "between":
                throw Refuse("此处应为值、变量或函数");
            default:
                return Name(start);
        }
    }

    private static FeelValue Constant(string word) => word == "null" ? FeelValue.Null : FeelValue.Of(word == "true");

    private Node Name(int start)
    {
        if (_readsInput && Here.IsWord("?") && KnownName(_at) is null)
        {
            _at++;
            _usesInput = true;
            return Placed(new InputNode(), start);
        }
        var name = TakeName();
        if (name == "partial")
            _usesPartial = true;
        var function = FunctionNamed(name);
        var isLocal = IsLocal(name);
        if (Here.Is("(") && function is null && !isLocal && !_environment.Knows(name))
            throw new FeelSyntaxException($"第 {_tokens[start].Start + 1} 个字符：没有函数“{name}”", _tokens[start].Start);
        // What is called by the name of a function is that function: names of the text hide it, the host's do not.
        return Here.Is("(") && function is not null && !isLocal
            ? Placed(new LiteralNode(FeelValue.Of(function)), start)
            : Placed(new NameNode(name, function), start);
    }

    private FeelFunction? FunctionNamed(string name) => _environment.HostFunction(name) ?? BuiltIns.Find(name);

    private Node Parenthesis(int start)
    {
        _at++;
        if (ComparisonHere() is not null)
        {
            var test = PositiveTest();
            Expect(")");
            return test;
        }
        var outer = _inOpenRange;
        _inOpenRange = false;
        var node = Expression();
        _inOpenRange = outer;
        if (Take(".."))
            return Range(node, startIncluded: false, start);
        Expect(")");
        return node;
    }

    private Node Bracket(int start)
    {
        _at++;
        if (Take("]"))
            return Placed(new ListNode([]), start);
        var outer = _inOpenRange;
        _inOpenRange = false;
        var first = PositiveTest();
        if (Take(".."))
        {
            _inOpenRange = outer;
            return Range(first, startIncluded: true, start);
        }
        var items = new List<Node> { first };
        while (Take(","))
            items.Add(PositiveTest());
        _inOpenRange = outer;
        Expect("]");
        return Folding.Folded(Placed(new ListNode(items), start));
    }

    private Node OpenRange(int start)
    {
        _at++;
        var first = Expression();
        Expect("..");
        return Range(first, startIncluded: false, start);
    }

    private Node Range(Node first, bool startIncluded, int start)
    {
        var outer = _inOpenRange;
        _inOpenRange = true;
        var last = Expression();
        _inOpenRange = outer;
        if (!Here.Is("]") && !Here.Is(")") && !Here.Is("["))
            throw Refuse("区间应以 ]、) 或 [ 结束");
        var endIncluded = Here.Is("]");
        _at++;
        return Folding.Folded(Placed(new RangeNode(first, startIncluded, last, endIncluded), start));
    }

    /// <summary>
    /// Whether the bracket here closes a range: a filter goes on with something that begins an expression.
    /// </summary>
    private bool EndsRange() => After.Kind switch
    {
        TokenKind.End => true,
        TokenKind.Symbol => !(After.Is("(") || After.Is("[") || After.Is("{") || After.Is("-")),
        TokenKind.Name =>
            After.Text is "and" or "or" or "then" or "else" or "return" or "satisfies" or "in" or "between"
            or "instance",
        _ => false,
    };

    private Node Context(int start)
    {
        _at++;
        var entries = new List<(string, Node)>();
        var outer = _inOpenRange;
        _inOpenRange = false;
        while (!Here.Is("}"))
        {
            if (entries.Count > 0)
                ExpectComma(orElse: "}");
            var name = Here.Kind == TokenKind.String ? _tokens[_at++].Text : NameBefore(":");
            Expect(":");
            _entryNames.Add(name);
            // An entry's function may call itself; later entries see the earlier ones.
            Declare(name);
            entries.Add((name, Expression()));
        }
        for (var i = entries.Count - 1; i >= 0; i--)
            Forget(entries[i].Item1);
        _inOpenRange = outer;
        Expect("}");
        return Placed(new ContextNode(entries), start);
    }

    private Node If(int start)
    {
        _at++;
        var condition = Expression();
        ExpectWord("then");
        var whenTrue = Expression();
        ExpectWord("else");
        return Placed(new IfNode(condition, whenTrue, Expression()), start);
    }
}
