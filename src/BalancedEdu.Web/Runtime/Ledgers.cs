using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// A ledger (台账) that follows the cases of one process: its rows are written in the transaction of each step, so they
/// never disagree with the case.
/// </summary>
public interface ICaseLedger
{
    /// <summary>The process it follows.</summary>
    string ProcessId { get; }

    /// <summary>
    /// The statements for one step, pure: <c>$"UPDATE large_class_tickets SET stage = {stage} WHERE case_id =
    /// {id}"</c>. Holes become parameters; the SQL must be understood by both databases.
    /// </summary>
    IEnumerable<FormattableString> Follow(CaseStep step);
}

/// <summary>A step as a ledger sees it.</summary>
/// <param name="Case">The case after the step, its number included.</param>
/// <param name="IsNew">Whether the case starts with it.</param>
/// <param name="Variables">The variables of the process after the step.</param>
/// <param name="Touched">Elements that something happened to.</param>
/// <param name="OpenElements">User tasks that are open after the step, by BPMN id, each once.</param>
/// <param name="Now">The time of the step.</param>
public sealed record CaseStep(
    Case Case, bool IsNew, FeelContext Variables, IReadOnlySet<string> Touched,
    IReadOnlyCollection<string> OpenElements,
    DateTimeOffset Now);
