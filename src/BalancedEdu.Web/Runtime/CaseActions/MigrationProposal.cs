using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>Why a case can't be moved.</summary>
/// <param name="Key">The field of the form that can mend it: an element's id; or <c>version</c>.</param>
/// <param name="Why">What it is and why, as a part of a sentence.</param>
public sealed record MigrationObstacle(string Key, string Why);

/// <summary>What becomes of one part of a case under another version.</summary>
/// <param name="Word">What it is: 环节, 定时.</param>
/// <param name="ElementId">The element or flow, as the version until now calls it.</param>
/// <param name="Label">How a sentence names it.</param>
/// <param name="To">The element or flow of the other version; null when there is none.</param>
/// <param name="ToLabel">How a sentence names that; null when there is none.</param>
/// <param name="Problem">Why it can't be moved, as the end of a sentence that begins with it; or null.</param>
/// <param name="Candidates">What of the other version it could be, ids and names.</param>
public sealed record ProposedMove(
    string Word, string ElementId, string Label, string? To, string? ToLabel, string? Problem,
    IReadOnlyList<(string Id, string Label)> Candidates)
{
    private const string TimerWord = "定时";

    private const string WaitWord = "等待";

    private const string DoneWord = "已办";

    private const string StartWord = "发起";

    private const string PairWord = "对应";

    private const string UndoWord = "补偿";

    /// <summary>Whether it goes on by the other version as it is; else it stops the migration or is given up.</summary>
    public bool Stays => Problem is null && To is not null;

    /// <summary>Whether it is a timer.</summary>
    public bool IsTimer => Word == TimerWord;

    /// <summary>Whether it is given up where its event is gone: a timer, or what is waited for.</summary>
    public bool IsEvent => Word is TimerWord or WaitWord;

    /// <summary>
    /// Whether it is a step that is over and is called otherwise, or is gone: it stays as it was, but the separation of
    /// duties and returns find it only by its new name.
    /// </summary>
    public bool IsDone => Word == DoneWord;

    /// <summary>
    /// Whether it is the start by which the case began and that is called otherwise, or is gone: what was filled in
    /// there is found only by its new name.
    /// </summary>
    public bool IsStart => Word == StartWord;

    /// <summary>Whether it is a step that is over and that could not be undone any more.</summary>
    public bool IsUndo => Word == UndoWord;

    /// <summary>Whether the case can be moved without saying what it is called now.</summary>
    public bool IsOptional => IsEvent || IsDone || IsStart || IsPair || IsUndo;

    /// <summary>Whether it is only said to be called otherwise: nothing of it is open or over.</summary>
    public bool IsPair => Word == PairWord;

    /// <summary>What is said to be called otherwise.</summary>
    internal static ProposedMove OfPair(
        string elementId, ProcessDefinition from, ProcessDefinition to, IReadOnlyDictionary<string, string> elements)
    {
        var after = elements[elementId];
        var label = MigrationPairs.LabelOf(to, after);
        return new(
            PairWord, elementId, MigrationPairs.LabelOf(from, elementId), after, label,
            MigrationPairs.WhyNot(from, to, elementId, elements), [(after, label)]);
    }

    /// <summary>A step that is over and that the other version does not know by its id; null when it does.</summary>
    internal static ProposedMove? OfDone(
        string elementId, ProcessDefinition from, ProcessDefinition to, IReadOnlyDictionary<string, string> elements)
    {
        if (from.Find(elementId) is not UserTask before || to.Find(elementId) is UserTask)
            return null;
        var after = elements.TryGetValue(elementId, out var now) ? to.Find(now) : null;
        return new(
            DoneWord, elementId, before.Label, after?.Id, after?.Label, null,
            [.. to.Nodes.OfType<UserTask>().Where(t => from.Find(t.Id) is null
                    && MigrationPairs.WhyNot(from, to, elementId, Named(elementId, t.Id)) is null)
                .Select(t => (t.Id, t.Label))]);
    }

    /// <summary>
    /// The start whose form or facts the case keeps, where the other version does not know it by its id; null when it
    /// does, and when the case keeps nothing of it.
    /// </summary>
    internal static ProposedMove? OfStart(
        ProcessState state, ProcessDefinition from, ProcessDefinition to, IReadOnlyDictionary<string, string> elements)
    {
        var id = from.StartEventId;
        if (!state.Variables.TryGet(id, out _) || to.Find(id) is StartEvent || from.Find(id) is not { } before)
            return null;
        var after = elements.TryGetValue(id, out var now) ? to.Find(now) : null;
        var twin = to.Find(to.StartEventId);
        return new(
            StartWord, id, before.Label, after?.Id, after?.Label, null,
            twin is not null && MigrationPairs.WhyNot(from, to, id, Named(id, twin.Id)) is null
                ? [(twin.Id, twin.Label)] : []);
    }

    private static Dictionary<string, string> Named(string id, string target) => new() { [id] = target };

    internal static ProposedMove Of(MigrationLine line) => new(
        line.Part switch
        {
            MigrationPart.Element => "环节",
            MigrationPart.Flow => "汇合",
            MigrationPart.Destination => "直达目标",
            MigrationPart.Timer => TimerWord,
            MigrationPart.Compensation => UndoWord,
            _ => WaitWord,
        },
        line.ElementId, line.Label, line.To, line.ToLabel, line.Problem, line.Candidates);
}

/// <summary>Rows of a case that have a say in its migration.</summary>
/// <param name="Clocks">Clocks of the case that run.</param>
/// <param name="Done">Elements of tasks that are over.</param>
internal sealed record MigrationRows(IReadOnlyList<ClockRow> Clocks, IReadOnlyList<string> Done);

/// <summary>What moving a case to another version would do; worked out without doing it.</summary>
/// <param name="From">The version it runs on.</param>
/// <param name="To">The other version.</param>
/// <param name="CaseVersion">The version of the case that it was worked out from: sent back with the migration.</param>
/// <param name="Moves">What becomes of each part of the case.</param>
/// <param name="Begins">What the other version begins at once: timers, waits and tasks, in words.</param>
/// <param name="Obstacles">Why it can't be done; empty when it can.</param>
public sealed record MigrationProposal(
    PublishedBundle From, PublishedBundle To, long CaseVersion, IReadOnlyList<ProposedMove> Moves,
    IReadOnlyList<string> Begins, IReadOnlyList<MigrationObstacle> Obstacles)
{
    /// <summary>Works it out: the engine itself makes the step, and nobody keeps it.</summary>
    /// <param name="case">The case.</param>
    /// <param name="versions">The version it runs on and the other one.</param>
    /// <param name="elements">Old ids and new ids, of what is called otherwise there.</param>
    /// <param name="rows">What of its rows has a say.</param>
    /// <param name="now">When it would be done.</param>
    internal static MigrationProposal Of(
        Case @case, (PublishedBundle From, PublishedBundle To) versions, IReadOnlyDictionary<string, string> elements,
        MigrationRows rows, DateTimeOffset now)
    {
        var (from, to) = versions;
        var state = ProcessState.FromJson(@case.State);
        var lines = MigrationPlan.Read(from.Definition, to.Definition, state, elements);
        List<MigrationObstacle> obstacles =
        [
            .. lines.Where(l => l.Problem is not null)
                .Select(l => new MigrationObstacle(l.ElementId, l.Label + l.Problem)),
            .. Untrue(lines, versions, elements), .. Merged(lines, rows, versions, elements),
            .. rows.Clocks.Where(c => c.ClockId.Length > 0 && to.Definition.Clocks.All(d => d.Id != c.ClockId))
                .Select(c => new MigrationObstacle(
                    "version", $"正在计时的“{c.Name}”（{c.ClockId}）在新版本里没有")),
        ];
        var proposal = new MigrationProposal(
            from, to, @case.Version, MovesOf(state, lines, rows, versions, elements), [], obstacles);
        if (obstacles.Count > 0)
            return proposal;
        var step = ProcessEngine.Step(to.Definition, state, new MigrateInstance(from.Definition, elements), now);
        return step.Refusal is { } refusal
            ? proposal with { Obstacles = [new("version", refusal.Message.TrimEnd('。'))] }
            : proposal with { Begins = [.. step.Effects.Select(e => Begun(to, e)).OfType<string>()] };
    }

    /// <summary>What is open, what is over, and every other pair: nothing is renamed untold.</summary>
    private static List<ProposedMove> MovesOf(
        ProcessState state, IReadOnlyList<MigrationLine> lines, MigrationRows rows,
        (PublishedBundle From, PublishedBundle To) versions, IReadOnlyDictionary<string, string> elements)
    {
        var (from, to) = (versions.From.Definition, versions.To.Definition);
        List<ProposedMove> moves =
        [
            .. lines.Select(ProposedMove.Of),
            .. rows.Done.Where(id => lines.All(l => l.ElementId != id))
                .Select(id => ProposedMove.OfDone(id, from, to, elements)).OfType<ProposedMove>(),
        ];
        if (ProposedMove.OfStart(state, from, to, elements) is { } start)
            moves.Add(start);
        var told = moves.Select(m => m.ElementId).ToHashSet(StringComparer.Ordinal);
        moves.AddRange(elements.Keys.Where(id => !told.Contains(id)).Order(StringComparer.Ordinal)
            .Select(id => ProposedMove.OfPair(id, from, to, elements)));
        return moves;
    }

    /// <summary>Pairs that can't be; of what is open, its own line tells why.</summary>
    private static IEnumerable<MigrationObstacle> Untrue(
        IReadOnlyList<MigrationLine> lines, (PublishedBundle From, PublishedBundle To) versions,
        IReadOnlyDictionary<string, string> elements)
    {
        var (from, to) = (versions.From.Definition, versions.To.Definition);
        return elements.Keys.Where(id => lines.All(l => l.ElementId != id || l.Problem is null))
            .Order(StringComparer.Ordinal)
            .Select(id => (Id: id, Why: MigrationPairs.WhyNot(from, to, id, elements))).Where(pair => pair.Why != null)
            .Select(pair => new MigrationObstacle(pair.Id, MigrationPairs.LabelOf(from, pair.Id) + pair.Why));
    }

    /// <summary>Two would be one: their results, tasks and those who did them could not be told apart.</summary>
    private static IEnumerable<MigrationObstacle> Merged(
        IReadOnlyList<MigrationLine> lines, MigrationRows rows, (PublishedBundle From, PublishedBundle To) versions,
        IReadOnlyDictionary<string, string> elements)
    {
        var (from, to) = (versions.From.Definition, versions.To.Definition);
        return lines.Select(l => l.ElementId).Concat(rows.Done).Concat(elements.Keys).Distinct(StringComparer.Ordinal)
            .GroupBy(id => elements.GetValueOrDefault(id, id), StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => new MigrationObstacle(
                g.Last(elements.ContainsKey),
                $"{string.Join("和", g.Select(id => MigrationPairs.LabelOf(from, id)))}都对应到 "
                    + MigrationPairs.LabelOf(to, g.Key)));
    }

    private static string? Begun(PublishedBundle to, Effect effect) => effect switch
    {
        ScheduleTimer e => $"开始计时：{to.Definition.NameOf(e.ElementId)}",
        Subscribe e => $"开始等待：{to.Definition.NameOf(e.ElementId)}",
        CreateUserTask e => $"开始环节：{to.Definition.NameOf(e.ElementId)}",
        _ => null,
    };
}
