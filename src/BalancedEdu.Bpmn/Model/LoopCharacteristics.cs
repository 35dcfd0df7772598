using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Model;

/// <summary>How often an activity is done.</summary>
public abstract record LoopCharacteristics
{
    private protected LoopCharacteristics()
    {
    }
}

/// <summary>Once for each of several; the words of the file are explained in Reading/README.md.</summary>
/// <param name="IsSequential">One after the other, or all at once.</param>
/// <param name="Cardinality">FEEL that gives the number of instances, or null.</param>
/// <param name="Collection">FEEL that gives a list with one item an instance, or null.</param>
/// <param name="Item">The variable that holds the item, or null.</param>
/// <param name="ResultCollection">The variable that gets the list of results.</param>
/// <param name="ResultItem">FEEL for one result, or null for the result of the activity.</param>
/// <param name="CompletionCondition">FEEL that ends it early when true, or null.</param>
public sealed record MultiInstanceLoopCharacteristics(
    bool IsSequential, FeelExpression? Cardinality, FeelExpression? Collection, string? Item, string ResultCollection,
    FeelExpression? ResultItem, FeelExpression? CompletionCondition) : LoopCharacteristics
{
    /// <summary>What is thrown when one instance is done; empty for <c>behavior="All"</c>.</summary>
    public IReadOnlyList<ImplicitThrow> Throws { get; init; } = [];

    /// <summary>The variable that holds the count of the votes, or null: nothing is counted.</summary>
    public string? Tally { get; init; }
}

/// <summary>
/// What the end of one of several instances throws, to the border of their activity (BPMN 2.0.2, table 10.29).
/// </summary>
/// <param name="Event">What is thrown: a signal, message, error or escalation.</param>
/// <param name="OnlyFirst"><c>behavior="One"</c>: whether only the end of the first one throws it.</param>
/// <param name="Condition"><c>behavior="Complex"</c>: FEEL that must be true; null throws it in any case.</param>
public sealed record ImplicitThrow(EventDefinition Event, bool OnlyFirst, FeelExpression? Condition);

/// <summary>Again while a condition holds.</summary>
/// <param name="TestBefore">Whether the condition is looked at before the first round too.</param>
/// <param name="Condition">FEEL that asks for another round; null: always.</param>
/// <param name="Maximum">The most rounds, or null.</param>
public sealed record StandardLoopCharacteristics(bool TestBefore, FeelExpression? Condition, int? Maximum)
    : LoopCharacteristics;
