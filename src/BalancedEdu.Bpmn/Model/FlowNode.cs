using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Model;

/// <summary>
/// A thing in a process that tokens stand on, with what it is connected to. Written by the compiler only; afterwards
/// nothing changes it, so that all instances share it.
/// </summary>
public abstract class FlowNode
{
    /// <summary>The id in the file.</summary>
    public required string Id { get; init; }

    /// <summary>The name that was drawn, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The line in the file, counted from 1.</summary>
    public int Line { get; init; }

    /// <summary>The process or sub-process that it stands in; null for the process itself.</summary>
    public FlowNode? Container { get; internal set; }

    /// <summary>A dense number within the definition; the process is 0.</summary>
    public int Index { get; internal set; }

    /// <summary>Flows that end here, in document order.</summary>
    public IReadOnlyList<SequenceFlow> Incoming { get; internal set; } = [];

    /// <summary>Flows that begin here, in document order.</summary>
    public IReadOnlyList<SequenceFlow> Outgoing { get; internal set; } = [];

    /// <summary>The flow that is taken when no condition is true, or null.</summary>
    public SequenceFlow? Default { get; internal set; }

    /// <summary>The word of the BPMN XSD: <c>userTask</c>.</summary>
    public abstract string Word { get; }

    /// <summary>How a sentence names it: <c>立案审核（DB03）</c>.</summary>
    public string Label => string.IsNullOrWhiteSpace(Name) ? Id : $"{Name}（{Id}）";
}

/// <summary>The process itself: the outermost scope.</summary>
public sealed class Process : FlowNode
{
    /// <inheritdoc/>
    public override string Word => "process";
}

/// <summary>A sequence flow.</summary>
public sealed class SequenceFlow
{
    /// <summary>The id in the file.</summary>
    public required string Id { get; init; }

    /// <summary>The name that was drawn, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The line in the file, counted from 1.</summary>
    public int Line { get; init; }

    /// <summary>Where it begins.</summary>
    public required FlowNode Source { get; init; }

    /// <summary>Where it ends.</summary>
    public required FlowNode Target { get; init; }

    /// <summary>FEEL that gives a boolean, or null when it is always taken.</summary>
    public FeelExpression? Condition { get; init; }
}
