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

    /// <summary>
    /// The steps of one evaluation: calls and iterations by the length of what they run, values that are made and
    /// walked through by their weight. A step is worth about a microsecond, but it is counted, not measured: the same
    /// expression ends at the same place on every machine.
    /// </summary>
    public const int MaxSteps = 1_000_000;

    /// <summary>The longest string that an operation may make, in characters.</summary>
    public const int MaxStringLength = 1_000_000;

    /// <summary>The values that a list or context may be made of, counting what is held twice twice.</summary>
    public const int MaxWeight = 1_000_000;

    /// <summary>The deepest nesting of calls, which is what recursion of functions written in FEEL comes to.</summary>
    public const int MaxCallDepth = 1_000;

    /// <summary>The longest pattern of a regular expression, in characters.</summary>
    public const int MaxPatternLength = 1_000;

    /// <summary>The deepest nesting of lists and contexts in a result; JSON readers stop at 64.</summary>
    public const int MaxValueDepth = 50;

    /// <summary>The warnings that are kept of one evaluation; more tell nothing new.</summary>
    public const int MaxWarnings = 20;

    /// <summary>
    /// The time that one regular expression with references back (<c>\1</c>) may take; the others run in time
    /// proportional to the text, which is counted as steps.
    /// </summary>
    public static TimeSpan RegexTimeout { get; } = TimeSpan.FromMilliseconds(500);
}
