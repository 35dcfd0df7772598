using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Lexing;

namespace BalancedEdu.Feel.Parsing;

/// <summary>
/// Recursive descent over the grammar of DMN 1.5 (10.3.1.2); this part has the operators from the weakest to the
/// strongest. One parser parses one text.
/// </summary>
internal sealed partial class Parser
{
    private readonly string _text;
    private readonly FeelEnvironment _environment;
    private readonly IReadOnlyList<Token> _tokens;
    private int _at;
    private int _depth;

    private Parser(string text, FeelEnvironment environment)
    {
        if (text.Length > FeelLimits.MaxTextLength)
            throw new FeelSyntaxException($"表达式超过 {FeelLimits.MaxTextLength} 个字符", FeelLimits.MaxTextLength);
        _text = text;
        _environment = environment;
        _tokens = Lexer.Tokens(text);
    }

    private Token Here => _tokens[_at];

    private Token After => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    public static Node Expression(string text, FeelEnvironment environment)
    {
        var parser = new Parser(text, environment);
        if (parser.Here.Kind == TokenKind.End)
            throw parser.Refuse("表达式为空");
        var node = parser.Expression();
        parser.ExpectEnd();
        return node;
    }

    /// <summary>A type, as behind <c>instance of</c>.</summary>
    public static Evaluating.FeelType TypeOf(string text, FeelEnvironment environment)
    {
        var parser = new Parser(text, environment);
        var type = parser.Type();
        parser.ExpectEnd();
        return type;
    }

    private Node Expression()
    {
        using var _ = Deeper();
        return Disjunction();
    }

    private Node Disjunction() => Logic("or", Conjunction);

    private Node Conjunction() => Logic("and", Comparison);

    private Node Logic(string word, Func<Node> operand)
    {
        var start = _at;
        var first = operand();
        if (!Here.IsWord(word))
            return first;
        var operands = new List<Node> { first };
        while (TakeWord(word))
            operands.Add(operand());
        return Placed(new LogicNode(word == "and", operands), start);
    }

    private Node Comparison()
    {
        var start = _at;
        var left = Additive();
        for (var count = 0; ; count++)
        {
            if (count > FeelLimits.MaxNesting)
                throw TooDeep();
            if (ComparisonHere() is { } comparison)
            {
                _at++;
                left = Placed(new ComparisonNode(comparison, left, Additive()), start);
            }
            else if (TakeWord("between"))
                left = Between(left, start);
            else if (TakeWord("in"))
                left = Placed(new InNode(left, InTests()), start);
            else
                return left;
        }
    }

    private Node Between(Node operand, int start)
    {
        var low = Additive();
        ExpectWord("and");
        return Placed(new BetweenNode(operand, low, Additive()), start);
    }

    private Comparison? ComparisonHere() => Here.Kind != TokenKind.Symbol
        ? null
        : Here.Text switch
        {
            "=" => Ast.Comparison.Equal,
            "!=" => Ast.Comparison.NotEqual,
            "<" => Ast.Comparison.Less,
            "<=" => Ast.Comparison.LessOrEqual,
            ">" => Ast.Comparison.Greater,
            ">=" => Ast.Comparison.GreaterOrEqual,
            _ => null,
        };

    private Node Additive() => Chain("+", "-", Multiplicative);

    private Node Multiplicative() => Chain("*", "/", Exponential);

    private Node Exponential() => Chain("**", "**", Unary);

    private Node Chain(string one, string other, Func<Node> operand)
    {
        var start = _at;
        var first = operand();
        List<(char, Node)>? rest = null;
        while (Here.Is(one) || Here.Is(other))
        {
            var op = Here.Text == "**" ? '^' : Here.Text[0];
            _at++;
            (rest ??= []).Add((op, operand()));
        }
        return rest is null ? first : Placed(new ArithmeticNode(first, rest), start);
    }

    private Node Unary()
    {
        if (!Here.Is("-"))
            return Postfix();
        using var _ = Deeper();
        var start = _at++;
        var operand = Unary();
        return operand is LiteralNode { Value.Kind: Values.FeelKind.Number } literal
            ? Placed(new LiteralNode(Values.FeelValue.Of(-literal.Value.Raw)), start)
            : Placed(new NegateNode(operand), start);
    }

    /// <summary>Paths, filters, calls and <c>instance of</c> behind an operand.</summary>
    private Node Postfix()
    {
        var start = _at;
        var node = Primary();
        for (var count = 0; ; count++)
        {
            if (count > FeelLimits.MaxNesting)
                throw TooDeep();
            if (Here.Is(".") && After.Kind == TokenKind.Name)
            {
                _at++;
                node = Placed(new PathNode(node, PathName()), start);
            }
            else if (Here.Is("[") && !(_inOpenRange && EndsRange()))
                node = Filter(node, start);
            else if (Here.Is("("))
                node = Call(node, start);
            else if (Here.IsWord("instance") && After.IsWord("of"))
            {
                _at += 2;
                node = Placed(new InstanceOfNode(node, Type()), start);
            }
            else
                return node;
        }
    }

    private Node Filter(Node source, int start)
    {
        _at++;
        var outer = _inOpenRange;
        _inOpenRange = false;
        var filter = WithNames(["item"], Expression);
        _inOpenRange = outer;
        Expect("]");
        return Placed(new FilterNode(source, filter), start);
    }

    private Node Placed(Node node, int firstToken) =>
        node.At(_tokens[firstToken].Start, _tokens[Math.Max(_at - 1, firstToken)].End);

    private bool Take(string symbol)
    {
        if (!Here.Is(symbol))
            return false;
        _at++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (!Here.IsWord(word))
            return false;
        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Refuse($"此处应为“{symbol}”");
    }

    private void ExpectComma(string orElse)
    {
        if (!Take(","))
            throw Refuse($"此处应为“,”或“{orElse}”");
    }

    private void ExpectWord(string word)
    {
        if (!TakeWord(word))
            throw Refuse($"此处应为“{word}”");
    }

    private void ExpectEnd()
    {
        if (Here.Kind != TokenKind.End)
            throw Refuse("表达式到此应已结束");
    }

    /// <summary>A refusal at the current token, which it quotes.</summary>
    private FeelSyntaxException Refuse(string message)
    {
        var found = Here.Kind == TokenKind.End ? "却已到结尾" : $"却是“{Values.FeelText.Cut(_text[Here.Start..Here.End])}”";
        return new FeelSyntaxException($"第 {Here.Start + 1} 个字符：{message}，{found}", Here.Start);
    }

    private FeelSyntaxException TooDeep() =>
        new($"第 {Here.Start + 1} 个字符：嵌套超过 {FeelLimits.MaxNesting} 层", Here.Start);

    private Level Deeper()
    {
        if (++_depth > FeelLimits.MaxNesting
            || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw TooDeep();
        return new Level(this);
    }

    private readonly ref struct Level(Parser parser)
    {
        public void Dispose() => parser._depth--;
    }
}
