using System.Diagnostics.CodeAnalysis;

namespace BalancedEdu.Web.Runtime;

/// <summary>What an action gave, or why it was refused: exactly one of the two.</summary>
public sealed class Answer<T>
    where T : class
{
    private Answer(T? value, ActionRefusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>What the action gave; null when it was refused.</summary>
    public T? Value { get; }

    /// <summary>Why nothing was done; null when it was done.</summary>
    public ActionRefusal? Refusal { get; }

    /// <summary>Whether the action was refused.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool Refused => Refusal is not null;

    /// <summary>The action was done.</summary>
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>The action was refused.</summary>
    public static implicit operator Answer<T>(ActionRefusal refusal) => new(null, refusal);
}
