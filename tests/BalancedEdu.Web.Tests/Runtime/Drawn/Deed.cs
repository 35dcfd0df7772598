using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>What somebody tried, what came of it, and what should have.</summary>
internal sealed record Deed(string Verb, string By)
{
    public WorkTask? Task { get; init; }

    /// <summary>What came of it; null when it was done.</summary>
    public ActionRefusal? Refusal { get; init; }

    /// <summary>Whether it is theirs to do.</summary>
    public bool Right { get; init; }

    /// <summary>Whether what they chose with it, such as a receiver, may be chosen.</summary>
    public bool Fit { get; init; } = true;

    /// <summary>Whether the thing is there for them at all.</summary>
    public bool Seen { get; init; } = true;

    /// <summary>Whether nothing else can stand in its way, so that it must be done when they may.</summary>
    public bool Plain { get; init; }

    /// <summary>What was offered for it though it should not, or the other way round; or null.</summary>
    public string? Unlike { get; init; }

    /// <summary>What was chosen with it.</summary>
    public string Words { get; init; } = "";

    public bool Done => Refusal is null;

    public override string ToString() =>
        $"{By} {Verb} {Task?.ElementId}#{Task?.Id} {Words}: {(Refusal is { } r ? $"{r.Code} ({r.Kind})" : "done")}";

    /// <summary>The rights hold; else says how they don't.</summary>
    public string? Wrong() => this switch
    {
        { Unlike: { } offered } => offered,
        { Done: true, Right: false } => "was done by somebody who may not",
        { Done: true, Fit: false } => "was done with what may not be chosen",
        { Done: true, Seen: false } => "was done with what they don't see",
        { Right: true, Refusal.Kind: RefusalKind.NotFound or RefusalKind.Forbidden } => "was refused as not theirs",
        { Right: true, Fit: true, Plain: true, Done: false } => "was refused without need",
        { Done: false, Seen: false, Refusal.Kind: not RefusalKind.NotFound } => "shows that there is something",
        { Seen: true, Refusal.Kind: RefusalKind.NotFound } => "is hidden from who may see it",
        _ => null,
    };
}
