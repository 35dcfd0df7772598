using System.Collections.Immutable;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>When a further signer signs (加签).</summary>
public enum SignerPlace
{
    /// <summary>前加签: the owner waits for it.</summary>
    Before,

    /// <summary>并加签: at the same time.</summary>
    Parallel,

    /// <summary>后加签: when the owner has agreed.</summary>
    After,
}

/// <summary>A signer whose task is not open yet.</summary>
/// <param name="User">Who is asked.</param>
/// <param name="By">Who asked; null where an earlier release stored it.</param>
public sealed record WaitingSigner(string User, string? By);

/// <summary>Further signers of a user task.</summary>
/// <param name="Waiting">Of the owner's task: 后加签 that are not open yet, in order.</param>
/// <param name="Place">Of a signer's task: when it signs; null for the owner's.</param>
/// <param name="Outcome">What the owner has decided, while others still sign; or null.</param>
/// <param name="Opinions">What signers have decided.</param>
public sealed record SigningState(
    ImmutableArray<WaitingSigner> Waiting, SignerPlace? Place, FeelContext? Outcome, ImmutableArray<FeelValue> Opinions)
{
    /// <summary>No signers.</summary>
    public static SigningState None { get; } = new([], null, null, []);

    /// <summary>Of a signer's task: who asked for it; null where an earlier release stored it.</summary>
    public string? By { get; init; }
}
