using System.Runtime.CompilerServices;

namespace BalancedEdu.Feel.Values;

/// <summary>
/// A value of FEEL. Immutable; equality is structural; the default is null. Equality here is sameness of the value with
/// its zone and the order of context entries (as FEEL's <c>is</c>); FEEL's <c>=</c>, which compares instants and
/// forgets the order of entries, is a matter of the evaluator.
/// </summary>
public readonly partial struct FeelValue : IEquatable<FeelValue>
{
    /// <summary>So many characters of a string weigh as much as a value.</summary>
    private const int TextOfAWeight = 64;

    // The number holds: a number; 1 or 0 of a boolean; the day number of a date; the local seconds of a time (of the
    // day) and of a date and time (since 1970); the seconds or months of a duration; the weight of a list or context.
    // The object holds the rest.
    private readonly decimal _number;
    private readonly object? _object;

    private FeelValue(FeelKind kind, decimal number, object? value) => (Kind, _number, _object) = (kind, number, value);

    /// <summary>The FEEL null.</summary>
    public static FeelValue Null => default;

    /// <summary>Which type of FEEL this is.</summary>
    public FeelKind Kind { get; }

    /// <summary>Whether this is null.</summary>
    public bool IsNull => Kind == FeelKind.Null;

    internal decimal Raw => _number;

    internal object? Object => _object;

    /// <summary>A boolean.</summary>
    public static FeelValue Of(bool value) => new(FeelKind.Boolean, value ? 1 : 0, null);

    /// <summary>A number.</summary>
    public static FeelValue Of(decimal value) => new(FeelKind.Number, value, null);

    /// <summary>A string; null gives FEEL's null.</summary>
    public static FeelValue Of(string? value) => value is null ? Null : new(FeelKind.String, 0, value);

    /// <summary>A list. The items are taken over, not copied: the caller must not change them afterwards.</summary>
    public static FeelValue Of(IReadOnlyList<FeelValue> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var weight = 1m;
        for (var i = 0; i < items.Count; i++)
            weight += items[i].Weight;
        return new(FeelKind.List, weight, items);
    }

    /// <summary>A context.</summary>
    public static FeelValue Of(FeelContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(FeelKind.Context, context.Weight, context);
    }

    /// <summary>A range.</summary>
    public static FeelValue Of(FeelRange range) => new(FeelKind.Range, 0, range);

    /// <summary>A function.</summary>
    public static FeelValue Of(FeelFunction function) => new(FeelKind.Function, 0, function);

    /// <summary>
    /// How many values this is made of, counting what is held twice twice: lists that hold a list twice, and so on, are
    /// small to make and endless to compare or show.
    /// </summary>
    internal decimal Weight => Kind switch
    {
        FeelKind.List or FeelKind.Context => _number,
        FeelKind.String => 1 + ((string)_object!).Length / TextOfAWeight,
        FeelKind.Range => 1 + AsRange()!.Start.Weight + AsRange()!.End.Weight,
        _ => 1,
    };

    /// <summary>A list whose weight is known.</summary>
    internal static FeelValue OfWeighed(IReadOnlyList<FeelValue> items, decimal weight) =>
        new(FeelKind.List, weight, items);

    /// <summary>The boolean, or null when this is another kind.</summary>
    public bool? AsBoolean() => Kind == FeelKind.Boolean ? _number != 0 : null;

    /// <summary>The number, or null when this is another kind.</summary>
    public decimal? AsNumber() => Kind == FeelKind.Number ? _number : null;

    /// <summary>The string, or null when this is another kind.</summary>
    public string? AsString() => Kind == FeelKind.String ? (string)_object! : null;

    /// <summary>The items of a list, or null when this is another kind.</summary>
    public IReadOnlyList<FeelValue>? AsList() => Kind == FeelKind.List ? (IReadOnlyList<FeelValue>)_object! : null;

    /// <summary>The context, or null when this is another kind.</summary>
    public FeelContext? AsContext() => _object as FeelContext;

    /// <summary>The range, or null when this is another kind.</summary>
    public FeelRange? AsRange() => _object as FeelRange;

    /// <summary>The function, or null when this is another kind.</summary>
    public FeelFunction? AsFunction() => _object as FeelFunction;

    /// <inheritdoc/>
    public bool Equals(FeelValue other)
    {
        if (Kind != other.Kind || _number != other._number)
            return false;
        return Kind switch
        {
            FeelKind.List => ListEquals(AsList()!, other.AsList()!),
            _ => Equals(_object, other._object),
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (AsList() is not { } list)
            return HashCode.Combine(Kind, _number, _object);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var hash = new HashCode();
        foreach (var item in list)
            hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>Structural equality.</summary>
    public static bool operator ==(FeelValue left, FeelValue right) => left.Equals(right);

    /// <summary>Structural inequality.</summary>
    public static bool operator !=(FeelValue left, FeelValue right) => !left.Equals(right);

    /// <summary>The value as FEEL's string() shows it; null as <c>null</c>.</summary>
    public override string ToString() => FeelText.Of(this);

    private static bool ListEquals(IReadOnlyList<FeelValue> left, IReadOnlyList<FeelValue> right)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (ReferenceEquals(left, right))
            return true;
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
            if (!left[i].Equals(right[i]))
                return false;
        return true;
    }
}
