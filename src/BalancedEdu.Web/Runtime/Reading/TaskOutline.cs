using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>A task with as much of its case as a decision on it needs.</summary>
/// <param name="Task">The task.</param>
/// <param name="CaseNumber">The number of its case.</param>
/// <param name="Bundle">The bundle that draws it: the one the case runs on, of a task that is over its own.</param>
/// <param name="ElementId">What that bundle calls it.</param>
public sealed record TaskOutline(WorkTask Task, string CaseNumber, PublishedBundle Bundle, string ElementId)
{
    /// <summary>What the definition says of it.</summary>
    public UserTaskDetails Details => Bundle.Definition.UserTask(ElementId);
}
