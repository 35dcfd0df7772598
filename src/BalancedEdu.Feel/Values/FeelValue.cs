using System.Text.Json;

namespace BalancedEdu.Feel.Values;

/// <summary>A value of FEEL. Immutable; equality is structural; the default is null.</summary>
public readonly struct FeelValue : IEquatable<FeelValue>
{
    private readonly decimal _number;
    private readonly object? _object;

    private FeelValue(FeelKind kind, decimal number, object? value) => (Kind, _number, _object) = (kind, number, value);

    /// <summary>The FEEL null.</summary>
    public static FeelValue Null => default;

    /// <summary>Which type of FEEL this is.</summary>
    public FeelKind Kind { get; }

    /// <summary>Whether this is null.</summary>
    public bool IsNull => Kind == FeelKind.Null;

    /// <summary>A boolean.</summary>
    public static FeelValue Of(bool value) => new(FeelKind.Boolean, value ? 1 : 0, null);

    /// <summary>A number.</summary>
    public static FeelValue Of(decimal value) => new(FeelKind.Number, value, null);

    /// <summary>A string; null gives FEEL's null.</summary>
    public static FeelValue Of(string? value) => value is null ? Null : new(FeelKind.String, 0, value);

    /// <summary>A date.</summary>
    public static FeelValue Of(DateOnly value) => new(FeelKind.Date, 0, value);

    /// <summary>A date and time with an offset.</summary>
    public static FeelValue Of(DateTimeOffset value) => throw new NotImplementedException();

    /// <summary>A days-and-time duration.</summary>
    public static FeelValue Of(TimeSpan value) => new(FeelKind.DaysTimeDuration, 0, value);

    /// <summary>A list.</summary>
    public static FeelValue Of(IReadOnlyList<FeelValue> items) => new(FeelKind.List, 0, items);

    /// <summary>A context.</summary>
    public static FeelValue Of(FeelContext context) => new(FeelKind.Context, 0, context);

    /// <summary>The boolean, or null when this is another kind.</summary>
    public bool? AsBoolean() => Kind == FeelKind.Boolean ? _number != 0 : null;

    /// <summary>The number, or null when this is another kind.</summary>
    public decimal? AsNumber() => Kind == FeelKind.Number ? _number : null;

    /// <summary>The string, or null when this is another kind.</summary>
    public string? AsString() => Kind == FeelKind.String ? (string)_object! : null;

    /// <summary>The date (of a date, or the date part of a date and time), or null when this is another kind.</summary>
    public DateOnly? AsDate() => Kind == FeelKind.Date ? (DateOnly)_object! : null;

    /// <summary>The instant of a date and time; without zone it is read at <paramref name="defaultOffset"/>.</summary>
    public DateTimeOffset? AsInstant(TimeSpan defaultOffset) => throw new NotImplementedException();

    /// <summary>The days-and-time duration, or null when this is another kind.</summary>
    public TimeSpan? AsDuration() => Kind == FeelKind.DaysTimeDuration ? (TimeSpan)_object! : null;

    /// <summary>The items of a list, or null when this is another kind.</summary>
    public IReadOnlyList<FeelValue>? AsList() => _object as IReadOnlyList<FeelValue>;

    /// <summary>The context, or null when this is another kind.</summary>
    public FeelContext? AsContext() => _object as FeelContext;

    /// <summary>
    /// Reads JSON: numbers become decimals, arrays lists, objects contexts; temporal values, which JSON lacks, are
    /// objects with one member named <c>$date</c>, <c>$time</c>, <c>$dateTime</c> or <c>$duration</c> and FEEL text.
    /// </summary>
    public static FeelValue FromJson(JsonElement json) => throw new NotImplementedException();

    /// <summary>Writes what <see cref="FromJson"/> reads, the same bytes for equal values.</summary>
    public void WriteTo(Utf8JsonWriter writer) => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool Equals(FeelValue other) => Kind == other.Kind && _number == other._number && Equals(_object, other._object);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _number, _object);

    /// <summary>Structural equality.</summary>
    public static bool operator ==(FeelValue left, FeelValue right) => left.Equals(right);

    /// <summary>Structural inequality.</summary>
    public static bool operator !=(FeelValue left, FeelValue right) => !left.Equals(right);

    /// <summary>The value as FEEL's string() shows it.</summary>
    public override string ToString() => throw new NotImplementedException();
}
