using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// The stored form of a state, format 1. Members that have their default are left out; the order is fixed. A later
/// release that changes it raises the number and goes on reading the earlier ones.
/// </summary>
internal static class StateJson
{
    private const int Format = 1;

    // Chinese text stays readable and short; the document is never put into a page unescaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ProcessState state)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteNumber("next", state.NextId);
            if (state.EndEventId is not null)
                writer.WriteString("end", state.EndEventId);
            writer.WriteStartArray("passed");
            foreach (var id in state.Completed)
                writer.WriteStringValue(id);
            writer.WriteEndArray();
            writer.WriteStartArray("elements");
            foreach (var element in state.Elements.Values)
                WriteElement(writer, element);
            writer.WriteEndArray();
            writer.WriteStartArray("timers");
            foreach (var timer in state.Timers.Values)
                WriteTimer(writer, timer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static ProcessState Read(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            return Read(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"The document is not the state of a process instance: {wrong.Message}", wrong);
        }
    }

    private static ProcessState Read(JsonElement json)
    {
        var format = json.GetProperty("format").GetInt32();
        if (format is < 1 or > Format)
            throw new FormatException($"The state has format {format}; this release reads up to {Format}.");
        var working = new WorkingState(ProcessState.New);
        foreach (var element in json.GetProperty("elements").EnumerateArray())
            working.Put(ReadElement(element));
        foreach (var timer in json.GetProperty("timers").EnumerateArray())
            working.Put(ReadTimer(timer));
        foreach (var id in json.GetProperty("passed").EnumerateArray())
            working.Passed(Text(id));
        working.NextId = json.GetProperty("next").GetInt64();
        working.EndEventId = json.TryGetProperty("end", out var end) ? Text(end) : null;
        return working.Publish();
    }

    private static void WriteElement(Utf8JsonWriter writer, ElementInstance element)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", element.Id);
        writer.WriteString("element", element.ElementId);
        if (element.ParentId != 0)
            writer.WriteNumber("parent", element.ParentId);
        writer.WriteString("is", NameOf(element.Lifecycle));
        if (element.LoopCounter > 0)
            writer.WriteNumber("counter", element.LoopCounter);
        EventJson.Variables(writer, "variables", element.Variables);
        if (element.FlowTokens.Count > 0)
        {
            writer.WriteStartObject("tokens");
            foreach (var (flow, count) in element.FlowTokens)
                writer.WriteNumber(flow, count);
            writer.WriteEndObject();
        }
        if (element.Loop is { } loop)
            WriteLoop(writer, loop);
        if (element.Incident is { } incident)
        {
            writer.WriteStartObject("incident");
            writer.WriteString("code", incident.Code);
            writer.WriteString("message", incident.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteLoop(Utf8JsonWriter writer, LoopState loop)
    {
        writer.WriteStartObject("loop");
        writer.WriteNumber("total", loop.Total);
        writer.WritePropertyName("items");
        FeelValue.Of(loop.Items).WriteTo(writer);
        writer.WriteStartArray("results");
        foreach (var (counter, result) in loop.Results)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(counter);
            result.WriteTo(writer);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTimer(Utf8JsonWriter writer, TimerState timer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", timer.Id);
        writer.WriteString("element", timer.ElementId);
        writer.WriteNumber("instance", timer.InstanceId);
        writer.WriteString("due", timer.Due);
        if (timer.Interval is not null)
        {
            writer.WriteString("first", timer.First);
            writer.WriteNumber("fired", timer.Fired);
            writer.WriteNumber("repetitions", timer.Repetitions);
            writer.WriteString("interval", timer.Interval);
        }
        writer.WriteEndObject();
    }

    private static ElementInstance ReadElement(JsonElement json) => new()
    {
        Id = json.GetProperty("id").GetInt64(),
        ElementId = Text(json.GetProperty("element")),
        ParentId = json.TryGetProperty("parent", out var parent) ? parent.GetInt64() : 0,
        Lifecycle = LifecycleOf(Text(json.GetProperty("is"))),
        LoopCounter = json.TryGetProperty("counter", out var counter) ? counter.GetInt32() : 0,
        Variables = json.TryGetProperty("variables", out var variables)
            ? FeelValue.FromJson(variables).AsContext() ?? FeelContext.Empty
            : FeelContext.Empty,
        FlowTokens = json.TryGetProperty("tokens", out var tokens)
            ? tokens.EnumerateObject()
                .ToImmutableSortedDictionary(flow => flow.Name, flow => flow.Value.GetInt32(), StringComparer.Ordinal)
            : ElementInstance.NoTokens,
        Loop = json.TryGetProperty("loop", out var loop) ? ReadLoop(loop) : null,
        Incident = json.TryGetProperty("incident", out var incident)
            ? new(Text(incident.GetProperty("code")), Text(incident.GetProperty("message")))
            : null,
    };

    private static LoopState ReadLoop(JsonElement json) => new(
        json.GetProperty("total").GetInt32(),
        FeelValue.FromJson(json.GetProperty("items")).AsList() ?? [],
        json.GetProperty("results").EnumerateArray()
            .ToImmutableSortedDictionary(pair => pair[0].GetInt32(), pair => FeelValue.FromJson(pair[1])));

    private static TimerState ReadTimer(JsonElement json)
    {
        var due = json.GetProperty("due").GetDateTimeOffset();
        var cycle = json.TryGetProperty("interval", out var interval);
        return new(
            json.GetProperty("id").GetInt64(),
            Text(json.GetProperty("element")),
            json.GetProperty("instance").GetInt64(),
            due,
            cycle ? json.GetProperty("first").GetDateTimeOffset() : due,
            cycle ? json.GetProperty("fired").GetInt32() : 0,
            cycle ? json.GetProperty("repetitions").GetInt32() : 1,
            cycle ? Text(interval) : null);
    }

    private static string Text(JsonElement json) =>
        json.GetString() ?? throw new FormatException("The state has a null where text is expected.");

    private static string NameOf(ElementLifecycle lifecycle) => lifecycle switch
    {
        ElementLifecycle.Activating => "activating",
        ElementLifecycle.Activated => "activated",
        ElementLifecycle.Completing => "completing",
        ElementLifecycle.Completed => "completed",
        ElementLifecycle.Terminating => "terminating",
        _ => "terminated",
    };

    private static ElementLifecycle LifecycleOf(string name) => name switch
    {
        "activating" => ElementLifecycle.Activating,
        "activated" => ElementLifecycle.Activated,
        "completing" => ElementLifecycle.Completing,
        "completed" => ElementLifecycle.Completed,
        "terminating" => ElementLifecycle.Terminating,
        "terminated" => ElementLifecycle.Terminated,
        _ => throw new FormatException($"The state has an element instance that is '{name}'."),
    };
}
