using System.Globalization;
using System.Text;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>
/// A block-structured process drawn from a seed: blocks in a row, with all that is drawn in BPMN inside one another.
/// Whatever its data, it can come to its end.
/// </summary>
internal sealed partial class RandomProcess(int seed)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _xml = new();
    private int _ids;

    /// <summary>The process as a file, with the messages, signals, errors and escalations that it refers to.</summary>
    public byte[] Draw()
    {
        _xml.Append(Drawn.Start());
        var last = Row("S", 0);
        _xml.Append(Drawn.End());
        Flow(last, "E");
        // Each task may be sent back, and signed by others.
        _xml.Replace("<bpmn:userTask ", "<bpmn:userTask be:allow=\"return,add-signer\" ");
        return Drawn.File($"""
            <bpmn:message id="msg" name="来文"/><bpmn:signal id="sig" name="信号"/>
            <bpmn:error id="err" errorCode="ERR"/><bpmn:escalation id="esc" escalationCode="ESC"/>
            <bpmn:process id="p" name="随机" isExecutable="true">{_xml}</bpmn:process>
            """);
    }

    /// <summary>Blocks one after the other; gives the last node.</summary>
    private string Row(string from, int depth)
    {
        for (var i = _random.Next(1, 4); i > 0; i--)
            from = Block(from, depth);
        return from;
    }

    private string Block(string from, int depth) => (depth > 3 ? _random.Next(6) : _random.Next(24)) switch
    {
        0 => Node(from, Drawn.Task(Next("U"))),
        1 => Node(from, Drawn.Job(Next("J"))),
        2 => Node(from, Drawn.Manual(Next("M"))),
        3 => Node(from, Drawn.Timer("intermediateCatchEvent", Next("T"), "timeDuration:PT1H")),
        4 => Node(from, $"<bpmn:scriptTask id=\"{Next("Z")}\" be:resultVariable=\"k\"><bpmn:script>modulo(n + 3, 12)"
            + "</bpmn:script></bpmn:scriptTask>"),
        5 => Node(from, $"<bpmn:receiveTask id=\"{Next("R")}\" messageRef=\"msg\"/>"),
        6 or 7 => Fork(from, depth),
        8 or 9 => Choice(from, depth),
        10 => Loop(from, depth),
        11 => SubProcess(from, depth),
        12 => MultiInstance(from),
        13 => Border(from),
        14 => Inclusive(from, depth),
        15 => EventGateway(from, depth),
        16 => Rounds(from),
        17 => Watched(from, depth),
        18 => Failing(from, depth),
        19 => Escalating(from, depth),
        20 => Undone(from),
        21 => Transaction(from, depth),
        22 => AdHoc(from),
        _ => _random.Next(5) switch
        {
            0 => Call(from),
            1 => Link(from),
            2 => Throwing(from),
            // No signal: where a signal starts what waits for one, there would be no end.
            3 => Node(from, Event(
                    "intermediateCatchEvent", Message + AnyData + (_random.Next(2) == 0 ? Timer : ""))
                .Replace("<bpmn:intermediateCatchEvent", "<bpmn:intermediateCatchEvent parallelMultiple=\"true\"")),
            _ => Throw(from),
        },
    };

    private string Fork(string from, int depth)
    {
        var fork = Node(from, Drawn.Parallel(Next("F")));
        var ends = Enumerable.Range(0, _random.Next(2, 4)).Select(_ => Row(fork, depth + 1)).ToList();
        var join = Next("K");
        _xml.Append(Drawn.Parallel(join));
        ends.ForEach(end => Flow(end, join));
        return join;
    }

    private string Choice(string from, int depth)
    {
        var defaultFlow = Next("d");
        var split = Node(from, Drawn.Exclusive(Next("X"), defaultFlow));
        var merge = Next("Y");
        foreach (var _ in Enumerable.Range(0, _random.Next(1, 3)))
        {
            var first = Next("M");
            _xml.Append(Drawn.Manual(first)).Append(Drawn.Flow(Next("c"), split, first, $"n > {_random.Next(10)}"));
            Flow(Row(first, depth + 1), merge);
        }
        _xml.Append(Drawn.Exclusive(merge)).Append(Drawn.Flow(defaultFlow, split, merge));
        return merge;
    }

    private string Loop(string from, int depth)
    {
        var merge = Node(from, Drawn.Exclusive(Next("Y")));
        var task = Next("U");
        var defaultFlow = Next("d");
        var split = Next("X");
        var body = Row(merge, depth + 1);
        Flow(body, task);
        _xml.Append(Drawn.Task(task)).Append(Drawn.Exclusive(split, defaultFlow));
        Flow(task, split);
        _xml.Append(Drawn.Flow(Next("c"), split, merge, $"{task}.outcome = \"no\""));
        var exit = Next("M");
        _xml.Append(Drawn.Manual(exit)).Append(Drawn.Flow(defaultFlow, split, exit));
        return exit;
    }

    private string SubProcess(string from, int depth)
    {
        var id = Next("P");
        var (start, end) = (Next("s"), Next("e"));
        var loop = _random.Next(3) switch
        {
            0 => Drawn.Loop(cardinality: "2"),
            1 => Drawn.Loop(cardinality: "2", sequential: true),
            _ => "",
        };
        _xml.Append(CultureInfo.InvariantCulture, $"<bpmn:subProcess id=\"{id}\">").Append(loop).Append(Drawn.Start(start));
        var last = Row(start, depth + 1);
        _xml.Append(_random.Next(4) == 0 ? Drawn.Terminate(end) : Drawn.End(end));
        Flow(last, end);
        _xml.Append("</bpmn:subProcess>");
        Flow(from, id);
        return id;
    }

    private string MultiInstance(string from)
    {
        var loop = Drawn.Loop(
            cardinality: _random.Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture),
                sequential: _random.Next(2) == 0,
            until: _random.Next(2) == 0 ? "nrOfCompletedInstances >= 2" : null);
        return Node(from, _random.Next(3) switch
        {
            0 => Drawn.Task(Next("U"), loop),
            1 => Drawn.Job(Next("J"), loop),
            _ => Drawn.Manual(Next("M"), loop),
        });
    }

    private string Border(string from)
    {
        var task = Node(from, Drawn.Task(Next("U")));
        var (timer, merge) = (Next("B"), Next("Y"));
        var interrupts = _random.Next(2) == 0;
        _xml.Append(Drawn.Boundary(timer, task, interrupts ? "timeDuration:PT2H" : "timeCycle:R2/PT2H", interrupts));
        _xml.Append(Drawn.Exclusive(merge));
        Flow(task, merge);
        if (interrupts)
            Flow(timer, merge);
        else
        {
            var end = Next("e");
            var reminder = Node(timer, Drawn.Task(Next("U")));
            _xml.Append(Drawn.End(end));
            Flow(reminder, end);
        }
        return merge;
    }

    private string Node(string from, string element)
    {
        _xml.Append(element);
        var id = element[(element.IndexOf("id=\"", StringComparison.Ordinal) + 4)..];
        id = id[..id.IndexOf('"')];
        Flow(from, id);
        return id;
    }

    private void Flow(string from, string to) => _xml.Append(Drawn.Flow(Next("f"), from, to));

    private string Next(string prefix) => $"{prefix}{++_ids}";
}
