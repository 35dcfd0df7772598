using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Effects;

/// <summary>
/// The clocks of a case during one step: those there were, those that start, and which of them changed.
/// </summary>
internal sealed class ClockBoard(IReadOnlyList<ClockRow> open)
{
    private readonly List<ClockRow> _open = [.. open];
    private readonly HashSet<ClockRow> _started = [];
    private readonly HashSet<ClockRow> _changed = [];

    /// <summary>The clock of a task, also when this step has ended it; or null.</summary>
    public ClockRow? Of(long taskId) => _open.Find(c => c.TaskId == taskId);

    /// <summary>Clocks that have not ended.</summary>
    public IEnumerable<ClockRow> Running => _open.Where(c => c.EndedAt is null).ToList();

    /// <summary>Clocks that were there before the step and are changed by it.</summary>
    public IEnumerable<ClockRow> Changed => _changed.Where(c => !_started.Contains(c));

    /// <summary>Clocks that the step has made stand still, or go on, in its order.</summary>
    public List<(ClockRow Clock, bool Paused)> Turned { get; } = [];

    public void Start(ClockRow clock)
    {
        _open.Add(clock);
        _started.Add(clock);
    }

    public void Change(ClockRow clock) => _changed.Add(clock);
}
