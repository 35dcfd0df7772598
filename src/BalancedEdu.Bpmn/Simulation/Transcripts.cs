using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Bpmn.Execution;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>What happened in an instance and where it stands, as text.</summary>
public static class Transcripts
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One line an event, then what is open.</summary>
    public static string Of(InMemoryHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var text = new StringBuilder();
        var invariant = CultureInfo.InvariantCulture;
        foreach (var happened in host.Events)
            text.Append(Line(happened)).Append('\n');
        foreach (var task in host.Tasks)
            text.Append(invariant, $"open task {task.ElementId} ({task.TaskId}) loop {task.LoopCounter}\n");
        foreach (var job in host.Jobs)
            text.Append(invariant, $"open job {job.Job} at {job.ElementId} ({job.JobId})\n");
        foreach (var timer in host.Timers)
            text.Append(invariant, $"timer {timer.ElementId} ({timer.TimerId}) due {timer.Due:O}\n");
        foreach (var stopped in host.Incidents)
            text.Append(invariant, $"incident at {stopped.ElementId} ({stopped.Id}): {stopped.Incident}\n");
        return text.ToString();
    }

    private static string Line(ProcessEvent happened)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            happened.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
