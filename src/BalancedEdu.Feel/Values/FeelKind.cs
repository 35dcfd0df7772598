namespace BalancedEdu.Feel.Values;

/// <summary>The types of FEEL (DMN 1.5, 10.3.2), as a closed set.</summary>
public enum FeelKind
{
    /// <summary>The absence of a value; also what an erroneous operation gives, with a warning.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A string of Unicode characters.</summary>
    String,

    /// <summary>A calendar date without a time.</summary>
    Date,

    /// <summary>A time of day, with or without an offset or zone.</summary>
    Time,

    /// <summary>A date and a time, with or without an offset or zone.</summary>
    DateTime,

    /// <summary>A duration in days, hours, minutes and seconds.</summary>
    DaysTimeDuration,

    /// <summary>A duration in years and months.</summary>
    YearsMonthsDuration,

    /// <summary>An ordered list of values.</summary>
    List,

    /// <summary>An ordered set of named values.</summary>
    Context,

    /// <summary>An interval or a unary comparison.</summary>
    Range,

    /// <summary>A built-in, host or user-defined function.</summary>
    Function,
}
