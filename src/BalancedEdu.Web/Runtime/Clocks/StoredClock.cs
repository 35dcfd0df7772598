using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>A clock in its row and back. The row keeps what the end is derived from, and the derived end.</summary>
public static class StoredClock
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The clock of a row.</summary>
    /// <exception cref="FormatException">The row was not written by <see cref="WriteTo"/>.</exception>
    public static Clock ToClock(this ClockRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(Budget.Parse(row.Budget), row.StartedAt)
        {
            Law = row.Law,
            Warn = row.Warn is null ? null : Budget.Parse(row.Warn),
            EndedAt = row.EndedAt,
            Pauses = [.. JsonSerializer.Deserialize<List<PauseJson>>(row.Pauses, Json)!.Select(p => p.ToPause())],
            Extension = row.Extension is null ? null
                : JsonSerializer.Deserialize<ExtensionJson>(row.Extension, Json)!.ToExtension(),
        };
    }

    /// <summary>Reads the clock of a row at an instant, by the calendar of the organisation whose task it is.</summary>
    public static ClockReading Read(this ClockRow row, OfficeTime office, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(office);
        return row.ToClock().Read(office.Of(row.Organisation), now);
    }

    /// <summary>Writes a clock into its row, the derived end with it.</summary>
    public static void WriteTo(this Clock clock, ClockRow row, OfficeTime office, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(office);

        // The calendar may be replaced meanwhile: the end must be derived with the version that stands beside it.
        office = office.Of(row.Organisation);
        var reading = clock.Read(office, now);
        row.Warn = clock.Warn?.ToString();
        row.Budget = clock.Budget.ToString();
        row.Law = clock.Law;
        row.StartedAt = clock.Start
            ?? throw new ArgumentException("A clock that has not started has no row.", nameof(clock));
        row.Pauses = JsonSerializer.Serialize(clock.Pauses.Select(PauseJson.Of), Json);
        row.Paused = clock.IsPaused;
        row.Extension = clock.Extension is null ? null
            : JsonSerializer.Serialize(ExtensionJson.Of(clock.Extension), Json);
        row.CalendarVersion = office.Calendar.Version;
        row.DueAt = reading.DueAt!.Value;
        row.Provisional = reading.Provisional;
        row.EndedAt = clock.EndedAt;
        row.CardAt = ClockCards.FirstOf(reading, office);
    }

    private sealed record PauseJson(
        string Source, DateTimeOffset From, DateTimeOffset? To, string Reason, string? Limit)
    {
        public static PauseJson Of(Pause p) => new(p.Source, p.From, p.To, p.Reason, p.Limit?.ToString());

        public Pause ToPause() => new(Source, From, To, Reason, Limit is null ? null : Budget.Parse(Limit));
    }

    private sealed record ExtensionJson(string Added, string ApprovedBy, string Reason, DateTimeOffset At)
    {
        public static ExtensionJson Of(Extension e) => new(e.Added.ToString(), e.ApprovedBy, e.Reason, e.At);

        public Extension ToExtension() => new(Budget.Parse(Added), ApprovedBy, Reason, At);
    }
}
