namespace BalancedEdu.Feel;

/// <summary>
/// What an expression may cost. Expressions are written by users, also ones who make mistakes: none may hang a thread,
/// overflow the stack or fill the memory.
/// </summary>
public static class FeelLimits
{
    /// <summary>The longest text of an expression, in characters.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>The deepest nesting of an expression.</summary>
    public const int MaxNesting = 100;

    /// <summary>The steps of one evaluation: calls, iterations, and items of lists that are made.</summary>
    public const int MaxSteps = 1_000_000;

    /// <summary>The longest string that an operation may make, in characters.</summary>
    public const int MaxStringLength = 1_000_000;

    /// <summary>The values that a list or context may be made of, counting what is held twice twice.</summary>
    public const int MaxWeight = 1_000_000;

    /// <summary>The deepest nesting of lists and contexts in a result; JSON readers stop at 64.</summary>
    public const int MaxValueDepth = 50;

    /// <summary>The warnings that are kept of one evaluation; more tell nothing new.</summary>
    public const int MaxWarnings = 20;

    /// <summary>The time that one regular expression may take.</summary>
    public static TimeSpan RegexTimeout { get; } = TimeSpan.FromMilliseconds(200);
}
