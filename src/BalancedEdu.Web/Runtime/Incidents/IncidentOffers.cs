using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>What can be done about an incident: follows from what it is about.</summary>
/// <param name="Retry">Try again what stopped.</param>
/// <param name="Mend">Set variables of the case and try again.</param>
/// <param name="Pass">Give the answer of the job or call by hand and go on.</param>
/// <param name="Assign">Give the task to a person.</param>
/// <param name="Cancel">End the case.</param>
public sealed record IncidentOffers(bool Retry, bool Mend, bool Pass, bool Assign, bool Cancel)
{
    /// <summary>Give up a message that nobody received, or what could not be delivered or begun.</summary>
    public bool Discard { get; private init; }

    /// <summary>The offers of an incident.</summary>
    /// <param name="row">The incident.</param>
    /// <param name="node">The element that it is about, or null when it has none.</param>
    public static IncidentOffers Of(IncidentRow row, FlowNode? node)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row is { ResolvedAt: null, Code: IncidentCodes.MessageUnreceived or IncidentCodes.StartFailed })
            return new(true, false, false, false, false) { Discard = true };
        if (row is { ResolvedAt: null, Code: IncidentCodes.PackageDamaged })
            return new(true, false, false, false, false);
        if (row is { ResolvedAt: null, Code: IncidentCodes.MessageFailed or IncidentCodes.NoticeFailed })
            return new(true, false, false, false, row.CaseId is not null) { Discard = true };
        if (row.ResolvedAt is not null || row.CaseId is null)
            return new(false, false, false, false, false);
        var engine = row.ElementInstanceId > 0;
        var timer = row.Code == IncidentCodes.TimerFailed;
        var task = row.Code == IncidentCodes.Unassignable;
        return new(
            Retry: engine || timer || task || row.Code == IncidentCodes.JobFailed,
            Mend: engine || timer || row.Code == IncidentCodes.RungFailed,
            Pass: engine && node is ServiceTask or CallActivity,
            Assign: task,
            Cancel: true);
    }
}
