using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Lexing;

namespace BalancedEdu.Feel.Parsing;

/// <summary>Loops, quantifiers, functions and types.</summary>
internal sealed partial class Parser
{
    private bool _usesPartial;

    private Node For(int start)
    {
        _at++;
        var iterators = new List<Iterator>();
        var names = new List<string>();
        Iterators(iterators, names);
        ExpectWord("return");
        names.Add("partial");
        var outer = _usesPartial;
        _usesPartial = false;
        var body = WithNames(names, Expression);
        var node = new ForNode(iterators, body, _usesPartial);
        _usesPartial = outer;
        return Placed(node, start);
    }

    private Node Quantified(int start)
    {
        var isEvery = _tokens[_at++].Text == "every";
        var iterators = new List<Iterator>();
        var names = new List<string>();
        Iterators(iterators, names);
        ExpectWord("satisfies");
        return Placed(new QuantifiedNode(isEvery, iterators, WithNames(names, Expression)), start);
    }

    private void Iterators(List<Iterator> iterators, List<string> names)
    {
        do
        {
            var name = NameBefore("in");
            ExpectWord("in");
            var from = WithNames(names, Expression);
            var to = Take("..") ? WithNames(names, Expression) : null;
            iterators.Add(new Iterator(name, from, to));
            names.Add(name);
        }
        while (Take(","));
    }

    private Node Function(int start)
    {
        _at += 2;
        var parameters = new List<Parameter>();
        while (!Here.Is(")"))
        {
            if (parameters.Count > 0)
                ExpectComma(orElse: ")");
            var name = NameBefore(":");
            parameters.Add(new Parameter(name, Take(":") ? Type() : FeelType.Any));
        }
        Expect(")");
        if (TakeWord("external"))
        {
            Expression();
            return Placed(new FunctionNode(parameters, null), start);
        }
        var body = WithNames([.. parameters.Select(p => p.Name)], Expression);
        return Placed(new FunctionNode(parameters, body), start);
    }

    private FeelType Type()
    {
        using var _ = Deeper();
        if (Here.Kind != TokenKind.Name)
            throw Refuse("此处应为类型");
        var (name, tokens) = TypeNames.Longest(_tokens, _at) ?? (Here.Text, 1);
        if (_environment.Types.Longest(_tokens, _at) is { } own && own.Tokens >= tokens)
            return Taken(own.Type, own.Tokens);
        switch (name)
        {
            case "list" or "range" or "context" or "function":
                _at++;
                return Composite(name);
            default:
                return TypeNames.Find(name) is { } type ? Taken(type, tokens) : throw Refuse("没有这个类型");
        }
    }

    private FeelType Taken(FeelType type, int tokens)
    {
        _at += tokens;
        return type;
    }

    private FeelType Composite(string name)
    {
        var hasArguments = Take("<");
        FeelType type;
        switch (name)
        {
            case "list":
                type = new ListType(hasArguments ? Type() : FeelType.Any);
                break;
            case "range":
                type = new RangeType(hasArguments ? Type() : FeelType.Any);
                break;
            case "context":
                type = new ContextType(hasArguments ? ContextEntries() : []);
                break;
            default:
                return FunctionTypeBehind(hasArguments);
        }
        if (hasArguments)
            Expect(">");
        return type;
    }

    private List<(string, FeelType)> ContextEntries()
    {
        var entries = new List<(string, FeelType)>();
        do
        {
            var name = NameBefore(":");
            Expect(":");
            entries.Add((name, Type()));
        }
        while (Take(","));
        return entries;
    }

    private FunctionType FunctionTypeBehind(bool hasArguments)
    {
        if (!hasArguments)
            return new FunctionType(null);
        var parameters = new List<FeelType>();
        while (!Here.Is(">"))
        {
            if (parameters.Count > 0)
                ExpectComma(orElse: ">");
            parameters.Add(Type());
        }
        Expect(">");
        return new FunctionType(parameters, Take("->") ? Type() : null);
    }
}
