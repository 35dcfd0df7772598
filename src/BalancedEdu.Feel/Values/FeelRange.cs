namespace BalancedEdu.Feel.Values;

/// <summary>
/// An interval between two endpoints of one type, or a comparison such as <c>&lt; 10</c>, which is an interval with one
/// open end (DMN 1.5, 10.3.2.7). A null endpoint that <see cref="IsStartOpen"/> or <see cref="IsEndOpen"/> names is
/// "no limit".
/// </summary>
public sealed class FeelRange : IEquatable<FeelRange>
{
    internal FeelRange(FeelValue start, bool startIncluded, FeelValue end, bool endIncluded) =>
        (Start, StartIncluded, End, EndIncluded) = (start, startIncluded, end, endIncluded);

    /// <summary>The lower endpoint; null when there is no limit.</summary>
    public FeelValue Start { get; }

    /// <summary>Whether the lower endpoint belongs to the range.</summary>
    public bool StartIncluded { get; }

    /// <summary>The upper endpoint; null when there is no limit.</summary>
    public FeelValue End { get; }

    /// <summary>Whether the upper endpoint belongs to the range.</summary>
    public bool EndIncluded { get; }

    /// <summary>Whether the range has no lower limit.</summary>
    public bool IsStartOpen => Start.IsNull;

    /// <summary>Whether the range has no upper limit.</summary>
    public bool IsEndOpen => End.IsNull;

    /// <inheritdoc/>
    public bool Equals(FeelRange? other) => other is not null && StartIncluded == other.StartIncluded
        && EndIncluded == other.EndIncluded && Start == other.Start && End == other.End;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelRange);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, StartIncluded, End, EndIncluded);

    /// <summary>
    /// As FEEL text, such as <c>[1..5)</c> or <c>&lt; 10</c>; the function <c>range</c> reads the first form.
    /// </summary>
    public override string ToString()
    {
        if (IsStartOpen && !IsEndOpen)
            return (EndIncluded ? "<=" : "<") + FeelText.Literal(End);
        if (IsEndOpen && !IsStartOpen)
            return (StartIncluded ? ">=" : ">") + FeelText.Literal(Start);
        var (open, close) = (StartIncluded ? "[" : "(", EndIncluded ? "]" : ")");
        return open + FeelText.Literal(Start) + ".." + FeelText.Literal(End) + close;
    }
}
