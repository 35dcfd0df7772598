using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Conformance.Betsy;

/// <summary>
/// One step of a case: <c>CheckDeployment</c>, <c>StartProcess</c>, <c>Delay</c>, <c>GatherTraces</c>.
/// </summary>
/// <param name="Word">What is done.</param>
/// <param name="Process">The process to start, or null.</param>
/// <param name="Variables">Its first variables.</param>
/// <param name="Delay">How far the clock is moved.</param>
internal sealed record BetsyStep(string Word, string? Process, FeelContext Variables, TimeSpan Delay);

/// <summary>One case of a model of the benchmark: what is done, and which words it leaves in the log.</summary>
/// <param name="Id">The name of the model and the number of the case: <c>Lanes/1</c>.</param>
/// <param name="Group">The part of the benchmark: <c>gateways</c>.</param>
/// <param name="Tier">A, B or C.</param>
/// <param name="Model">The file, relative to the suite.</param>
/// <param name="Steps">What is done, in order.</param>
/// <param name="Expected">The words, in any order; empty when nothing may be logged.</param>
internal sealed record BetsyCase(
    string Id, string Group, string Tier, string Model, IReadOnlyList<BetsyStep> Steps, IReadOnlyList<string> Expected)
{
    /// <summary>All cases of the suite in a folder with a <c>cases.json</c> and models below it.</summary>
    public static IReadOnlyList<BetsyCase> ReadAll(string folder)
    {
        var models = Directory.GetFiles(folder, "*.bpmn", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileName(file), StringComparer.Ordinal);
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(folder, "cases.json")));
        return
        [
            .. json.RootElement.EnumerateArray().SelectMany(model => model.GetProperty("testCases").EnumerateArray()
                .Select(one => Read(model, one, File(models, Text(model, "model") ?? Text(model, "name") + ".bpmn")))),
        ];
    }

    /// <summary>Where the model lies, or its bare name when it lies nowhere.</summary>
    private static string File(ILookup<string, string> models, string name) =>
        models[Path.GetFileName(name)].FirstOrDefault() ?? name;

    private static BetsyCase Read(JsonElement model, JsonElement one, string file)
    {
        var name = Text(model, "name")!;
        return new(
            $"{name}/{one.GetProperty("case").GetInt32()}", Text(model, "group") ?? "", Text(model, "tier") ?? "", file,
            [.. one.GetProperty("testSteps").EnumerateArray().Select(step => Step(step, name))],
            Texts(one, "correctedTrace") ?? Texts(one, "expectedTrace") ?? []);
    }

    private static BetsyStep Step(JsonElement step, string name) => new(
        Text(step, "step")!,
        Text(step, "process") ?? name,
        step.TryGetProperty("variables", out var variables) && variables.ValueKind == JsonValueKind.Object
            ? FeelValue.FromJson(variables).AsContext()!
            : FeelContext.Empty,
        step.TryGetProperty("ms", out var ms) ? TimeSpan.FromMilliseconds(ms.GetDouble()) : TimeSpan.Zero);

    private static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static List<string>? Texts(JsonElement json, string member) =>
        json.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : null;
}
