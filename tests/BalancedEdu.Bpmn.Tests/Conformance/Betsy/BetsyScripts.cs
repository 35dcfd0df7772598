using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Conformance.Betsy;

/// <summary>What the texts in the scripts of the benchmark do, and the log that they write.</summary>
internal sealed class BetsyScripts
{
    /// <summary>The variable that cases start with and scripts count up.</summary>
    public const string IntegerVariable = "integerVariable";

    /// <summary>The data object that scripts write to and read.</summary>
    public const string DataObject = "data";

    /// <summary>A script without text.</summary>
    public const string Nothing = "CREATE_LOG_FILE";

    private const string MarkerExists = "MARKER_exists";
    private const string Written = "String";
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly List<string> _log = [];
    private readonly Dictionary<string, List<(DateTimeOffset From, DateTimeOffset To)>> _stamps = [];
    private bool _marked;

    /// <summary>Runs a script.</summary>
    /// <param name="instance">The instance that asks for it.</param>
    /// <param name="job">The script; its text is the name of the job.</param>
    /// <param name="now">What the clock shows.</param>
    public JobAnswer Run(InMemoryInstance instance, RequestJob job, DateTimeOffset now)
    {
        switch (job.Job)
        {
            case Nothing:
                return Done();
            case "CREATE_MARKER_FILE":
                _marked = true;
                return Done();
            case "SET_STRING_DATA":
                return Done((DataObject, FeelValue.Of(Written)));
            case "LOG_DATA":
                if (Variable(instance, job, DataObject).AsString() == Written)
                    _log.Add("DATA_correct");
                return Done();
            case "INCREMENT_INTEGER_VARIABLE" or "INCREMENT_INTEGER_VARIABLE_AND_LOG":
                if (job.Job.EndsWith("_LOG", StringComparison.Ordinal))
                    _log.Add("INCREMENT_correct");
                var number = Variable(instance, job, IntegerVariable).AsNumber() ?? 0;
                return Done((IntegerVariable, FeelValue.Of(number + 1)));
            case "THROW_ERROR":
                return JobAnswer.Throws("ERR_CODE");
            case "WAIT_TEN_SECONDS":
                return JobAnswer.Done(FeelContext.Empty, TenSeconds);
            case "CREATE_TIMESTAMP_LOG_1" or "CREATE_TIMESTAMP_LOG_2":
                if (!_stamps.TryGetValue(job.Job, out var stamps))
                    _stamps.Add(job.Job, stamps = []);
                stamps.Add((now, now + TenSeconds));
                return JobAnswer.Done(FeelContext.Empty, TenSeconds);
            default:
                _log.Add(job.Job);
                return Done();
        }
    }

    /// <summary>Writes a line of the log.</summary>
    public FeelValue Write(FeelValue text)
    {
        _log.Add(text.AsString() ?? "");
        return text;
    }

    /// <summary>What the log says at the end.</summary>
    /// <param name="expected">What the case expects: the marker is only looked for when the case asks for it.</param>
    /// <param name="now">What the clock shows.</param>
    public IEnumerable<string> Log(IReadOnlyList<string> expected, DateTimeOffset now)
    {
        var log = new List<string>(_log);
        if (_marked && expected.Contains(MarkerExists))
            log.Add(MarkerExists);
        if (_stamps.Count == 2 && Overlap(now))
            log.Add("EXECUTION_parallel");
        return log;
    }

    private bool Overlap(DateTimeOffset now)
    {
        var (one, other) = (_stamps.Values.First(), _stamps.Values.Last());
        return one.Exists(a => a.To <= now && other.Exists(b => b.To <= now && a.From < b.To && b.From < a.To));
    }

    /// <summary>
    /// A variable as it is now, where the script runs: scripts that run at the same time see each other's values.
    /// </summary>
    private static FeelValue Variable(InMemoryInstance instance, RequestJob job, string name)
    {
        for (var id = job.JobId; id != 0 && instance.State.Elements.TryGetValue(id, out var element);
            id = element.ParentId)
            if (element.Variables.TryGet(name, out var value))
                return value;
        return FeelValue.Null;
    }

    private static JobAnswer Done(params (string Name, FeelValue Value)[] outputs) =>
        JobAnswer.Done(new(outputs.Select(output => KeyValuePair.Create(output.Name, output.Value))));
}
