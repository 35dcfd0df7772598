namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Leaves what is broken alone for a while: a mail server, or all jobs of one kind. When several different rows in a
/// row have failed at a target, nothing more is tried there; then one is let through, and what becomes of it decides.
/// A row that fails again and again by itself shuts nothing. Each node judges for itself, and begins anew when it is
/// started: at worst a target is tried by each of them.
/// </summary>
public sealed class CircuitBreaker(TimeProvider time)
{
    /// <summary>How many different rows must have failed since the last that went well.</summary>
    public const int FailuresMax = 5;

    /// <summary>How long nothing is tried.</summary>
    public static readonly TimeSpan ShutFor = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);

    /// <summary>Targets at which nothing is tried now.</summary>
    public IReadOnlyList<string> Shut
    {
        get
        {
            var now = time.GetUtcNow();
            lock (_lock)
                return [.. _circuits.Where(c => c.Value.IsShutAt(now)).Select(c => c.Key)];
        }
    }

    /// <summary>Asks to try a target.</summary>
    /// <returns>Null when it may be tried; else not before then.</returns>
    public DateTimeOffset? Enter(string target)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_circuits.GetValueOrDefault(target) is not { ShutUntil: { } until } circuit)
                return null;
            if (circuit.IsShutAt(now))
                return until;

            // One is let through. Who comes after it waits, also when nothing is ever heard of that one.
            circuit.ShutUntil = now + ShutFor;
            return null;
        }
    }

    /// <summary>The target has answered, be it that it refused: it is there.</summary>
    public void Answered(string target)
    {
        lock (_lock)
            _circuits.Remove(target);
    }

    /// <summary>The target was not there for a row.</summary>
    /// <returns>Whether it is shut by this.</returns>
    public bool Failed(string target, long row)
    {
        lock (_lock)
        {
            if (!_circuits.TryGetValue(target, out var circuit))
                _circuits[target] = circuit = new();
            if (circuit.ShutUntil is null)
                circuit.Rows.Add(row);
            if (circuit.Rows.Count < FailuresMax)
                return false;
            circuit.ShutUntil = time.GetUtcNow() + ShutFor;
            return true;
        }
    }

    private sealed class Circuit
    {
        /// <summary>The different rows that failed; no more are kept than it takes.</summary>
        public HashSet<long> Rows { get; } = [];

        public DateTimeOffset? ShutUntil { get; set; }

        /// <summary>An end that is further away than it can be was set before the clock was put back.</summary>
        public bool IsShutAt(DateTimeOffset now) => ShutUntil > now && ShutUntil <= now + ShutFor;
    }
}
