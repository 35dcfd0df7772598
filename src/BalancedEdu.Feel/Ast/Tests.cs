using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Ast;

/// <summary>A test that begins with a comparison, such as <c>&lt; 10</c>. As a value it is a range.</summary>
internal sealed class ComparisonTestNode(Comparison comparison, Node operand) : Node
{
    public Node Operand => operand;

    public Comparison Comparison => comparison;

    public bool? Test(Evaluation evaluation, FeelValue input)
    {
        var limit = operand.Evaluate(evaluation);
        evaluation.ChargeWalk(input);
        var result = ComparisonNode.Compare(comparison, input, limit);
        if (result is null)
            evaluation.Fail(this, $"不能比较 {FeelText.Quote(input)} 与 {FeelText.Quote(limit)}");
        return result;
    }

    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var limit = operand.Evaluate(evaluation);
        if (limit.IsNull)
            return evaluation.Fail(this, "区间的端点不能是 null");
        return comparison switch
        {
            Comparison.Less => FeelValue.Of(new FeelRange(FeelValue.Null, false, limit, false)),
            Comparison.LessOrEqual => FeelValue.Of(new FeelRange(FeelValue.Null, false, limit, true)),
            Comparison.Greater => FeelValue.Of(new FeelRange(limit, false, FeelValue.Null, false)),
            Comparison.GreaterOrEqual => FeelValue.Of(new FeelRange(limit, true, FeelValue.Null, false)),
            Comparison.Equal => FeelValue.Of(new FeelRange(limit, true, limit, true)),
            _ => evaluation.Fail(this, "!= 不是区间"),
        };
    }
}

/// <summary><c>x in tests</c>: true when one test matches.</summary>
internal sealed class InNode(Node operand, IReadOnlyList<Node> tests) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var value = operand.Evaluate(evaluation);
        var unknown = false;
        for (var i = 0; i < tests.Count; i++)
        {
            var result = Test(evaluation, tests[i], value);
            if (result == true)
                return FeelValue.Of(true);
            unknown |= result is null;
        }
        return unknown ? FeelValue.Null : FeelValue.Of(false);
    }

    private bool? Test(Evaluation evaluation, Node test, FeelValue value)
    {
        if (test is ComparisonTestNode comparison)
            return comparison.Test(evaluation, value);
        var expected = test.Evaluate(evaluation);
        evaluation.ChargeWalk(expected);
        if (expected.IsNull && test is RangeNode)
            return null;
        // Beside other tests a list is also a value to be equal to; alone it only holds the values.
        if (tests.Count > 1 && expected.Kind == FeelKind.List && Comparing.AreEqual(value, expected) == true)
            return true;
        var result = Membership.Matches(value, expected);
        if (result is null)
            evaluation.Fail(this, $"不能判断 {FeelText.Quote(value)} 是否在 {FeelText.Quote(expected)} 中");
        return result;
    }
}

/// <summary>
/// The tests of an input entry: true when one of them matches the input; with <c>not</c> when none does.
/// </summary>
internal sealed class UnaryTestsNode(IReadOnlyList<UnaryTest> tests, bool negated) : Node
{
    private readonly ConstantTests? _constant = ConstantTests.Of(tests);

    public override FeelValue Evaluate(Evaluation evaluation)
    {
        if (_constant?.Match(in evaluation.InputInPlace) is { } known)
            return FeelValue.Of(known != negated);
        var unknown = false;
        for (var i = 0; i < tests.Count; i++)
        {
            var result = Test(evaluation, tests[i]);
            if (result == true)
                return FeelValue.Of(!negated);
            unknown |= result is null;
        }
        return unknown ? FeelValue.Null : FeelValue.Of(negated);
    }

    private static bool? Test(Evaluation evaluation, UnaryTest test)
    {
        if (test.Node is ComparisonTestNode comparison)
            return comparison.Test(evaluation, evaluation.Input);
        var value = test.Node.Evaluate(evaluation);
        evaluation.ChargeWalk(value);
        // A test that speaks of ? is a condition; so is one that gives true or false for an input of another type.
        if (value.AsBoolean() is { } condition && (test.UsesInput || evaluation.Input.Kind != FeelKind.Boolean))
            return condition;
        if (value.IsNull && test.UsesInput)
            return null;
        var result = Membership.Matches(evaluation.Input, value);
        if (result != true && value.Kind == FeelKind.List && Comparing.AreEqual(evaluation.Input, value) == true)
            return true;
        if (result is null)
            evaluation.Fail(test.Node, $"不能判断 {FeelText.Quote(evaluation.Input)} 是否符合 {FeelText.Quote(value)}");
        return result;
    }
}

/// <summary>One test, and whether its text speaks of the input as <c>?</c>.</summary>
internal readonly record struct UnaryTest(Node Node, bool UsesInput);

/// <summary>The entry <c>-</c>, which any input matches.</summary>
internal sealed class AnyInputNode : Node
{
    public override FeelValue Evaluate(Evaluation evaluation) => FeelValue.Of(true);
}
