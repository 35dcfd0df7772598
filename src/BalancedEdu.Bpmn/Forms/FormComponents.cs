using System.Text.RegularExpressions;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Forms;

/// <summary>A part of a form that holds data or holds such parts; what is only shown has none.</summary>
internal abstract class FormComponent
{
    /// <summary>What the official reads beside it.</summary>
    public required string Label { get; init; }

    /// <summary>FEEL that hides it when true, or null.</summary>
    public FeelExpression? Hide { get; init; }
}

/// <summary>A group, a dynamic list or the form itself.</summary>
internal sealed class FormContainer : FormComponent
{
    /// <summary>Where its data lies in that of what holds it; empty when it adds no level.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    public required IReadOnlyList<FormComponent> Components { get; init; }

    /// <summary>Whether its data is a list of what its components hold.</summary>
    public bool IsRepeating { get; init; }

    public bool AllowAddRemove { get; init; } = true;

    public int DefaultRepetitions { get; init; } = 1;
}

/// <summary>The kinds of fields that a person fills in.</summary>
internal enum FieldType
{
    Textfield,
    Textarea,
    Number,
    Checkbox,
    Select,
    Radio,
    Checklist,
    Taglist,
    Date,
    Time,
    DateTime,

    /// <summary>Worked out, never filled in.</summary>
    Expression,
}

/// <summary>A field.</summary>
internal sealed class FormField : FormComponent
{
    public required FieldType Type { get; init; }

    /// <summary>Where its value lies in the data of what holds it.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Literal <c>true</c>, or FEEL.</summary>
    public TextOrFeel? Readonly { get; init; }

    public bool Disabled { get; init; }

    /// <summary>The value when the form was shown without one.</summary>
    public FeelValue Default { get; init; }

    public FieldValidation Validation { get; init; } = new();

    public FieldOptions? Options { get; init; }

    /// <summary>The most digits after the point of a number, or null for any.</summary>
    public int? DecimalDigits { get; init; }

    /// <summary>The step of a number, or null.</summary>
    public decimal? Increment { get; init; }

    /// <summary>Whether a number is kept as text, with all its digits.</summary>
    public bool SerializeToString { get; init; }

    public bool DisallowPassedDates { get; init; }

    /// <summary>What an expression field shows.</summary>
    public FeelExpression? Expression { get; init; }
}

/// <summary>The member <c>validate</c> of a field; bounds may be FEEL.</summary>
internal sealed record FieldValidation
{
    public bool Required { get; init; }

    public TextOrFeel? Min { get; init; }

    public TextOrFeel? Max { get; init; }

    public TextOrFeel? MinLength { get; init; }

    public TextOrFeel? MaxLength { get; init; }

    public Regex? Pattern { get; init; }

    public string? PatternErrorMessage { get; init; }

    public string? ValidationType { get; init; }
}

/// <summary>What may be chosen: static values, a list in the initial data, or FEEL.</summary>
internal sealed record FieldOptions(IReadOnlyList<FeelValue> Values, string? Key, FeelExpression? Expression);
