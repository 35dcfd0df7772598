using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>How a scenario went.</summary>
/// <param name="Failure">What went other than expected, with the number of the step; null when all went well.</param>
/// <param name="Transcript">What happened, a line each; for people who look for the cause.</param>
/// <param name="State">Where the instance stands at the end.</param>
public sealed record ScenarioResult(string? Failure, string Transcript, ProcessState State);

/// <summary>Plays scenarios against a definition, in memory.</summary>
public sealed class ScenarioRunner
{
    private const string Tester = "tester";

    /// <summary>By whom a scenario says that the time is up.</summary>
    private const string Time = "system";

    private readonly InMemoryHost _host;
    private int _mailsSeen;

    private ScenarioRunner(ProcessDefinition definition, Scenario scenario) => _host = new(
        definition, scenario.Now, request => scenario.Jobs.GetValueOrDefault(request.Job));

    /// <summary>Plays a scenario to its end or to the first step that goes wrong.</summary>
    public static ScenarioResult Run(ProcessDefinition definition, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(scenario);
        var runner = new ScenarioRunner(definition, scenario);
        var failure = runner.Refused(new StartInstance(scenario.StartEvent, scenario.Variables));
        for (var i = 0; i < scenario.Steps.Count && failure is null; i++)
            if (runner.Do(scenario.Steps[i]) is { } wrong)
                failure = $"step {i + 1} {scenario.Steps[i].Json.GetRawText()}: {wrong}";
        return new(failure, Transcripts.Of(runner._host), runner._host.State);
    }

    private string? Do(ScenarioStep step) => step.Verb switch
    {
        "complete" => Complete(step),
        "completeAll" => CompleteAll(step),
        "job" => Answer(step),
        "advance" => Advance(step),
        "set" => Refused(new SetVariables(Scenario.Context(step.Value, "set"))),
        "resolve" => Resolve(step),
        "cancel" => Refused(new CancelInstance(step.Text("cancel"))),
        "expectTasks" => Expect("open tasks", step.Texts, _host.Tasks.Select(task => task.ElementId), sorted: true),
        "expectJobs" => Expect("waiting jobs", step.Texts, _host.Jobs.Select(job => job.Job), sorted: true),
        "expectMails" => ExpectMails(step),
        "expectIncident" => ExpectIncident(step),
        "expectVariables" => ExpectVariables(step),
        "expectEnd" => ExpectEnd(step),
        _ => $"the verb '{step.Verb}' is unknown",
    };

    private string? Complete(ScenarioStep step)
    {
        var element = step.Text("complete");
        var loop = step.Json.TryGetProperty("loop", out var counter) ? counter.GetInt32() : 0;
        var task = _host.Tasks.FirstOrDefault(open =>
            open.ElementId == element && (loop == 0 || open.LoopCounter == loop));
        return task is null ? $"no task {element} is open" : Complete(task, step);
    }

    private string? CompleteAll(ScenarioStep step)
    {
        var element = step.Text("completeAll");
        var tasks = _host.Tasks.Where(open => open.ElementId == element).ToList();
        if (tasks.Count == 0)
            return $"no task {element} is open";
        foreach (var task in tasks)
            if (_host.Tasks.Contains(task) && Complete(task, step) is { } wrong)
                return wrong;
        return null;
    }

    private string? Complete(CreateUserTask task, ScenarioStep step) => Refused(new CompleteUserTask(
        task.TaskId, step.Text("outcome"), step.Json.TryGetProperty("comment", out _) ? step.Text("comment") : null,
        step.Text("by", Tester), step.Context("form"))
    {
        ByTime = step.Text("by", Tester) == Time,
    });

    private string? Answer(ScenarioStep step)
    {
        var name = step.Text("job");
        if (_host.Jobs.FirstOrDefault(waiting => waiting.Job == name) is not { } job)
            return $"no job {name} waits";
        return step.Json.TryGetProperty("fails", out var cause)
            ? Refused(new FailJob(job.JobId, cause.GetString() ?? ""))
            : Refused(new CompleteJob(job.JobId, step.Context("outputs")));
    }

    private string? Advance(ScenarioStep step)
    {
        var text = step.Text("advance");
        return IsoDuration.TryParse(text, out var by)
            ? _host.AdvanceTo(by.AddTo(_host.Now))?.Message
            : $"'{text}' is no duration of ISO 8601";
    }

    private string? Resolve(ScenarioStep step)
    {
        var element = step.Text("resolve");
        return _host.Incidents.FirstOrDefault(stopped => stopped.ElementId == element) is { } incident
            ? Refused(new ResolveIncident(incident.Id))
            : $"there is no incident at {element}";
    }

    private string? ExpectMails(ScenarioStep step)
    {
        var sent = _host.Mails.Skip(_mailsSeen).Select(mail => mail.Template).ToList();
        _mailsSeen = _host.Mails.Count;
        return Expect("mails", step.Texts, sent, sorted: false);
    }

    private string? ExpectIncident(ScenarioStep step)
    {
        var element = step.Text("expectIncident");
        return _host.Incidents.Any(stopped => stopped.ElementId == element)
            ? null
            : $"no incident at {element}, only at [{string.Join(" ", _host.Incidents.Select(i => i.ElementId))}]";
    }

    private string? ExpectVariables(ScenarioStep step)
    {
        foreach (var (name, expected) in Scenario.Context(step.Value, "expectVariables"))
        {
            _host.State.Variables.TryGet(name, out var actual);
            if (actual != expected)
                return $"{name} is {actual}, not {expected}";
        }
        return null;
    }

    private string? ExpectEnd(ScenarioStep step)
    {
        if (!_host.State.Ended)
            return $"the instance is still open at {string.Join(", ", _host.State.ActiveElementIds)}";
        var expected = step.Value.ValueKind == JsonValueKind.Null ? null : step.Value.GetString();
        var actual = _host.State.Cancelled ? null : _host.State.EndEventId;
        return actual == expected ? null : $"the instance ended at {actual ?? "cancelled"}";
    }

    private static string? Expect(string what, IEnumerable<string> expected, IEnumerable<string> actual, bool sorted)
    {
        var wanted = (sorted ? expected.Order(StringComparer.Ordinal) : expected).ToList();
        var found = (sorted ? actual.Order(StringComparer.Ordinal) : actual).ToList();
        return wanted.SequenceEqual(found)
            ? null
            : $"{what} are [{string.Join(", ", found)}], not [{string.Join(", ", wanted)}]";
    }

    private string? Refused(Command command) =>
        _host.Send(command) is { } refusal ? $"{refusal.Code} {refusal.Message}" : null;
}
