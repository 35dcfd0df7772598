using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// The stored form of a state, format 3: formats 1 and 2, and what came to them. Members that have their default are
/// left out; the order is fixed. A later release that changes it raises the number and goes on reading the earlier
/// ones.
/// </summary>
internal static partial class StateJson
{
    private const int Format = 3;

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
            foreach (var id in state.CompletedElementIds)
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
            WriteArray(writer, "subscriptions", state.Subscriptions.Values, WriteSubscription);
            WriteArray(writer, "compensations", state.Compensations.Values, WriteCompensation);
            if (state.Suspension is { } suspension)
            {
                writer.WriteStartObject("suspended");
                writer.WriteString("at", suspension.At);
                writer.WriteString("reason", suspension.Reason);
                if (suspension.VariablesChanged)
                    writer.WriteBoolean("changed", true);
                writer.WriteEndObject();
            }
            if (state.IsCalled)
                writer.WriteBoolean("called", true);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
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
        if (element.Received is { } received)
            WriteReceived(writer, received);
        WriteCompensating(writer, element);
        if (element.Signing is { } signing)
            WriteSigning(writer, signing);
        if (element.GoesTo is not null)
            writer.WriteString("goesTo", element.GoesTo);
        if (element.Closed)
            writer.WriteBoolean("closed", true);
        if (element.RenewedCallId != 0)
            writer.WriteNumber("call", element.RenewedCallId);
        if (element.Delivered)
            writer.WriteBoolean("delivered", true);
        if (element.Loop is { } loop)
            WriteLoop(writer, loop);
        if (element.Incident is { } incident)
        {
            writer.WriteStartObject("incident");
            writer.WriteString("code", incident.Code);
            writer.WriteString("message", incident.Message);
            if (incident.OfProgress)
                writer.WriteBoolean("progress", true);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteLoop(Utf8JsonWriter writer, LoopState loop)
    {
        writer.WriteStartObject("loop");
        writer.WriteNumber("total", loop.Total);
        if (loop.Removed > 0)
            writer.WriteNumber("removed", loop.Removed);
        if (loop.Added > 0)
            writer.WriteNumber("added", loop.Added);
        if (loop.AddedBy.Length > 0)
        {
            writer.WriteStartArray("addedBy");
            foreach (var by in loop.AddedBy)
                writer.WriteStringValue(by);
            writer.WriteEndArray();
        }
        if (loop.Unjudged.Length > 0)
        {
            writer.WriteStartArray("unjudged");
            foreach (var counter in loop.Unjudged)
                writer.WriteNumberValue(counter);
            writer.WriteEndArray();
        }
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

    private static void WriteReceived(
        Utf8JsonWriter writer, ImmutableSortedDictionary<string, PartsReceived> received)
    {
        writer.WriteStartObject("received");
        foreach (var (id, parts) in received)
        {
            writer.WriteStartObject(id);
            EventJson.Variables(writer, "payload", parts.Payload);
            WriteArray(writer, "subscriptions", parts.Subscriptions, WriteSubscription);
            writer.WriteEndObject();
        }
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
        if (timer.KeepsDate)
            writer.WriteBoolean("fixed", true);
        writer.WriteEndObject();
    }

    private static void WriteArray<T>(
        Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        using var item = items.GetEnumerator();
        if (!item.MoveNext())
            return;
        writer.WriteStartArray(name);
        do
            write(writer, item.Current);
        while (item.MoveNext());
        writer.WriteEndArray();
    }

    private static void WriteSubscription(Utf8JsonWriter writer, SubscriptionState subscription)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", subscription.Id);
        writer.WriteString("element", subscription.ElementId);
        writer.WriteNumber("instance", subscription.InstanceId);
        if (subscription.Kind != SubscriptionKind.Condition)
            writer.WriteString(subscription.Kind == SubscriptionKind.Message ? "message" : "signal", subscription.Name);
        if (subscription.Key is not null)
            writer.WriteString("key", subscription.Key);
        if (subscription.Spent)
            writer.WriteBoolean("spent", true);
        writer.WriteEndObject();
    }

    private static void WriteCompensation(Utf8JsonWriter writer, CompensationState compensation)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", compensation.Id);
        writer.WriteNumber("instance", compensation.InstanceId);
        writer.WriteString("element", compensation.ElementId);
        writer.WriteNumber("scope", compensation.ScopeId);
        if (compensation.LoopCounter > 0)
            writer.WriteNumber("counter", compensation.LoopCounter);
        EventJson.Variables(writer, "variables", compensation.Variables);
        writer.WriteEndObject();
    }

    private static void WriteCompensating(Utf8JsonWriter writer, ElementInstance element)
    {
        if (element.Compensating.Count > 0)
        {
            writer.WriteStartArray("compensating");
            foreach (var id in element.Compensating)
                writer.WriteNumberValue(id);
            writer.WriteEndArray();
        }
        if (element.Compensates)
            writer.WriteBoolean("compensates", true);
        if (element.WaiterId != 0)
            writer.WriteNumber("waiter", element.WaiterId);
    }

    private static void WriteSigning(Utf8JsonWriter writer, SigningState signing)
    {
        writer.WriteStartObject("signing");
        if (signing.Waiting.Length > 0)
        {
            writer.WriteStartArray("waiting");
            foreach (var signer in signing.Waiting)
                WriteWaiting(writer, signer);
            writer.WriteEndArray();
        }
        if (signing.Place is { } place)
            writer.WriteNumber("place", (int)place);
        if (signing.By is not null)
            writer.WriteString("by", signing.By);
        if (signing.Outcome is { } outcome)
        {
            writer.WritePropertyName("outcome");
            FeelValue.Of(outcome).WriteTo(writer);
        }
        if (signing.Opinions.Length > 0)
        {
            writer.WritePropertyName("opinions");
            FeelValue.Of((IReadOnlyList<FeelValue>)signing.Opinions).WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    /// <summary>Who was asked before it was kept by whom is a text alone.</summary>
    private static void WriteWaiting(Utf8JsonWriter writer, WaitingSigner signer)
    {
        if (signer.By is null)
        {
            writer.WriteStringValue(signer.User);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("user", signer.User);
        writer.WriteString("by", signer.By);
        writer.WriteEndObject();
    }

    private static string NameOf(ElementLifecycle lifecycle) => lifecycle switch
    {
        ElementLifecycle.Activating => "activating",
        ElementLifecycle.Activated => "activated",
        ElementLifecycle.Completing => "completing",
        ElementLifecycle.Completed => "completed",
        ElementLifecycle.Terminating => "terminating",
        _ => "terminated",
    };
}
