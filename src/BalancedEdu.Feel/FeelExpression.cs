using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel;

/// <summary>A parsed FEEL expression: parse once, evaluate often, from any thread.</summary>
public sealed class FeelExpression
{
    private FeelExpression(string text) => Text = text;

    /// <summary>The text that was parsed.</summary>
    public string Text { get; }

    /// <summary>Parses an expression.</summary>
    /// <exception cref="FeelSyntaxException">The text is not FEEL, too long or too deep; it tells where.</exception>
    public static FeelExpression Parse(string text, FeelEnvironment environment) => throw new NotImplementedException();

    /// <summary>Parses unary tests, as in the input entry of a decision table.</summary>
    /// <exception cref="FeelSyntaxException">The text is not FEEL, too long or too deep; it tells where.</exception>
    public static FeelExpression ParseUnaryTests(string text, FeelEnvironment environment) => throw new NotImplementedException();

    /// <summary>Evaluates against variables at an instant. An error in the expression gives null and a warning.</summary>
    public FeelResult Evaluate(IFeelScope scope, DateTimeOffset now) => throw new NotImplementedException();
}

/// <summary>What an evaluation gave, and what went wrong on the way (empty when nothing did).</summary>
public readonly record struct FeelResult(FeelValue Value, IReadOnlyList<string> Warnings);

/// <summary>Names to values: the variables that an expression sees.</summary>
public interface IFeelScope
{
    /// <summary>Finds a variable by its exact name.</summary>
    bool TryGet(string name, out FeelValue value);
}

/// <summary>What the host adds to the language. The functions are pure for one calendar version.</summary>
public sealed class FeelEnvironment
{
    /// <summary>The environment with the built-in functions only.</summary>
    public static FeelEnvironment Default { get; } = new();

    /// <summary>Host functions by name, such as <c>working days after</c>; null arguments reach them as FEEL nulls.</summary>
    public IReadOnlyDictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>> HostFunctions { get; init; } =
        new Dictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>>();
}

/// <summary>The text is not FEEL.</summary>
public sealed class FeelSyntaxException(string message, int position) : Exception(message)
{
    /// <summary>Where in the text, counted in characters from 0.</summary>
    public int Position { get; } = position;
}
