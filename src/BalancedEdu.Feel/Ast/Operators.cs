using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Ast;

/// <summary>
/// Operands joined from the left by operators of one precedence: <c>+ -</c>, <c>* /</c> or <c>**</c> (told as
/// <c>^</c>). A flat list, so that a long sum is not a deep tree.
/// </summary>
internal sealed class ArithmeticNode(Node first, IReadOnlyList<(char Operator, Node Operand)> rest) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var value = first.Evaluate(evaluation);
        for (var i = 0; i < rest.Count; i++)
        {
            var (op, operand) = rest[i];
            var right = operand.Evaluate(evaluation);
            if (value.Kind == FeelKind.String && right.Kind == FeelKind.String)
                evaluation.ChargeText(value.AsString()!.Length + right.AsString()!.Length);
            value = Arithmetic.Apply(op, value, right) ?? Fail(evaluation, op, value, right);
        }
        return value;
    }

    private FeelValue Fail(Evaluation evaluation, char op, FeelValue left, FeelValue right)
    {
        var shown = op == '^' ? "**" : op.ToString();
        var operation = $"{FeelText.Quote(left)} {shown} {FeelText.Quote(right)}";
        if (op == '/' && right.Raw == 0 && IsNumeric(left.Kind)
            && (right.Kind == FeelKind.Number || (right.Kind == left.Kind && IsDuration(right.Kind))))
            return evaluation.Fail(this, $"{operation}：除数为零");
        if (left.Kind == FeelKind.Number && right.Kind == FeelKind.Number)
            return evaluation.Fail(this, $"{operation}：结果超出数字范围");
        return evaluation.Fail(this, op is '+' or '-' && left.Kind is FeelKind.Date or FeelKind.DateTime
            && IsDuration(right.Kind)
            ? $"{operation}：结果超出日期范围"
            : $"{operation}：{FeelText.KindName(left.Kind)}与{FeelText.KindName(right.Kind)}不能这样计算");
    }

    private static bool IsNumeric(FeelKind kind) => kind == FeelKind.Number || IsDuration(kind);

    private static bool IsDuration(FeelKind kind) =>
        kind is FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration;
}

/// <summary>The sign before a number or duration.</summary>
internal sealed class NegateNode(Node operand) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var value = operand.Evaluate(evaluation);
        return value.Kind switch
        {
            FeelKind.Number => FeelValue.Of(-value.Raw),
            FeelKind.DaysTimeDuration => FeelValue.OfSeconds(-value.Raw),
            FeelKind.YearsMonthsDuration => FeelValue.OfMonths(-value.Raw),
            _ => evaluation.Fail(this, $"{FeelText.Quote(value)} 不能取负"),
        };
    }
}

/// <summary>The comparisons.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A comparison of two values; null with a warning when they are not comparable.</summary>
internal sealed class ComparisonNode(Comparison comparison, Node left, Node right) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var a = left.Evaluate(evaluation);
        var b = right.Evaluate(evaluation);
        evaluation.ChargeWalk(a);
        return Compare(comparison, a, b) is { } result
            ? FeelValue.Of(result)
            : evaluation.Fail(this, $"不能比较 {FeelText.Quote(a)} 与 {FeelText.Quote(b)}");
    }

    public static bool? Compare(Comparison comparison, FeelValue left, FeelValue right)
    {
        if (comparison == Comparison.Equal)
            return Comparing.AreEqual(left, right);
        if (comparison == Comparison.NotEqual)
            return !Comparing.AreEqual(left, right);
        if (Comparing.Order(left, right) is not { } order)
            return null;
        return comparison switch
        {
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        };
    }
}

/// <summary><c>x between a and b</c>, both ends included.</summary>
internal sealed class BetweenNode(Node operand, Node low, Node high) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var value = operand.Evaluate(evaluation);
        var from = low.Evaluate(evaluation);
        var to = high.Evaluate(evaluation);
        evaluation.ChargeWalk(value);
        if (Comparing.Order(value, from) is { } above && Comparing.Order(value, to) is { } below)
            return FeelValue.Of(above >= 0 && below <= 0);
        return evaluation.Fail(this,
            $"不能比较 {FeelText.Quote(value)} 与 {FeelText.Quote(from)}、{FeelText.Quote(to)}");
    }
}

/// <summary>Three-valued <c>and</c> or <c>or</c> over all its operands; it stops at the one that decides.</summary>
internal sealed class LogicNode(bool isAnd, IReadOnlyList<Node> operands) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var unknown = false;
        for (var i = 0; i < operands.Count; i++)
        {
            var value = operands[i].Evaluate(evaluation);
            if (value.AsBoolean() is { } known)
            {
                if (known != isAnd)
                    return FeelValue.Of(known);
                continue;
            }
            unknown = true;
            if (!value.IsNull)
                evaluation.Fail(operands[i], $"{(isAnd ? "and" : "or")} 需要布尔值，得到 {FeelText.Quote(value)}");
        }
        return unknown ? FeelValue.Null : FeelValue.Of(isAnd);
    }
}

/// <summary><c>if … then … else …</c>: anything but true takes the second branch.</summary>
internal sealed class IfNode(Node condition, Node whenTrue, Node otherwise) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var value = condition.Evaluate(evaluation);
        if (value.AsBoolean() is null && !value.IsNull)
            evaluation.Fail(condition, $"if 的条件应为布尔值，得到 {FeelText.Quote(value)}");
        return (value.AsBoolean() == true ? whenTrue : otherwise).Evaluate(evaluation);
    }
}

/// <summary>
/// <c>x instance of type</c>; null is an instance of Null only, not of Any. Allowed values are not asked for.
/// </summary>
internal sealed class InstanceOfNode(Node operand, FeelType type) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var value = operand.Evaluate(evaluation);
        evaluation.ChargeWalk(value);
        return FeelValue.Of(type.Includes(null, value) && !(value.IsNull && type == FeelType.Any));
    }
}
