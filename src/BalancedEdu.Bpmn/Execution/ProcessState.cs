using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>All there is to know of an instance, as immutable data.</summary>
public sealed class ProcessState
{
    private ProcessState()
    {
    }

    /// <summary>An instance that has not started.</summary>
    public static ProcessState New { get; } = new();

    /// <summary>Whether the instance has ended, completed or cancelled.</summary>
    public bool Ended => throw new NotImplementedException();

    /// <summary>The variables of the process scope.</summary>
    public FeelContext Variables => throw new NotImplementedException();

    /// <summary>Ids of elements that hold a token now, for the diagram.</summary>
    public IReadOnlyCollection<string> ActiveElementIds => throw new NotImplementedException();

    /// <summary>Serialises to one compact JSON document with a format version.</summary>
    public byte[] ToJson() => throw new NotImplementedException();

    /// <summary>Reads what any release wrote by <see cref="ToJson"/>.</summary>
    /// <exception cref="FormatException">The document is not a state, or of a later format.</exception>
    public static ProcessState FromJson(ReadOnlySpan<byte> json) => throw new NotImplementedException();
}
