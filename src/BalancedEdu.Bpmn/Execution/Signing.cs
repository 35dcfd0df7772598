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

/// <summary>Further signers of a user task.</summary>
/// <param name="Waiting">后加签: who signs after the owner, in order.</param>
/// <param name="Place">When this instance, being a signer's, signs; null for the owner's.</param>
/// <param name="Outcome">What the owner decided while signers are still open, or null.</param>
/// <param name="Opinions">What signers decided so far.</param>
public sealed record SigningState(
    ImmutableArray<string> Waiting, SignerPlace? Place, FeelContext? Outcome, ImmutableArray<FeelValue> Opinions)
{
    /// <summary>No signers.</summary>
    public static SigningState None { get; } = new([], null, null, []);
}
