using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>How a case begins: by hand, called by another case, or because something came.</summary>
/// <param name="Bundle">The version that it begins on.</param>
/// <param name="Start">What it is about.</param>
/// <param name="Actor">Who began it; of what begins by itself, the system.</param>
internal sealed record CaseBeginning(PublishedBundle Bundle, StartCase Start, Actor Actor)
{
    /// <summary>The start event, or null for the one without a trigger.</summary>
    public string? StartEventId { get; init; }

    /// <summary>The call that it answers, or null.</summary>
    public CallRow? Call { get; init; }

    /// <summary>In whose name it runs when that is not who began it.</summary>
    public string? Initiator { get; init; }

    /// <summary>
    /// Rows that become true by the beginning, given the id of the case; when one of them misses, nothing begins.
    /// </summary>
    public Func<Case, IEnumerable<Statement>> Rows { get; init; } = _ => [];

    /// <summary>The row of the case, before its first step.</summary>
    public Case CaseOf(long id, DateTimeOffset now) => new()
    {
        Id = id,
        Number = "",
        ProcessId = Bundle.Definition.Id,
        BundleVersionId = Bundle.VersionId,
        Title = Bundle.Definition.Title.Evaluate(Variables, now),
        State = [],
        LastHash = [],
        StartedAt = now,
        StartedBy = Initiator ?? Actor.UserName,
        ApplicantName = Start.ApplicantName,
        DistrictCode = Start.DistrictCode,
        SchoolCode = Start.SchoolCode,
        BusinessKey = Start.BusinessKey,
        ParentCaseId = Call?.CaseId,
        CallRowId = Call?.Id,
    };

    /// <summary>Its first variables.</summary>
    public FeelContext Variables =>
        Start.Variables.With("initiator", FeelValue.Of(Initiator ?? Actor.UserName));

    /// <summary>What the engine is asked.</summary>
    public StartInstance Command => new(StartEventId, Variables) { IsCalled = Call is not null };
}
