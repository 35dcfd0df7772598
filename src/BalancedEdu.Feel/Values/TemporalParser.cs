using System.Globalization;

namespace BalancedEdu.Feel.Values;

/// <summary>
/// Reads dates, times, date-times and durations in the forms of XML Schema and ISO 8601 that DMN names (10.3.4.1).
/// Each gives null when the text has another form; nothing is guessed.
/// </summary>
internal static class TemporalParser
{
    private const int MaxFractionDigits = 9;

    /// <summary>Any temporal literal, as behind the sign @: the form decides the type.</summary>
    public static FeelValue Any(string text) => text switch
    {
        "" => FeelValue.Null,
        _ when text[0] == 'P' || text.StartsWith("-P", StringComparison.Ordinal) => Duration(text),
        _ when text.Contains('T', StringComparison.Ordinal) && DateTime(text) is { IsNull: false } dateTime => dateTime,
        _ when text.Contains(':', StringComparison.Ordinal) && text.IndexOf(':', StringComparison.Ordinal) == 2 =>
            Time(text),
        _ => Date(text),
    };

    public static FeelValue Date(string text)
    {
        var reader = new Reader(text);
        return reader.TryDate(out var day) && reader.AtEnd ? FeelValue.OfDay(day) : FeelValue.Null;
    }

    public static FeelValue Time(string text)
    {
        var reader = new Reader(text);
        return reader.TryTime(out var seconds) && reader.TryZone(out var zone) && reader.AtEnd
            && seconds < Gregorian.SecondsPerDay
            ? FeelValue.OfTime(seconds, zone)
            : FeelValue.Null;
    }

    /// <summary>A date and time; a date alone is midnight at its start.</summary>
    public static FeelValue DateTime(string text)
    {
        var reader = new Reader(text);
        if (!reader.TryDate(out var day))
            return FeelValue.Null;
        if (reader.AtEnd)
            return FeelValue.OfDateTime(day * (decimal)Gregorian.SecondsPerDay, null);
        return reader.Take('T') && reader.TryTime(out var seconds) && reader.TryZone(out var zone) && reader.AtEnd
            && seconds <= Gregorian.SecondsPerDay
            ? FeelValue.OfDateTime(day * (decimal)Gregorian.SecondsPerDay + seconds, zone)
            : FeelValue.Null;
    }

    public static FeelValue Duration(string text)
    {
        var reader = new Reader(text);
        var negative = reader.Take('-');
        if (!reader.Take('P') || reader.AtEnd)
            return FeelValue.Null;
        try
        {
            var value = reader.HasOneOf("YM", before: 'T') ? Months(ref reader) : Seconds(ref reader);
            if (value is not { } amount || !reader.AtEnd)
                return FeelValue.Null;
            amount = negative ? -amount : amount;
            return reader.InMonths ? FeelValue.OfMonths(amount) : FeelValue.OfSeconds(amount);
        }
        catch (OverflowException)
        {
            // A count beyond decimal is no duration that this library can hold; the caller says so.
            return FeelValue.Null;
        }
    }

    private static decimal? Months(ref Reader reader)
    {
        reader.InMonths = true;
        var years = reader.Part('Y');
        var months = reader.Part('M');
        return years is null && months is null ? null : (years ?? 0) * 12 + (months ?? 0);
    }

    private static decimal? Seconds(ref Reader reader)
    {
        var days = reader.Part('D');
        if (!reader.Take('T'))
            return days * Gregorian.SecondsPerDay;
        var hours = reader.Part('H');
        var minutes = reader.Part('M');
        var seconds = reader.Part('S', fraction: true);
        if (hours is null && minutes is null && seconds is null)
            return null;
        return (days ?? 0) * Gregorian.SecondsPerDay + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
    }

    private ref struct Reader(string text)
    {
        private int _at;

        public bool InMonths { get; set; }

        public readonly bool AtEnd => _at == text.Length;

        private readonly char Here => _at < text.Length ? text[_at] : '\0';

        public bool Take(char expected)
        {
            if (Here != expected)
                return false;
            _at++;
            return true;
        }

        public readonly bool HasOneOf(string letters, char before)
        {
            for (var i = _at; i < text.Length && text[i] != before; i++)
                if (letters.Contains(text[i], StringComparison.Ordinal))
                    return true;
            return false;
        }

        public bool TryDate(out long day)
        {
            day = 0;
            var negative = Take('-');
            var yearDigits = Digits();
            if (yearDigits.Length is < 4 or > 9 || (yearDigits.Length > 4 && yearDigits[0] == '0'))
                return false;
            var year = Int(yearDigits) * (negative ? -1 : 1);
            if (!Take('-') || !TwoDigits(out var month) || !Take('-') || !TwoDigits(out var dayOfMonth))
                return false;
            if (!Gregorian.IsDate(year, month, dayOfMonth))
                return false;
            day = Gregorian.ToDay(year, month, dayOfMonth);
            return true;
        }

        /// <summary>24:00:00 is the end of the day, allowed behind a date only.</summary>
        public bool TryTime(out decimal seconds)
        {
            seconds = 0;
            if (!TwoDigits(out var hour) || !Take(':') || !TwoDigits(out var minute) || !Take(':')
                || !TwoDigits(out var second))
                return false;
            if (minute > 59 || second > 59 || hour > 24)
                return false;
            seconds = hour * 3600 + minute * 60 + second;
            if (Here == '.' && !TryFraction(ref seconds))
                return false;
            return hour < 24 || seconds == Gregorian.SecondsPerDay;
        }

        public bool TryZone(out FeelZone? zone)
        {
            zone = null;
            if (AtEnd)
                return true;
            if (Take('Z') || Take('z'))
                return (zone = FeelZone.Utc) is not null;
            if (Take('@'))
            {
                zone = FeelZone.Named(text[_at..]);
                _at = text.Length;
                return zone is not null;
            }
            var negative = Here == '-';
            if (!Take('+') && !Take('-'))
                return false;
            if (!TwoDigits(out var hours) || !Take(':') || !TwoDigits(out var minutes) || minutes > 59)
                return false;
            var seconds = 0;
            if (Take(':') && (!TwoDigits(out seconds) || seconds > 59))
                return false;
            var offset = hours * 3600 + minutes * 60 + seconds;
            return (zone = FeelZone.FromOffset(negative ? -offset : offset)) is not null;
        }

        /// <summary>A count and its letter, such as 3 in <c>3D</c>; null when the letter does not stand here.</summary>
        public decimal? Part(char letter, bool fraction = false)
        {
            var start = _at;
            var digits = Digits();
            if (digits.Length == 0)
                return null;
            var value = decimal.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            // Behind the point of a duration the suite of the standard also takes no digit: PT0.S.
            if (fraction && Here == '.' && !TryFraction(ref value) && Here != letter)
                return null;
            if (Take(letter))
                return value;
            _at = start;
            return null;
        }

        private bool TryFraction(ref decimal seconds)
        {
            _at++;
            var digits = Digits();
            if (digits.Length == 0)
                return false;
            var kept = digits[..Math.Min(digits.Length, MaxFractionDigits)];
            var scale = 1m;
            for (var i = 0; i < kept.Length; i++)
                scale *= 10;
            seconds += Int(kept) / scale;
            return true;
        }

        private bool TwoDigits(out int value)
        {
            value = 0;
            if (_at + 2 > text.Length || !char.IsAsciiDigit(text[_at]) || !char.IsAsciiDigit(text[_at + 1]))
                return false;
            value = (text[_at] - '0') * 10 + (text[_at + 1] - '0');
            _at += 2;
            return true;
        }

        private ReadOnlySpan<char> Digits()
        {
            var start = _at;
            while (char.IsAsciiDigit(Here))
                _at++;
            return text.AsSpan(start, _at - start);
        }

        private static long Int(ReadOnlySpan<char> digits) =>
            long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
