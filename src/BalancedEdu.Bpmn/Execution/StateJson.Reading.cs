using System.Collections.Immutable;
using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>Reading of what any release wrote.</summary>
internal static partial class StateJson
{
    public static ProcessState Read(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            return Read(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException
            or ArgumentException)
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
        var ids = new HashSet<long>();
        var next = json.GetProperty("next").GetInt64();
        foreach (var element in json.GetProperty("elements").EnumerateArray().Select(ReadElement))
        {
            RequireId(ids, element.Id, next);
            if (element.RenewedCallId != 0)
                RequireId(ids, element.RenewedCallId, next);
            if (element.ParentId == 0 != (element.Id == ProcessState.RootId))
                throw new FormatException($"The state has element instance {element.Id} outside of the process.");
            working.Put(element);
        }
        foreach (var timer in json.GetProperty("timers").EnumerateArray().Select(ReadTimer))
        {
            RequireId(ids, timer.Id, next);
            working.Put(timer);
        }
        foreach (var subscription in ArrayOf(json, "subscriptions").Select(ReadSubscription))
        {
            RequireId(ids, subscription.Id, next);
            working.Put(subscription);
        }
        foreach (var compensation in ArrayOf(json, "compensations").Select(ReadCompensation))
        {
            RequireId(ids, compensation.Id, next);
            working.Put(compensation);
        }
        foreach (var id in json.GetProperty("passed").EnumerateArray())
            working.Passed(Text(id));
        working.NextId = next;
        working.EndEventId = json.TryGetProperty("end", out var end) ? Text(end) : null;
        working.IsCalled = Flag(json, "called");
        if (json.TryGetProperty("suspended", out var suspended))
            working.Suspension = new(
                suspended.GetProperty("at").GetDateTimeOffset(), Text(suspended.GetProperty("reason")),
                Flag(suspended, "changed"));
        return working.Publish();
    }

    /// <summary>Everything in a state has an id of its own, and below the one that is given next.</summary>
    private static void RequireId(HashSet<long> ids, long id, long next)
    {
        if (id < ProcessState.RootId || id >= next || !ids.Add(id))
            throw new FormatException($"The state has the id {id} twice, or it has not been given yet.");
    }

    private static ElementInstance ReadElement(JsonElement json) => new()
    {
        Id = json.GetProperty("id").GetInt64(),
        ElementId = Text(json.GetProperty("element")),
        ParentId = json.TryGetProperty("parent", out var parent) ? parent.GetInt64() : 0,
        Lifecycle = LifecycleOf(Text(json.GetProperty("is"))),
        LoopCounter = json.TryGetProperty("counter", out var counter) ? counter.GetInt32() : 0,
        Variables = ReadVariables(json),
        FlowTokens = json.TryGetProperty("tokens", out var tokens)
            ? tokens.EnumerateObject().Aggregate(
                TokenBag.Empty, (bag, flow) => bag.Add(flow.Name, flow.Value.GetInt32()))
            : TokenBag.Empty,
        Compensating = [.. ArrayOf(json, "compensating").Select(id => id.GetInt64())],
        Compensates = Flag(json, "compensates"),
        Closed = Flag(json, "closed"),
        Delivered = Flag(json, "delivered"),
        RenewedCallId = json.TryGetProperty("call", out var call) ? call.GetInt64() : 0,
        WaiterId = json.TryGetProperty("waiter", out var waiter) ? waiter.GetInt64() : 0,
        Signing = json.TryGetProperty("signing", out var signing) ? ReadSigning(signing) : null,
        Received = json.TryGetProperty("received", out var received) ? ReadReceived(received) : null,
        GoesTo = json.TryGetProperty("goesTo", out var goesTo) ? Text(goesTo) : null,
        Loop = json.TryGetProperty("loop", out var loop) ? ReadLoop(loop) : null,
        Incident = json.TryGetProperty("incident", out var incident)
            ? new(Text(incident.GetProperty("code")), Text(incident.GetProperty("message")))
            {
                OfProgress = Flag(incident, "progress"),
            }
            : null,
    };

    private static LoopState ReadLoop(JsonElement json) => new(
        json.GetProperty("total").GetInt32(),
        FeelValue.FromJson(json.GetProperty("items")).AsList() ?? throw NotA("list"),
        json.GetProperty("results").EnumerateArray().Select(PairOf)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value))
    {
        Removed = json.TryGetProperty("removed", out var removed) ? removed.GetInt32() : 0,
        Added = json.TryGetProperty("added", out var added) ? added.GetInt32() : 0,
        AddedBy = [.. ArrayOf(json, "addedBy").Select(Text)],
        Unjudged = [.. ArrayOf(json, "unjudged").Select(counter => counter.GetInt32())],
    };

    private static ImmutableSortedDictionary<string, PartsReceived>? ReadReceived(JsonElement json)
    {
        var received = json.EnumerateObject().ToImmutableSortedDictionary(
            parts => parts.Name,
            parts => new PartsReceived(
                parts.Value.TryGetProperty("payload", out var payload) ? ContextOf(payload) : FeelContext.Empty,
                [.. ArrayOf(parts.Value, "subscriptions").Select(ReadSubscription)]),
            StringComparer.Ordinal);
        return received.Count == 0 ? null : received;
    }

    private static KeyValuePair<int, FeelValue> PairOf(JsonElement json) => json.GetArrayLength() == 2
        ? new(json[0].GetInt32(), FeelValue.FromJson(json[1]))
        : throw NotA("result with its counter");

    private static SubscriptionState ReadSubscription(JsonElement json)
    {
        var (kind, name) = json.TryGetProperty("message", out var message)
            ? (SubscriptionKind.Message, Text(message))
            : json.TryGetProperty("signal", out var signal)
                ? (SubscriptionKind.Signal, Text(signal))
                : (SubscriptionKind.Condition, null);
        return new(
            json.GetProperty("id").GetInt64(), Text(json.GetProperty("element")),
            json.GetProperty("instance").GetInt64(), kind, name,
            json.TryGetProperty("key", out var key) ? Text(key) : null,
            Flag(json, "spent"));
    }

    private static CompensationState ReadCompensation(JsonElement json) => new(
        json.GetProperty("id").GetInt64(), json.GetProperty("instance").GetInt64(),
        Text(json.GetProperty("element")), json.GetProperty("scope").GetInt64(),
        json.TryGetProperty("counter", out var counter) ? counter.GetInt32() : 0, ReadVariables(json));

    private static SigningState ReadSigning(JsonElement json) => new(
        [.. ArrayOf(json, "waiting").Select(ReadWaiting)],
        json.TryGetProperty("place", out var place) ? PlaceOf(place.GetInt32()) : null,
        json.TryGetProperty("outcome", out var outcome) ? ContextOf(outcome) : null,
        [.. ArrayOf(json, "opinions").Select(opinion => FeelValue.Of(ContextOf(opinion)))])
    {
        By = json.TryGetProperty("by", out var by) ? Text(by) : null,
    };

    private static WaitingSigner ReadWaiting(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? new(Text(json), null)
        : new(Text(json.GetProperty("user")), Text(json.GetProperty("by")));

    private static SignerPlace PlaceOf(int place) =>
        Enum.IsDefined((SignerPlace)place) ? (SignerPlace)place : throw NotA("place of a signer");

    private static FeelContext ReadVariables(JsonElement json) =>
        json.TryGetProperty("variables", out var variables)
            ? ContextOf(variables)
            : FeelContext.Empty;

    private static FeelContext ContextOf(JsonElement json) =>
        FeelValue.FromJson(json).AsContext() ?? throw NotA("context");

    private static FormatException NotA(string expected) => new($"The state has something that is no {expected}.");

    private static IEnumerable<JsonElement> ArrayOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var array) ? array.EnumerateArray() : [];

    private static TimerState ReadTimer(JsonElement json)
    {
        var due = json.GetProperty("due").GetDateTimeOffset();
        var cycle = json.TryGetProperty("interval", out var interval);
        if (cycle && !IsoDuration.TryParse(Text(interval), out _))
            throw NotA("interval");
        return new(
            json.GetProperty("id").GetInt64(),
            Text(json.GetProperty("element")),
            json.GetProperty("instance").GetInt64(),
            due,
            cycle ? json.GetProperty("first").GetDateTimeOffset() : due,
            cycle ? json.GetProperty("fired").GetInt32() : 0,
            cycle ? json.GetProperty("repetitions").GetInt32() : 1,
            cycle ? Text(interval) : null)
        {
            KeepsDate = Flag(json, "fixed"),
        };
    }

    private static bool Flag(JsonElement json, string name) =>
        json.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static string Text(JsonElement json) =>
        json.GetString() ?? throw new FormatException("The state has a null where text is expected.");

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
