using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>
/// A type that a model defines (DMN 1.5, 7.3.2). Made before its definition is read, since definitions may refer to
/// each other; unchanged afterwards.
/// </summary>
internal sealed class ItemType(string name) : FeelType
{
    /// <summary>The name of the definition; of a component, that of the component.</summary>
    public string Name { get; } = name;

    /// <summary>What the definition says a value is.</summary>
    public FeelType Base { get; set; } = Any;

    /// <summary>Tests that a value must pass beside; null when there are none.</summary>
    public Node? Constraint { get; set; }

    /// <summary>The text of the constraint, as an ordered list of values.</summary>
    public string? ConstraintText { get; set; }

    /// <summary>Walked, not called in turn: a chain of definitions may be as long as the file allows.</summary>
    public override bool IsList
    {
        get
        {
            var at = Base;
            while (at is ItemType item)
                at = item.Base;
            return at.IsList;
        }
    }

    public override bool Includes(Evaluation? evaluation, FeelValue value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return Base.Includes(evaluation, value)
            && (Constraint is null || evaluation is null || Passes(evaluation, value, Constraint));
    }

    /// <summary>Whether a value passes unary tests, without a word about those it does not fit.</summary>
    public static bool Passes(Evaluation evaluation, FeelValue value, Node tests)
    {
        evaluation.Charge(1);
        var (input, text) = (evaluation.Input, evaluation.Text);
        (evaluation.Input, evaluation.Text) = (value, "");
        try
        {
            return evaluation.Quietly(tests).AsBoolean() == true;
        }
        finally
        {
            (evaluation.Input, evaluation.Text) = (input, text);
        }
    }
}
