using System.Text;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>
/// Draws a definition: blocks in blocks, so that each can be finished. What a task allows, to whom it is offered and
/// which clocks run is drawn as well.
/// </summary>
internal sealed class DefinitionDrawing
{
    private const int TasksMax = 7;

    private readonly Random _random;
    private readonly Dictionary<string, DrawnTask> _tasks = [];
    private readonly Stack<StringBuilder> _scopes = new();
    private readonly List<DrawnBlock> _around = [];
    private int _count;
    private int _blocks;

    private DefinitionDrawing(int seed) => _random = new(seed);

    private bool Full => _tasks.Count >= TasksMax;

    /// <summary>The same definition for the same seed.</summary>
    public static DrawnDefinition Draw(string id, int seed) => new DefinitionDrawing(seed).Draw(id, seed, "");

    private DrawnDefinition Draw(string id, int seed, string start)
    {
        _scopes.Push(new());
        var form = Chance(2);
        if (form)
            start = $" be:form=\"{id}-apply\"";
        Add($"<bpmn:startEvent id=\"{DrawnTask.StartForm}\"{start} />");
        var block = Sequence(0, 2 + _random.Next(2));
        Add("<bpmn:endEvent id=\"END\" />");
        Flow(DrawnTask.StartForm, block.In);
        Flow(block.Out, "END");
        var drawn = _tasks.Values.ToList();
        var clocks = Clocks(drawn);
        if (form)
            _tasks[DrawnTask.StartForm] = new(DrawnTask.StartForm) { AllowSelf = true, Outcomes = ["submit"] };
        var suspension = Chance(2);
        return new(id, seed, $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:be="http://balancededu.cn/schema/bpmn/1.0" targetNamespace="http://balancededu.cn/tests">
              <bpmn:process id="{id}" name="随机流程" isExecutable="true" be:titleExpression="随机流程"
                be:suspensionPausesClocks="{(suspension ? "true" : "false")}">
                <bpmn:extensionElements>{string.Concat(clocks.Select(Text))}</bpmn:extensionElements>
            {_scopes.Pop()}
              </bpmn:process>
            </bpmn:definitions>
            """, _tasks, clocks, suspension);
    }

    private (string In, string Out) Block(int depth)
    {
        if (Full || depth > 2)
            return Single(DrawTask());
        return _random.Next(9) switch
        {
            0 or 1 => Parallel(depth + 1),
            2 => Choice(depth + 1),
            3 or 4 => Loop(depth + 1),
            5 => Inside(depth + 1),
            6 => Single(DrawMany()),
            7 => Sequence(depth + 1, 2),
            _ => Single(DrawTask()),
        };
    }

    /// <summary>Draws what stands at a place of a block.</summary>
    private T At<T>(int block, BlockKind kind, int place, Func<T> draw)
    {
        _around.Add(new(block, kind, place));
        var drawn = draw();
        _around.RemoveAt(_around.Count - 1);
        return drawn;
    }

    private static (string In, string Out) Single(string id) => (id, id);

    private (string In, string Out) Sequence(int depth, int length)
    {
        var row = ++_blocks;
        var (first, last) = At(row, BlockKind.Row, 0, () => Block(depth));
        for (var i = 1; i < length; i++)
        {
            var next = At(row, BlockKind.Row, i, () => Block(depth));
            Flow(last, next.In);
            last = next.Out;
        }
        return (first, last);
    }

    private (string In, string Out) Parallel(int depth)
    {
        var (fork, join) = (Node("parallelGateway", "FORK"), Node("parallelGateway", "JOIN"));
        var side = ++_blocks;
        for (var i = 2 + _random.Next(2); i > 0; i--)
        {
            var branch = At(side, BlockKind.Fork, i, () => Block(depth));
            Flow(fork, branch.In);
            Flow(branch.Out, join);
        }
        return (fork, join);
    }

    /// <summary>One of two ways, by the outcome of the task before.</summary>
    private (string In, string Out) Choice(int depth)
    {
        var row = ++_blocks;
        var (asked, merge) = (At(row, BlockKind.Row, 0, DrawTask), Node("exclusiveGateway", "MERGE"));
        var split = Node("exclusiveGateway", "WAY");
        var (one, other) = At(row, BlockKind.Row, 1, () => (Block(depth), Block(depth)));
        Flow(asked, split);
        Flow(split, one.In, $"{asked}.outcome = \"no\"");
        Default(split, Flow(split, other.In));
        Flow(one.Out, merge);
        Flow(other.Out, merge);
        return (asked, merge);
    }

    /// <summary>A block that is done again as long as the task behind it says no.</summary>
    private (string In, string Out) Loop(int depth)
    {
        var (again, out_) = (Node("exclusiveGateway", "AGAIN"), Node("exclusiveGateway", "OUT"));
        var split = Node("exclusiveGateway", "WAY");
        var row = ++_blocks;
        var body = At(row, BlockKind.Row, 0, () => Block(depth));
        var asked = At(row, BlockKind.Row, 1, DrawTask);
        Flow(again, body.In);
        Flow(body.Out, asked);
        Flow(asked, split);
        Flow(split, again, $"{asked}.outcome = \"no\"");
        Default(split, Flow(split, out_));
        return (again, out_);
    }

    private (string In, string Out) Inside(int depth)
    {
        var id = $"SUB{++_count}";
        _scopes.Push(new());
        var block = At(++_blocks, BlockKind.Scope, 0, () => Sequence(depth, 1 + _random.Next(2)));
        Add($"<bpmn:startEvent id=\"{id}_S\" /><bpmn:endEvent id=\"{id}_E\" />");
        Flow($"{id}_S", block.In);
        Flow(block.Out, $"{id}_E");
        var inside = _scopes.Pop();
        Add($"<bpmn:subProcess id=\"{id}\" name=\"{id}\">\n{inside}</bpmn:subProcess>");
        return (id, id);
    }

    private string DrawTask()
    {
        var task = Words(new($"T{_tasks.Count + 1}") { Outcomes = ["pass", "no"] });
        var who = _random.Next(8) switch
        {
            0 => $"candidateUsers=\"{Any(DrawnDefinition.People)},{Any(DrawnDefinition.People)}\"",
            1 => $"assignee=\"{Any(DrawnDefinition.People)}\"",
            2 => $"candidateGroups=\"{Post()}\" pick=\"{Any("turn", "least", "draw")}\"",
            3 => $"candidateGroups=\"{Post()},{Post()}\" candidates=\"{Any("live", "snapshot")}\"",
            _ => $"candidateGroups=\"{Post()}\"",
        };
        var separated = _tasks.Count > 0 && Chance(5) ? Any([.. _tasks.Keys]) : null;
        task = task with { Assignment = who, Separated = separated };
        if (who.Contains("draw", StringComparison.Ordinal))
            task = task with { Allow = [.. task.Allow.Where(a => a is not ("transfer" or "delegate"))] };
        return Write(task, "");
    }

    /// <summary>A countersign of three people, and when it is over.</summary>
    private string DrawMany()
    {
        var members = string.Join(
            ", ", DrawnDefinition.People.OrderBy(_ => _random.Next()).Take(3).Select(p => $"&quot;{p}&quot;"));
        var id = $"T{_tasks.Count + 1}";
        var condition = Any(
            "", "nrOfCompletedInstances &gt;= 1", $"tally{id}.rejected &gt; 0",
            $"tally{id}.agreed &gt;= 2 or tally{id}.agreed + tally{id}.open &lt; 2");
        var sequential = Chance(3) ? "true" : "false";
        var task = Words(new(id) { Outcomes = ["pass", "no", "abstain"] }) with
        {
            Many = true, Assignment = "assignee=\"=member\"",
        };
        return Write(task, $"""
            <bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}" be:collection="=[{members}]"
              be:item="member" be:tally="tally{id}">
              {(condition.Length > 0 ? $"<bpmn:completionCondition>{condition}</bpmn:completionCondition>" : "")}
            </bpmn:multiInstanceLoopCharacteristics>
            """);
    }

    /// <summary>What is drawn for a task of either kind.</summary>
    private DrawnTask Words(DrawnTask task)
    {
        var budget = Chance(4) ? null : Budget();
        string[] all = ["transfer", "delegate", "add-signer", "return"];
        var pauses = Chance(4);
        return task with
        {
            AllowSelf = Chance(4),
            Allow = [.. all.Where(_ => !Chance(6))],
            Budget = budget,
            Pausable = budget is not null && !pauses && Chance(2),
            ByTime = budget is not null && Chance(4),
            Extendable = budget?.EndsWith("WD", StringComparison.Ordinal) == true && Chance(2),
            Pauses = pauses ? [Any("total", "total,stage", "stage", "other")] : [],
        };
    }

    private string Write(DrawnTask task, string loop)
    {
        task = task with { Pauses = [.. task.Pauses.SelectMany(p => p.Split(','))], Blocks = [.. _around] };
        _tasks.Add(task.Id, task);
        var self = task.AllowSelf ? " allowSelf=\"true\"" : "";
        var separated = task.Separated is { } other ? $" sod=\"{other}\"" : "";
        var pauses = task.Pauses.Count > 0 ? $" be:pausesClock=\"{string.Join(',', task.Pauses)}\"" : "";
        Add($"""
            <bpmn:userTask id="{task.Id}" name="{task.Id}" be:allow="{string.Join(',', task.Allow)}"{pauses}>
              <bpmn:extensionElements>
                <be:assignment {task.Assignment}{self}{separated} />
                <be:outcome id="pass" name="同意" kind="primary" />
                <be:outcome id="no" name="不同意" kind="danger" />
                {(task.Many ? "<be:outcome id=\"abstain\" name=\"弃权\" vote=\"abstain\" />" : "")}
                {(task.ByTime ? "<be:outcome id=\"time\" name=\"视为同意\" kind=\"system\" />" : "")}
                {Sla(task)}
              </bpmn:extensionElements>
              {loop}
            </bpmn:userTask>
            """);
        return task.Id;
    }

    private static string Sla(DrawnTask task) => task.Budget is null
        ? ""
        : $"<be:sla budget=\"{task.Budget}\" law=\"试办规则 第一条\" reminders=\"0\" escalate=\"+1WD:L1\""
            + (task.Pausable ? " pausable=\"true\"" : "")
            + (task.ByTime ? " onTimeout=\"outcome:time\"" : "")
            + (task.Extendable ? $" extension=\"permit\" approver=\"{DrawnDefinition.Approver}\"" : "") + " />";

    /// <summary>One of the case, and stages from one task to another or through one.</summary>
    private List<DrawnClock> Clocks(List<DrawnTask> tasks)
    {
        var clocks = new List<DrawnClock>
        {
            new("total", Any("20WD", "45WD", "30D", "1M"), null, null, Chance(3), false),
        };
        foreach (var id in (string[])["stage", "other"])
        {
            var (from, to) = (_random.Next(tasks.Count), _random.Next(tasks.Count));
            clocks.Add(new(
                id, Budget(), tasks[Math.Min(from, to)].Id, tasks[Math.Max(from, to)].Id, Chance(3), false));
        }
        return [.. clocks.Select(c => c with
        {
            Extendable = c.Budget.EndsWith("WD", StringComparison.Ordinal) && !Chance(3),
        })];
    }

    private static string Text(DrawnClock clock) =>
        $"<be:clock id=\"{clock.Id}\" name=\"{clock.Id}\" budget=\"{clock.Budget}\""
        + (clock.Start is null ? "" : $" start=\"{clock.Start}\" end=\"{clock.End}\"")
        + (clock.Pausable ? " pausable=\"true\"" : "")
        + (clock.Extendable ? $" extension=\"permit\" approver=\"{DrawnDefinition.Approver}\"" : "") + " />";

    private string Budget() => _random.Next(4) switch
    {
        0 => $"{_random.Next(2, 15)}D",
        1 => $"{_random.Next(2, 20)}WH",
        _ => $"{_random.Next(1, 6)}WD",
    };

    private string Post() => Any("edu.basic", "edu.planning", "edu.finance", "edu.inspect", "edu.leader");

    private string Node(string kind, string name)
    {
        var id = $"{name}{++_count}";
        Add($"<bpmn:{kind} id=\"{id}\" />");
        return id;
    }

    private string Flow(string from, string to, string? condition = null)
    {
        var id = $"F{++_count}";
        var when = condition is null ? "" : $"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>";
        Add($"<bpmn:sequenceFlow id=\"{id}\" sourceRef=\"{from}\" targetRef=\"{to}\">{when}</bpmn:sequenceFlow>");
        return id;
    }

    private void Default(string gateway, string flow) => _scopes.Peek().Replace(
        $"<bpmn:exclusiveGateway id=\"{gateway}\" />",
        $"<bpmn:exclusiveGateway id=\"{gateway}\" default=\"{flow}\" />");

    private void Add(string text) => _scopes.Peek().AppendLine(text);

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Any(params string[] choice) => choice[_random.Next(choice.Length)];
}
