using System.Globalization;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Evaluating;

/// <summary>
/// The state of one evaluation: variables, instant, warnings and the steps spent. One is kept per thread and used
/// again, so that a comparison of a variable with a literal allocates nothing.
/// </summary>
internal sealed class Evaluation
{
    [ThreadStatic]
    private static Evaluation? t_spare;

    private FeelValue _input;
    private int _steps;
    private int _placed;
    private int _depth;
    private List<string>? _warnings;
    private string _callName = "";
    private FeelValue[]? _callArguments;

    public IFeelScope Scope { get; private set; } = EmptyScope.Instance;

    public FeelEnvironment Environment { get; private set; } = FeelEnvironment.Default;

    public DateTimeOffset Now { get; private set; }

    /// <summary>The value under test in unary tests, named <c>?</c>.</summary>
    public FeelValue Input { get => _input; set => _input = value; }

    /// <summary>The same without a copy.</summary>
    public ref readonly FeelValue InputInPlace => ref _input;

    /// <summary>The innermost names: of a loop, a filter, a context or a function.</summary>
    public Frame? Frame { get; set; }

    /// <summary>The text that the running nodes were parsed from; warnings quote it.</summary>
    public string Text { get; set; } = "";

    public IReadOnlyList<string> Warnings => (IReadOnlyList<string>?)_warnings ?? Array.Empty<string>();

    public static Evaluation Rent(
        string text, FeelEnvironment environment, IFeelScope scope, DateTimeOffset now, FeelValue input)
    {
        var evaluation = t_spare ?? new Evaluation();
        t_spare = null;
        evaluation.Text = text;
        evaluation.Environment = environment;
        evaluation.Scope = scope;
        evaluation.Now = now;
        evaluation.Input = input;
        return evaluation;
    }

    /// <summary>Gives the evaluation back; it must not be used after this.</summary>
    public void Return()
    {
        Scope = EmptyScope.Instance;
        Input = FeelValue.Null;
        Frame = null;
        Text = "";
        _warnings = null;
        _placed = 0;
        _callArguments = null;
        _steps = 0;
        _depth = 0;
        t_spare = this;
    }

    /// <summary>Counts work; an expression that asks for more than the limit ends.</summary>
    /// <exception cref="FeelLimitException">The limit is reached.</exception>
    public void Charge(long steps)
    {
        if (_steps + steps > FeelLimits.MaxSteps)
            throw new FeelLimitException($"计算超过 {FeelLimits.MaxSteps} 步，已停止");
        _steps += (int)steps;
    }

    /// <summary>Charges for a string that is about to be made.</summary>
    public void ChargeText(long length)
    {
        if (length > FeelLimits.MaxStringLength)
            throw new FeelLimitException($"字符串超过 {FeelLimits.MaxStringLength} 个字符，已停止");
        Charge(length / 16);
    }

    /// <summary>Charges for walking through a value, such as to compare it.</summary>
    public void ChargeWalk(in FeelValue value)
    {
        // Nearly all strings are too short to count, and dividing decimals costs more than comparing them.
        if (value.Kind == FeelKind.String)
        {
            if (value.AsString()!.Length is >= 1024 and var length)
                Charge(length / 1024);
        }
        else if (value.Kind is FeelKind.List or FeelKind.Context or FeelKind.Range)
            Charge((long)(value.Weight / 16));
    }

    /// <summary>Charges for running a node once more; its text tells how much is in it.</summary>
    public void ChargeRun(Node node) => Charge(1 + (node.End - node.Start) / 32);

    /// <summary>A value of text that was made.</summary>
    public FeelValue Made(string text)
    {
        ChargeText(text.Length);
        return FeelValue.Of(text);
    }

    /// <summary>A list or context that was made, when it is not too heavy to be walked through.</summary>
    public static FeelValue Bounded(FeelValue made) => made.Weight <= FeelLimits.MaxWeight
        ? made
        : throw new FeelLimitException($"列表或上下文超过 {FeelLimits.MaxWeight} 个值，已停止");

    /// <summary>Notes what went wrong at a node; the value is null.</summary>
    public FeelValue Fail(Node node, string reason)
    {
        var end = Math.Min(node.End, Text.Length);
        if (node.Start >= end)
            Warn(reason);
        else
            Warn(string.Create(CultureInfo.InvariantCulture,
                $"第 {node.Start + 1} 个字符“{FeelText.Cut(Text[node.Start..end])}”：{reason}"));
        return FeelValue.Null;
    }

    /// <summary>Notes what went wrong in the function that is being called; the value is null.</summary>
    public FeelValue Fail(string reason)
    {
        var arguments = _callArguments is null ? "" : string.Join(", ", _callArguments.Select(FeelText.Quote));
        Warn($"{_callName}({arguments})：{reason}");
        return FeelValue.Null;
    }

    public void Warn(string warning)
    {
        _warnings ??= [];
        if (_warnings.Count < FeelLimits.MaxWarnings)
            _warnings.Add(warning);
    }

    /// <summary>Says in the warnings from one on where they arose; those that know it already stay.</summary>
    public void PlaceWarnings(int from, string place)
    {
        if (_warnings is null)
            return;
        for (var i = Math.Max(from, _placed); i < _warnings.Count; i++)
            _warnings[i] = place + _warnings[i];
        _placed = _warnings.Count;
    }

    /// <summary>Notes why the evaluation ends here, however much was noted before.</summary>
    public void Stop(string reason)
    {
        if (_warnings is { Count: FeelLimits.MaxWarnings })
            _warnings.RemoveAt(FeelLimits.MaxWarnings - 1);
        Warn(reason);
    }

    /// <summary>Runs a node and forgets its warnings.</summary>
    public FeelValue Quietly(Node node)
    {
        var (kept, placed) = (_warnings, _placed);
        (_warnings, _placed) = (null, 0);
        var value = node.Evaluate(this);
        (_warnings, _placed) = (kept, placed);
        return value;
    }

    /// <summary>Names the function whose body runs next, for its warnings; gives what to restore.</summary>
    public (string, FeelValue[]?) EnterCall(string name, FeelValue[] arguments)
    {
        if (++_depth > FeelLimits.MaxCallDepth)
            throw new FeelLimitException($"递归过深：调用超过 {FeelLimits.MaxCallDepth} 层，已停止");
        var before = (_callName, _callArguments);
        (_callName, _callArguments) = (name, arguments);
        return before;
    }

    public void LeaveCall((string Name, FeelValue[]? Arguments) before)
    {
        _depth--;
        (_callName, _callArguments) = before;
    }

    /// <summary>Moves into the text and names of a function written elsewhere; gives what to restore.</summary>
    public (string, IFeelScope, Frame?) EnterBody(string text, IFeelScope scope, Frame? frame)
    {
        var before = (Text, Scope, Frame);
        (Text, Scope, Frame) = (text, scope, frame);
        return before;
    }

    public void LeaveBody((string Text, IFeelScope Scope, Frame? Frame) before) => (Text, Scope, Frame) = before;

    private sealed class EmptyScope : IFeelScope
    {
        public static readonly EmptyScope Instance = new();

        public bool TryGet(string name, out FeelValue value)
        {
            value = FeelValue.Null;
            return false;
        }
    }
}

/// <summary>An expression asked for more than it may have; the evaluation ends with null and this as warning.</summary>
internal sealed class FeelLimitException(string message) : Exception(message);
