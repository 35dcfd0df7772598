using System.Xml;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Conformance.Betsy;

/// <summary>Plays one case: deploys the model, does the steps, reads the log.</summary>
internal sealed class BetsyRun
{
    private const string DeploymentError = "ERROR_deployment";
    private const string RuntimeError = "ERROR_runtime";
    private const string ErrorEvent = "ERROR_thrownErrorEvent";

    /// <summary>Expected where the benchmark leaves open whether deploying or running fails.</summary>
    private const string EitherError = "ERROR";

    private static readonly DateTimeOffset Morning = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly BetsyCase _case;
    private readonly BetsyScripts _scripts = new();
    private readonly InMemoryNetwork _network;
    private readonly HashSet<(long Instance, long Scope, string Activity)> _begun = [];
    private readonly List<string> _causes = [];
    private bool _deployed = true;
    private bool _failed;

    private BetsyRun(BetsyCase one)
    {
        _case = one;
        _network = new(Morning, (instance, job) => _scripts.Run(instance, job, _network!.Now));
    }

    /// <summary>Null when the log is as expected, else what it is and why.</summary>
    public static string? Wrong(BetsyCase one)
    {
        if (!File.Exists(one.Model))
            return $"there is no model {Path.GetFileName(one.Model)}";
        try
        {
            return new BetsyRun(one).Play();
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or XmlException
            or ArgumentException or NullReferenceException)
        {
            // A fault of ours at one case must not hide the others: it counts as failed.
            return e.ToString().Split('\n')[0];
        }
    }

    private string? Play()
    {
        Deploy();
        if (_deployed)
            foreach (var step in _case.Steps)
                if (!Do(step))
                    return $"the step {step.Word} is unknown";
        var log = Log().Order(StringComparer.Ordinal).ToList();
        var expected = _case.Expected.Order(StringComparer.Ordinal).ToList();
        if (expected.Contains(EitherError))
            log = [.. log.Select(word => word is DeploymentError or RuntimeError ? EitherError : word)];
        return log.Order(StringComparer.Ordinal).SequenceEqual(expected)
            ? null
            : $"[{string.Join(" ", log)}], not [{string.Join(" ", expected)}]: {string.Join("; ", _causes.Take(2))}";
    }

    private void Deploy()
    {
        var file = BetsyTranslation.InOwnWords(File.ReadAllBytes(_case.Model), out var executable);
        var started = _case.Steps.Where(step => step.Word == "StartProcess").Select(step => step.Process!);
        var environment = new FeelEnvironment
        {
            HostFunctions = new Dictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>>
            {
                [BetsyTranslation.WriteLog] = texts => _scripts.Write(texts[0]),
            },
        };
        foreach (var id in executable.Union(started))
        {
            var compiled = DefinitionCompiler.Compile(file, environment, null, id);
            var refusal = compiled.Definition is { } definition ? _network.Deploy(definition)?.Message : null;
            _deployed &= compiled.Definition is not null && refusal is null;
            _causes.AddRange(compiled.Findings.Where(finding => finding.Severity == Severity.Refused)
                .Select(finding => $"{finding.Code} at {finding.ElementId}"));
        }
        Settle();
    }

    private bool Do(BetsyStep step)
    {
        switch (step.Word)
        {
            case "CheckDeployment":
                return true;
            case "StartProcess":
                Start(step);
                return true;
            case "Delay":
                Advance(_network.Now + step.Delay);
                return true;
            case "GatherTraces":
                Advance(_network.Now);
                return true;
            default:
                return false;
        }
    }

    private void Start(BetsyStep step)
    {
        var refusal = _network.Start(step.Process!, step.Variables).Refusal;
        // Started by hand although it is drawn to be started by an event: the event is what one sends. One that only
        // the clock starts is started by the clock.
        if (refusal?.Code == "bpmn.start-event.none")
            refusal = Triggers(step.Process!).FirstOrDefault() is { } trigger
                ? _network.Start(step.Process!, step.Variables, trigger).Refusal
                : null;
        if (refusal is not null)
            Fail(refusal);
        Settle();
    }

    private IEnumerable<string> Triggers(string process) => _network.Latest(process)!.StartTriggers
        .Where(start => start.Trigger is MessageEventDefinition or SignalEventDefinition)
        .Select(start => start.Node.Id);

    private void Advance(DateTimeOffset until)
    {
        Settle();
        while (_network.NextDue is { } due && due <= until)
        {
            if (_network.AdvanceTo(due) is { } refusal)
            {
                Fail(refusal);
                return;
            }
            Settle();
        }
        _network.AdvanceTo(until);
    }

    /// <summary>Begins activities of ad-hoc sub-processes, as a person would: in document order, each once.</summary>
    private void Settle()
    {
        while (NextInAdHoc() is var (instance, activate))
            if (_network.Send(instance, activate) is { } refusal)
                Fail(refusal);
    }

    private (InMemoryInstance Instance, ActivateAdHoc Activate)? NextInAdHoc()
    {
        foreach (var instance in _network.Instances)
            foreach (var scope in instance.State.Elements.Values)
                if (scope is { Lifecycle: ElementLifecycle.Activated, Loop: null }
                    && instance.Definition.Find(scope.ElementId) is AdHocSubProcess node
                    && !(node.IsSequential && scope.ChildCount > 0))
                    foreach (var entry in instance.Definition.EntriesOf(node))
                        if (entry is not SubProcess { TriggeredByEvent: true }
                            && _begun.Add((instance.Id, scope.Id, entry.Id)))
                            return (instance, new(scope.Id, entry.Id));
        return null;
    }

    private void Fail(Refusal refusal)
    {
        _failed = true;
        _causes.Add(refusal.Code);
    }

    private List<string> Log()
    {
        if (!_deployed)
            return [DeploymentError];
        var log = _scripts.Log(_case.Expected, _network.Now).ToList();
        var incidents = _network.Instances
            .SelectMany(instance => instance.Incidents.Select(element => (instance.Definition, element)))
            // A join that waits for ever is told to a person; for the benchmark its token just waits.
            .Where(stopped => stopped.element.Incident!.Code != "bpmn.join.stranded").ToList();
        _causes.AddRange(incidents.Select(
            stopped => $"{stopped.element.Incident!.Code} at {stopped.element.ElementId}"));
        _causes.AddRange(_network.Problems.Select(problem => problem.Code));
        var thrown = incidents.Where(stopped => stopped.element.Incident!.Code == "bpmn.error.uncaught"
            && stopped.Definition.Find(stopped.element.ElementId) is EndEvent).ToList();
        if (thrown.Count > 0)
            log.Add(ErrorEvent);
        if (_failed || _network.Problems.Count > 0 || incidents.Count > thrown.Count)
            log.Add(RuntimeError);
        return log;
    }
}
