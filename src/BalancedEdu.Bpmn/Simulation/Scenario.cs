using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>A case that is played through; the format is explained in README.md beside this file.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Now">Where the clock starts.</param>
/// <param name="StartEvent">The start event, or null for the none start event.</param>
/// <param name="Variables">The first variables.</param>
/// <param name="Jobs">Answers for jobs that have no step, by name.</param>
/// <param name="Steps">What is done and expected, in order.</param>
public sealed record Scenario(
    string Name, DateTimeOffset Now, string? StartEvent, FeelContext Variables,
    IReadOnlyDictionary<string, FeelContext> Jobs, IReadOnlyList<ScenarioStep> Steps)
{
    private static readonly DateTimeOffset DefaultNow = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    private static readonly string[] Members = ["name", "now", "start", "startEvent", "jobs", "steps"];

    /// <summary>Reads a scenario.</summary>
    /// <exception cref="FormatException">It isn't one; the message says where and why.</exception>
    public static Scenario Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("name", out var name)
            || name.ValueKind != JsonValueKind.String)
            throw new FormatException("A scenario is an object with a name.");
        foreach (var member in json.EnumerateObject())
            if (!Members.Contains(member.Name))
                throw new FormatException(
                    $"A scenario has no member '{member.Name}'; it has {string.Join(", ", Members)}.");
        if (!json.TryGetProperty("steps", out var steps) || steps.ValueKind != JsonValueKind.Array)
            throw new FormatException("A scenario has steps.");
        var jobs = json.TryGetProperty("jobs", out var answers)
            ? answers.EnumerateObject().ToDictionary(answer => answer.Name, answer => Context(answer.Value, "jobs"))
            : [];
        return new(
            name.GetString()!,
            json.TryGetProperty("now", out var now) ? now.GetDateTimeOffset() : DefaultNow,
            json.TryGetProperty("startEvent", out var start) ? start.GetString() : null,
            json.TryGetProperty("start", out var variables) ? Context(variables, "start") : FeelContext.Empty,
            jobs,
            [.. steps.EnumerateArray().Select(step => ScenarioStep.Parse(step))]);
    }

    internal static FeelContext Context(JsonElement json, string member) =>
        FeelValue.FromJson(json).AsContext() ?? throw new FormatException($"'{member}' is an object.");
}

/// <summary>One step of a scenario: a verb with its value, and further members.</summary>
/// <param name="Verb">What is done or expected: <c>complete</c>, <c>expectTasks</c>.</param>
/// <param name="Json">The whole step.</param>
public sealed record ScenarioStep(string Verb, JsonElement Json)
{
    private static readonly Dictionary<string, string[]> Verbs = new()
    {
        ["complete"] = ["outcome", "form", "comment", "by", "loop"],
        ["completeAll"] = ["outcome", "form", "comment", "by"],
        ["job"] = ["outputs", "fails"],
        ["advance"] = [],
        ["set"] = [],
        ["resolve"] = [],
        ["cancel"] = [],
        ["expectTasks"] = [],
        ["expectJobs"] = [],
        ["expectMails"] = [],
        ["expectIncident"] = [],
        ["expectVariables"] = [],
        ["expectEnd"] = [],
    };

    /// <summary>The verb's value.</summary>
    public JsonElement Value => Json.GetProperty(Verb);

    internal static ScenarioStep Parse(JsonElement json)
    {
        var members = json.EnumerateObject().Select(member => member.Name).ToList();
        var verbs = members.Where(Verbs.ContainsKey).ToList();
        if (verbs.Count != 1)
            throw new FormatException($"A step has one verb of {string.Join(", ", Verbs.Keys)}: {json.GetRawText()}");
        if (members.FirstOrDefault(member => member != verbs[0] && !Verbs[verbs[0]].Contains(member)) is { } unknown)
            throw new FormatException($"A step '{verbs[0]}' has no member '{unknown}': {json.GetRawText()}");
        return new(verbs[0], json.Clone());
    }

    internal string Text(string member, string? otherwise = null) =>
        Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!
        : otherwise ?? throw new FormatException($"The step lacks '{member}': {Json.GetRawText()}");

    internal FeelContext Context(string member) =>
        Json.TryGetProperty(member, out var value) ? Scenario.Context(value, member) : FeelContext.Empty;

    internal IReadOnlyList<string> Texts => [.. Value.EnumerateArray().Select(item => item.GetString() ?? "")];
}
