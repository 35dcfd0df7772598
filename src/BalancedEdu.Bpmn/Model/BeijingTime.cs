namespace BalancedEdu.Bpmn.Model;

/// <summary>The one time zone of the product: UTC+8, without daylight saving since 1991.</summary>
public static class BeijingTime
{
    /// <summary>The offset from UTC.</summary>
    public static TimeSpan Offset { get; } = TimeSpan.FromHours(8);

    /// <summary>The closing time of offices: a timer that is given as a date is due then.</summary>
    public static TimeOnly Closing { get; } = new(17, 30);

    /// <summary>The closing time of a day as an instant.</summary>
    public static DateTimeOffset ClosingOf(DateOnly date) => new(date.ToDateTime(Closing), Offset);
}
