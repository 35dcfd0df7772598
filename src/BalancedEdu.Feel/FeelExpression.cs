using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Parsing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel;

/// <summary>A parsed FEEL expression: parse once, evaluate often, from any thread.</summary>
public sealed class FeelExpression
{
    private readonly Node _root;
    private readonly FeelEnvironment _environment;

    private FeelExpression(string text, FeelEnvironment environment, Node root) =>
        (Text, _environment, _root) = (text, environment, root);

    /// <summary>The text that was parsed.</summary>
    public string Text { get; }

    /// <summary>What runs beside the text; a decision, which has several texts.</summary>
    internal static FeelExpression Of(Node root, FeelEnvironment environment) => new("", environment, root);

    /// <summary>Parses an expression.</summary>
    /// <exception cref="FeelSyntaxException">The text is not FEEL, too long or too deep; it tells where.</exception>
    public static FeelExpression Parse(string text, FeelEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(environment);
        return new(text, environment, Parser.Expression(text, environment));
    }

    /// <summary>Parses unary tests, as in the input entry of a decision table.</summary>
    /// <exception cref="FeelSyntaxException">The text is not FEEL, too long or too deep; it tells where.</exception>
    public static FeelExpression ParseUnaryTests(string text, FeelEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(environment);
        return new(text, environment, Parser.UnaryTests(text, environment));
    }

    /// <summary>
    /// Evaluates against variables at an instant. An error in the expression gives null and a warning. Unary tests take
    /// their input from the variable <c>?</c>.
    /// </summary>
    public FeelResult Evaluate(IFeelScope scope, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Run(scope, now, scope.TryGet("?", out var input) ? input : FeelValue.Null);
    }

    /// <summary>Evaluates unary tests on an input: true when it matches.</summary>
    public FeelResult Test(FeelValue input, IFeelScope scope, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Run(scope, now, input);
    }

    private FeelResult Run(IFeelScope scope, DateTimeOffset now, FeelValue input)
    {
        var evaluation = Evaluation.Rent(Text, _environment, scope, now, input);
        try
        {
            var value = Checked(evaluation, _root.Evaluate(evaluation));
            return new FeelResult(value, evaluation.Warnings);
        }
        catch (FeelLimitException limit)
        {
            evaluation.Stop(limit.Message);
            return new FeelResult(FeelValue.Null, evaluation.Warnings);
        }
        catch (OverflowException)
        {
            evaluation.Stop("数字超出可表示的范围");
            return new FeelResult(FeelValue.Null, evaluation.Warnings);
        }
        catch (InsufficientExecutionStackException)
        {
            evaluation.Stop("递归过深，已停止");
            return new FeelResult(FeelValue.Null, evaluation.Warnings);
        }
        finally
        {
            evaluation.Return();
        }
    }

    private static FeelValue Checked(Evaluation evaluation, FeelValue value)
    {
        if (value.Kind is not (FeelKind.List or FeelKind.Context) || IsShallow(value, FeelLimits.MaxValueDepth))
            return value;
        evaluation.Stop($"结果嵌套超过 {FeelLimits.MaxValueDepth} 层");
        return FeelValue.Null;
    }

    private static bool IsShallow(FeelValue value, int levels)
    {
        if (levels == 0)
            return false;
        if (value.AsList() is { } list)
        {
            foreach (var item in list)
                if (item.Kind is FeelKind.List or FeelKind.Context && !IsShallow(item, levels - 1))
                    return false;
            return true;
        }
        return value.AsContext()!.All(e =>
            e.Value.Kind is not (FeelKind.List or FeelKind.Context) || IsShallow(e.Value, levels - 1));
    }
}

/// <summary>What an evaluation gave, and what went wrong on the way (empty when nothing did).</summary>
public readonly record struct FeelResult(FeelValue Value, IReadOnlyList<string> Warnings);

/// <summary>Names to values: the variables that an expression sees.</summary>
public interface IFeelScope
{
    /// <summary>Finds a variable by its exact name.</summary>
    bool TryGet(string name, out FeelValue value);
}

/// <summary>The text is not FEEL.</summary>
public sealed class FeelSyntaxException(string message, int position) : Exception(message)
{
    /// <summary>Where in the text, counted in characters from 0.</summary>
    public int Position { get; } = position;
}
