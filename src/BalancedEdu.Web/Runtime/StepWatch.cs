using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime;

/// <summary>Begins to watch steps.</summary>
internal sealed class StepWatching(
    IOptions<RuntimeSettings> settings, TimeProvider time, ILogger<StepWatching> log)
{
    /// <summary>Watches a step, or several that are committed together, from now on.</summary>
    public StepWatch Begin(string name) =>
        new(name, TimeSpan.FromMilliseconds(settings.Value.SlowStepMilliseconds), time, log);

    /// <summary>What a request is called in metrics.</summary>
    public static string NameOf(StepRequest request) =>
        request.Command?.GetType().Name ?? (request.Steps is null ? "Host" : "Steps");
}

/// <summary>
/// Watches a step, or several that are committed together: span, metrics, the case's number in the scope of all that is
/// logged meanwhile, and a warning when it was slow that says where the time went.
/// </summary>
internal sealed class StepWatch : IDisposable
{
    private readonly string _name;
    private readonly TimeSpan _slow;
    private readonly ILogger _log;
    private readonly Activity? _activity;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly List<(string Command, string Outcome)> _ended = [];
    private IDisposable? _scope;
    private string _case = "";
    private bool _written;
    private bool _quiet;
    private int _attempts;
    private TimeSpan _load;
    private TimeSpan _compute;
    private TimeSpan _commit;
    private long _mark;

    public StepWatch(string name, TimeSpan slow, TimeProvider time, ILogger log)
    {
        (_name, _slow, _time, _log) = (name, slow, time, log);
        _start = _mark = time.GetTimestamp();
        _activity = Telemetry.Source.StartActivity($"step {name}");
    }

    /// <summary>The case is there, for the first time or again.</summary>
    public void Loaded(string caseNumber)
    {
        _load += Lap();
        if (_attempts++ > 0)
            Telemetry.StepRetries.Add(1, new KeyValuePair<string, object?>("command", _name));
        else
            Of(caseNumber);
    }

    /// <summary>It is known which case it is.</summary>
    public void Of(string caseNumber)
    {
        _case = caseNumber;
        _activity?.SetTag("case.number", caseNumber);
        _scope = _log.BeginScope(new KeyValuePair<string, object>[] { new("CaseNumber", caseNumber) });
    }

    /// <summary>The step is computed.</summary>
    public void Computed() => _compute += Lap();

    /// <summary>The database has answered the commit.</summary>
    public void Answered(CommitResult result)
    {
        _commit += Lap();
        _written = result == CommitResult.Committed;
    }

    /// <summary>A command has ended; the refusal is handed on.</summary>
    public ActionRefusal? End(string command, ActionRefusal? refusal)
    {
        _ended.Add((command, refusal is not null ? "refused" : _written ? "done" : "repeated"));
        if (refusal is null)
            return null;
        Telemetry.StepRefusals.Add(1, new KeyValuePair<string, object?>("code", refusal.Code));
        _activity?.SetTag("refusal.code", refusal.Code);
        return refusal;
    }

    /// <summary>They can't go together; each is watched by itself.</summary>
    /// <returns>False.</returns>
    public bool GiveUp() => !(_quiet = true);

    /// <inheritdoc/>
    public void Dispose()
    {
        var whole = _time.GetElapsedTime(_start);
        if (_ended.Count == 0 && !_quiet)
        {
            _ended.Add((_name, "failed"));
            _activity?.SetStatus(ActivityStatusCode.Error);
        }
        foreach (var (name, outcome) in _ended)
        {
            var command = new KeyValuePair<string, object?>("command", name);
            Telemetry.Steps.Add(1, command, new("outcome", outcome));
            Telemetry.StepDuration.Record(whole.TotalSeconds, command);
        }
        _activity?.Dispose();
        if (_slow > TimeSpan.Zero && whole >= _slow)
            _log.LogWarning(
                "Slow step {Command} of case {CaseNumber}: {Total} ms (load {Load}, compute {Compute}, commit {Commit};"
                + " {Attempts} attempts; {Outcome})",
                _name, _case, Milliseconds(whole), Milliseconds(_load), Milliseconds(_compute), Milliseconds(_commit),
                _attempts, string.Join(", ", _ended.Select(e => e.Outcome).Distinct()));
        _scope?.Dispose();
    }

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private TimeSpan Lap()
    {
        var now = _time.GetTimestamp();
        var lap = _time.GetElapsedTime(_mark, now);
        _mark = now;
        return lap;
    }
}
