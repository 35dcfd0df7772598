using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Lexing;

namespace BalancedEdu.Feel.Parsing;

/// <summary>Unary tests, as in the input entry of a decision table, and the tests behind <c>in</c>.</summary>
internal sealed partial class Parser
{
    /// <summary>Whether <c>?</c> is the input under test rather than a variable of that name.</summary>
    private bool _readsInput;
    private bool _usesInput;

    public static Node UnaryTests(string text, FeelEnvironment environment)
    {
        var parser = new Parser(text, environment) { _readsInput = true };
        if (parser.Here.Kind == TokenKind.End)
            throw parser.Refuse("条件为空");
        if (parser.Here.Is("-") && parser.After.Kind == TokenKind.End)
            return new AnyInputNode().At(0, text.Length);
        return parser.Negated() ?? parser.Tests();
    }

    private Node Tests()
    {
        var tests = TestList();
        ExpectEnd();
        return Placed(new UnaryTestsNode(tests, negated: false), 0);
    }

    /// <summary>
    /// <c>not(…)</c> around all tests; when more follows it is the function in a condition, and null.
    /// </summary>
    private Node? Negated()
    {
        if (!Here.IsWord("not") || !After.Is("("))
            return null;
        _at = 2;
        var tests = TestList();
        if (Take(")") && Here.Kind == TokenKind.End)
            return Placed(new UnaryTestsNode(tests, negated: true), 0);
        _at = 0;
        return null;
    }

    private List<UnaryTest> TestList()
    {
        var tests = new List<UnaryTest>();
        do
        {
            _usesInput = false;
            var node = PositiveTest();
            tests.Add(new UnaryTest(node, _usesInput));
        }
        while (Take(","));
        return tests;
    }

    private Node PositiveTest()
    {
        if (ComparisonHere() is not { } comparison)
            return Expression();
        using var _ = Deeper();
        var start = _at++;
        return Placed(new ComparisonTestNode(comparison, Additive()), start);
    }

    /// <summary>
    /// Behind <c>in</c>: one test, or several in parentheses. What opens may also turn out to be a range.
    /// </summary>
    private List<Node> InTests()
    {
        if (!Here.Is("("))
            return [ComparisonHere() is null ? Additive() : PositiveTest()];
        using var _ = Deeper();
        var start = _at++;
        var tests = new List<Node> { PositiveTest() };
        if (Take(".."))
            return [Range(tests[0], startIncluded: false, start)];
        while (Take(","))
            tests.Add(PositiveTest());
        Expect(")");
        return tests;
    }
}
