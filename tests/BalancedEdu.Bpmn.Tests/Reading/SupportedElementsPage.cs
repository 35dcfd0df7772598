using System.Text;
using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Reading;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>
/// <c>docs/reference/supported-elements.md</c>, written from what the engine has: its behaviours, the events that it
/// reads at each place, its words and what it keeps. Only the remarks are written by hand.
/// </summary>
internal static class SupportedElementsPage
{
    /// <summary>What may stand in a process: the flow elements of the BPMN 2.0.2 schema.</summary>
    private static readonly string[] Elements =
    [
        "process", "subProcess", "transaction", "adHocSubProcess", "callActivity", "userTask", "serviceTask",
        "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "manualTask", "task", "startEvent", "endEvent",
        "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent", "implicitThrowEvent", "event",
        "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway",
        "choreographyTask", "subChoreography", "callChoreography",
    ];

    private static readonly Dictionary<string, string> Remarks = new()
    {
        ["process"] = "the one of the bundle's name; others are kept (`bpmn-files.md`); without start and end events "
            + "it begins with what no flow leads to",
        ["subProcess"] = "embedded, and event sub-processes (`triggeredByEvent`)",
        ["transaction"] = "a cancel end event undoes what was done, then the cancel boundary event goes on",
        ["adHocSubProcess"] = "`ordering`, `completionCondition`, `cancelRemainingInstances`",
        ["userTask"] = "needs `be:assignment` and `be:outcome`",
        ["serviceTask"] = "needs `be:job`",
        ["sendTask"] = "`be:mail` with `be:mailTo`, or `messageRef`",
        ["receiveTask"] = "`messageRef`, also `instantiate`",
        ["scriptTask"] = "FEEL",
        ["businessRuleTask"] = "needs `be:decision`",
        ["manualTask"] = "the token passes",
        ["task"] = "the token passes",
        ["exclusiveGateway"] = "FEEL conditions, default flow",
        ["parallelGateway"] = "exact join",
        ["inclusiveGateway"] = "waits for every token that can still come",
        ["eventBasedGateway"] = "`eventGatewayType` Exclusive and Parallel, also `instantiate`",
        ["complexGateway"] = "draw inclusive and exclusive gateways",
        ["implicitThrowEvent"] = "never drawn",
        ["event"] = "never drawn",
    };

    /// <summary>Words that are no elements of their own, but tell something of the one around.</summary>
    private static readonly string[] ReadWithTheirElement =
    [
        "extensionElements", "incoming", "outgoing", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics",
        "completionCondition", "dataInputAssociation", "dataOutputAssociation", "ioSpecification",
    ];

    private static readonly (EventPlace Place, string Name)[] Places =
    [
        (EventPlace.Start, "start"), (EventPlace.InnerStart, "start in a sub-process"),
        (EventPlace.EventSubProcessStart, "start of an event sub-process"),
        (EventPlace.NonInterruptingEventSubProcessStart, "the same, not interrupting"),
        (EventPlace.Catch, "catch"), (EventPlace.Boundary, "boundary"),
        (EventPlace.NonInterruptingBoundary, "boundary, not interrupting"), (EventPlace.Throw, "throw"),
        (EventPlace.End, "end"),
    ];

    public static string Text()
    {
        var page = new StringBuilder().Append("""
            # Supported BPMN elements

            Written from the engine's registry by `BALANCEDEDU_WRITE_REFERENCE=1 dotnet test
            tests/BalancedEdu.Bpmn.Tests --filter SupportedElementsTests`; without the variable the same test compares.
            What is *refused* is refused when a definition is published, with the element's id and line: nothing is
            ignored in silence.

            | element | status | our words | remarks |
            |---|---|---|---|

            """);
        foreach (var word in Elements)
            page.Append(Row(word));
        page.Append("""

            `sequenceFlow` runs: conditions also from activities; an activity without outgoing flow ends its path, which
            publishing tells. `standardLoopCharacteristics` runs: `testBefore`, `loopMaximum`, `loopCondition`.
            `multiInstanceLoopCharacteristics` runs: parallel, sequential, collections, completion condition, `behavior`
            (None, One and Complex throw to the border of the activity, and are refused where no event there hears it).

            `dataInputAssociation` and `dataOutputAssociation` of activities run: a data object is the variable of its
            id, an input is a variable of the activity's own, an output an entry of its result, or all of it;
            `transformation` and `assignment` are FEEL. Of events they are kept without effect: `be:input` and
            `be:output` say there what is sent and kept.

            `globalTask`, `globalManualTask`, `globalUserTask`, `globalScriptTask` and `globalBusinessRuleTask` run
            where a call activity of the same file calls them, with `be:input` and `be:output` of the call.

            ## Events

            | about |
            """).Append(string.Join("|", Places.Select(place => $" {place.Name} "))).Append("|\n|---|");
        page.Append(string.Concat(Places.Select(_ => "---|"))).Append('\n');
        foreach (var kind in Places.SelectMany(place => EventDefinitionReader.Allowed[place.Place]).Distinct())
            page.Append(kind.Length == 0 ? "| none |" : $"| {kind} |")
                .Append(string.Concat(Places.Select(place =>
                    EventDefinitionReader.Allowed[place.Place].Contains(kind) ? " runs |" : " – |")))
                .Append('\n');
        return page.Append("""

            Several in one event run: one of them is enough where they are caught (at most one timer and one condition),
            all of them are thrown: message, signal, escalation, terminate. With `parallelMultiple` all of them must
            have come, in any order: messages, signals, a condition and, where it interrupts, a timer. A conditional
            start of a process, and one by several things together, is refused where the host doesn't watch for it
            (`Surroundings.WatchesStarts`).

            ## Kept

            In the file, without effect on running, and written again as it was read:

            """)
            .Append(string.Join(", ", ProcessReading.Silent.Except(ReadWithTheirElement).Order(StringComparer.Ordinal)
                .Select(word => $"`{word}`")))
            .Append(", and all that stands beside the process: `collaboration`, `choreography`, diagrams, foreign ")
            .Append("extensions.\n")
            .ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The words of the elements that have a behaviour.</summary>
    public static IReadOnlyList<string> Runs { get; } = [.. ElementRegistry.Kinds.Select(kind => kind.Name switch
    {
        "AbstractTask" => "task",
        var name => char.ToLowerInvariant(name[0]) + name[1..],
    })];

    /// <summary>The words that publishing refuses.</summary>
    public static IEnumerable<string> Refused => Elements.Except(Runs);

    private static string Row(string word)
    {
        var ours = (Words.AttributesByElement.GetValueOrDefault(word) ?? []).Select(name => $"`be:{name}`")
            .Concat((Words.ExtensionsByElement.GetValueOrDefault(word) ?? []).Select(name => $"`<be:{name}>`"));
        return $"| `{word}` | {(Runs.Contains(word) ? "runs" : "refused")} | {string.Join(", ", ours)} | "
            + $"{Remarks.GetValueOrDefault(word)} |\n";
    }
}
