namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>
/// A suspension of a clock (停表), half-open: it holds its first instant and not its last. A day is paused when the clock
/// stands still at its beginning; so the day on which a pause begins still counts as used, and the day on which the
/// clock goes on does not, as with the day of a start event. The ledger holds instants as they were: a pause that a
/// timer ends just after closing time does not cost the next day.
/// </summary>
/// <param name="Source">What paused it, to be ended by the same: <c>task:17</c>.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended, or null while it lasts.</param>
/// <param name="Reason">The reason in two to four characters: 补正.</param>
/// <param name="Limit">How long it should last at most, or null without a limit.</param>
public sealed record Pause(string Source, DateTimeOffset From, DateTimeOffset? To, string Reason, Budget? Limit);

/// <summary>More time, granted once.</summary>
/// <param name="Added">How much, in the unit of the clock.</param>
/// <param name="ApprovedBy">The user name of who approved it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record Extension(Budget Added, string ApprovedBy, string Reason, DateTimeOffset At);

/// <summary>The pauses of a clock, merged: overlapping ones count once.</summary>
internal sealed class PauseLedger
{
    private readonly List<Stretch> _stretches = [];

    /// <summary>Merges the pauses; one that still lasts is taken to end at <paramref name="asOf"/>.</summary>
    public PauseLedger(IEnumerable<Pause> pauses, DateTimeOffset asOf)
    {
        foreach (var pause in pauses.OrderBy(p => p.From))
        {
            var stretch = new Stretch(pause.From, pause.To ?? asOf);
            if (stretch.To <= stretch.From) continue;
            if (_stretches.Count > 0 && stretch.From <= _stretches[^1].To)
            {
                if (stretch.To > _stretches[^1].To) _stretches[^1] = _stretches[^1] with { To = stretch.To };
            }
            else _stretches.Add(stretch);
        }
    }

    /// <summary>Whether the clock stands still at the beginning of a day, so that the day does not count.</summary>
    public bool Covers(DateOnly day)
    {
        var begin = OfficeTime.At(day, TimeOnly.MinValue);
        return _stretches.Exists(s => s.From <= begin && begin < s.To);
    }

    /// <summary>What is left of a stretch without the pauses, in order.</summary>
    public IEnumerable<Stretch> Outside(Stretch stretch)
    {
        var from = stretch.From;
        foreach (var pause in _stretches)
        {
            if (pause.To <= from || pause.From >= stretch.To) continue;
            if (pause.From > from) yield return new(from, pause.From);
            from = pause.To;
        }
        if (from < stretch.To) yield return new(from, stretch.To);
    }
}
