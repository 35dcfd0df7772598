using System.Globalization;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>Blocks with events: what waits, what throws, what undoes.</summary>
internal sealed partial class RandomProcess
{
    private const string Timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT3H</bpmn:timeDuration>"
        + "</bpmn:timerEventDefinition>";

    private const string Message = "<bpmn:messageEventDefinition messageRef=\"msg\"/>";

    private const string Signal = "<bpmn:signalEventDefinition signalRef=\"sig\"/>";

    private const string Condition = "<bpmn:conditionalEventDefinition><bpmn:condition>n > 7</bpmn:condition>"
        + "</bpmn:conditionalEventDefinition>";

    /// <summary>Comes true with the next change, whatever the data: all of several must come in the end.</summary>
    private const string AnyData = "<bpmn:conditionalEventDefinition><bpmn:condition>n >= 0</bpmn:condition>"
        + "</bpmn:conditionalEventDefinition>";

    private string Inclusive(string from, int depth)
    {
        var defaultFlow = Next("d");
        var split = Node(from, $"<bpmn:inclusiveGateway id=\"{Next("O")}\" default=\"{defaultFlow}\"/>");
        var join = Next("Q");
        _xml.Append(CultureInfo.InvariantCulture, $"<bpmn:inclusiveGateway id=\"{join}\"/>");
        for (var branches = _random.Next(1, 4); branches > 0; branches--)
        {
            var first = Next("M");
            _xml.Append(Drawn.Manual(first)).Append(Drawn.Flow(Next("c"), split, first, $"n > {_random.Next(10)}"));
            Flow(Row(first, depth + 1), join);
        }
        _xml.Append(Drawn.Flow(defaultFlow, split, join));
        return join;
    }

    private string EventGateway(string from, int depth)
    {
        var gateway = Node(from, $"<bpmn:eventBasedGateway id=\"{Next("V")}\"/>");
        var merge = Next("Y");
        foreach (var definition in new[] { Timer, Message, Signal, Condition }.Take(_random.Next(2, 5)))
            Flow(Row(Node(gateway, Event("intermediateCatchEvent", definition)), depth + 1), merge);
        _xml.Append(Drawn.Exclusive(merge));
        return merge;
    }

    private string Rounds(string from)
    {
        var loop = $"<bpmn:standardLoopCharacteristics loopMaximum=\"{_random.Next(1, 4)}\" "
            + (_random.Next(2) == 0 ? "testBefore=\"true\">" : ">")
            + (_random.Next(2) == 0 ? "<bpmn:loopCondition>n > 3</bpmn:loopCondition>" : "")
            + "</bpmn:standardLoopCharacteristics>";
        return Node(from, _random.Next(2) == 0 ? Drawn.Task(Next("U"), loop) : Drawn.Manual(Next("M"), loop));
    }

    /// <summary>A sub-process with an event sub-process.</summary>
    private string Watched(string from, int depth)
    {
        var interrupts = _random.Next(2) == 0;
        var definition = _random.Next(4) switch { 0 => Timer, 1 => Message, 2 => Signal, _ => Condition };
        return Sub(from, depth, "", () =>
        {
            var (start, end) = (Next("s"), Next("e"));
            _xml.Append(CultureInfo.InvariantCulture, $"<bpmn:subProcess id=\"{Next("W")}\" triggeredByEvent=\"true\">");
            _xml.Append(CultureInfo.InvariantCulture,
                $"<bpmn:startEvent id=\"{start}\" isInterrupting=\"{(interrupts ? "true" : "false")}\">{definition}");
            _xml.Append("</bpmn:startEvent>");
            Flow(Row(start, depth + 2), end);
            _xml.Append(Drawn.End(end)).Append("</bpmn:subProcess>");
        });
    }

    /// <summary>A sub-process that may end in an error, which its border catches.</summary>
    private string Failing(string from, int depth)
    {
        var merge = Next("Y");
        var sub = Sub(from, depth, "", () =>
        {
        }, last =>
        {
            var (split, normal, end, error) = (Next("X"), Next("d"), Next("e"), Next("e"));
            _xml.Append(Drawn.Exclusive(split, normal)).Append(Drawn.End(end));
            Flow(last, split);
            _xml.Append(Drawn.Flow(normal, split, end)).Append(Drawn.Flow(Next("c"), split, error, "n > 4"));
            _xml.Append(CultureInfo.InvariantCulture,
                $"<bpmn:endEvent id=\"{error}\"><bpmn:errorEventDefinition errorRef=\"err\"/></bpmn:endEvent>");
        });
        var code = _random.Next(2) == 0 ? " errorRef=\"err\"" : "";
        Caught(sub, $"<bpmn:errorEventDefinition{code}/>", true, merge);
        return merge;
    }

    /// <summary>A sub-process that escalates on its way, which its border catches or nobody.</summary>
    private string Escalating(string from, int depth)
    {
        var merge = Next("Y");
        var sub = Sub(from, depth, "", () =>
        {
        }, last =>
        {
            var end = Next("e");
            Flow(Node(last, Event("intermediateThrowEvent", "<bpmn:escalationEventDefinition escalationRef=\"esc\"/>")),
                end);
            _xml.Append(Drawn.End(end));
        });
        if (_random.Next(3) > 0)
            Caught(sub, "<bpmn:escalationEventDefinition escalationRef=\"esc\"/>", _random.Next(2) == 0, merge);
        else
        {
            _xml.Append(Drawn.Exclusive(merge));
            Flow(sub, merge);
        }
        return merge;
    }

    private string Undone(string from)
    {
        var done = Node(from, _random.Next(2) == 0
            ? Drawn.Task(Next("U"))
            : Drawn.Manual(Next("M"), Drawn.Loop(cardinality: "2", sequential: _random.Next(2) == 0)));
        Handler(done);
        var which = _random.Next(2) == 0 ? $" activityRef=\"{done}\"" : "";
        return Node(from: done, Event("intermediateThrowEvent", $"<bpmn:compensateEventDefinition{which}/>"));
    }

    private string Transaction(string from, int depth)
    {
        var merge = Next("Y");
        var sub = Sub(from, depth, "transaction", () =>
        {
        }, last =>
        {
            var (split, normal, end, cancel) = (Next("X"), Next("d"), Next("e"), Next("e"));
            var booked = Node(last, Drawn.Task(Next("U")));
            Handler(booked);
            _xml.Append(Drawn.Exclusive(split, normal)).Append(Drawn.End(end));
            Flow(booked, split);
            _xml.Append(Drawn.Flow(normal, split, end)).Append(Drawn.Flow(Next("c"), split, cancel, "n > 6"));
            _xml.Append(CultureInfo.InvariantCulture,
                $"<bpmn:endEvent id=\"{cancel}\"><bpmn:cancelEventDefinition/></bpmn:endEvent>");
        });
        Caught(sub, "<bpmn:cancelEventDefinition/>", true, merge);
        return merge;
    }

    private string AdHoc(string from)
    {
        var id = Next("H");
        _xml.Append(CultureInfo.InvariantCulture,
            $"<bpmn:adHocSubProcess id=\"{id}\" ordering=\"{(_random.Next(2) == 0 ? "Sequential" : "Parallel")}\">");
        var tasks = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Next("U")).ToList();
        tasks.ForEach(task => _xml.Append(Drawn.Task(task)));
        if (_random.Next(2) == 0)
        {
            var next = Next("M");
            _xml.Append(Drawn.Manual(next));
            Flow(tasks[0], next);
        }
        _xml.Append("</bpmn:adHocSubProcess>");
        Flow(from, id);
        return id;
    }

    private string Call(string from)
    {
        var loop = _random.Next(3) == 0 ? Drawn.Loop(cardinality: "2") : "";
        var call = Node(from, $"<bpmn:callActivity id=\"{Next("C")}\" calledElement=\"child\">{loop}</bpmn:callActivity>");
        var merge = Next("Y");
        Caught(call, "<bpmn:errorEventDefinition/>", true, merge);
        return merge;
    }

    /// <summary>A multi-instance that throws to its border when the first, or each, is done.</summary>
    private string Throwing(string from)
    {
        var behavior = _random.Next(2) == 0 ? "None" : "One";
        var shared = Next("def");
        _xml.Append(CultureInfo.InvariantCulture, $"<bpmn:group id=\"{Next("g")}\">").Append(
            Signal.Replace("<bpmn:signalEventDefinition", $"<bpmn:signalEventDefinition id=\"{shared}\"")).Append("</bpmn:group>");
        var host = Node(from, Drawn.Task(Next("U"), Drawn.Loop(
            cardinality: "3", sequential: _random.Next(2) == 0,
            more: $"behavior=\"{behavior}\" {behavior.ToLowerInvariant()}BehaviorEventRef=\"{shared}\"")));
        var merge = Next("Y");
        Caught(host, Signal, _random.Next(2) == 0, merge);
        return merge;
    }

    private string Link(string from)
    {
        var (name, target) = (Next("link"), Next("L"));
        Node(from, Event("intermediateThrowEvent", $"<bpmn:linkEventDefinition name=\"{name}\"/>"));
        _xml.Append(CultureInfo.InvariantCulture,
            $"<bpmn:intermediateCatchEvent id=\"{target}\"><bpmn:linkEventDefinition name=\"{name}\"/>");
        _xml.Append("</bpmn:intermediateCatchEvent>");
        return target;
    }

    private string Throw(string from) => Node(
        from, Event("intermediateThrowEvent", _random.Next(3) switch { 0 => Message, 1 => Signal, _ => "" }));

    /// <summary>An event on a border; where it interrupts, both ways meet.</summary>
    private void Caught(string host, string definition, bool interrupts, string merge)
    {
        var boundary = Next("B");
        _xml.Append(CultureInfo.InvariantCulture, $"<bpmn:boundaryEvent id=\"{boundary}\" attachedToRef=\"{host}\" ");
        _xml.Append(CultureInfo.InvariantCulture,
            $"cancelActivity=\"{(interrupts ? "true" : "false")}\">{definition}</bpmn:boundaryEvent>");
        _xml.Append(Drawn.Exclusive(merge));
        Flow(host, merge);
        if (interrupts)
        {
            Flow(boundary, merge);
            return;
        }
        var end = Next("e");
        _xml.Append(Drawn.End(end));
        Flow(Node(boundary, Drawn.Task(Next("U"))), end);
    }

    private void Handler(string activity)
    {
        var (boundary, handler) = (Next("B"), Next("N"));
        _xml.Append(CultureInfo.InvariantCulture, $"<bpmn:boundaryEvent id=\"{boundary}\" attachedToRef=\"{activity}\">");
        _xml.Append("<bpmn:compensateEventDefinition/></bpmn:boundaryEvent>");
        _xml.Append(_random.Next(2) == 0
            ? Drawn.Task(handler, attributes: "isForCompensation=\"true\"")
            : Drawn.Manual(handler, attributes: "isForCompensation=\"true\""));
        _xml.Append(CultureInfo.InvariantCulture,
            $"<bpmn:association id=\"{Next("a")}\" sourceRef=\"{boundary}\" targetRef=\"{handler}\"/>");
    }

    private string Sub(string from, int depth, string word, Action beside, Action<string>? close = null)
    {
        var (id, start) = (Next("P"), Next("s"));
        word = word.Length == 0 ? "subProcess" : word;
        _xml.Append(CultureInfo.InvariantCulture, $"<bpmn:{word} id=\"{id}\">").Append(Drawn.Start(start));
        var last = Row(start, depth + 1);
        if (close is not null)
            close(last);
        else
        {
            var end = Next("e");
            _xml.Append(Drawn.End(end));
            Flow(last, end);
        }
        beside();
        _xml.Append(CultureInfo.InvariantCulture, $"</bpmn:{word}>");
        Flow(from, id);
        return id;
    }

    private string Event(string word, string definition) =>
        $"<bpmn:{word} id=\"{Next("I")}\">{definition}</bpmn:{word}>";
}
