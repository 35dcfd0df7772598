using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>
/// Who acts in the place of somebody is told what they are told, as long as they have an open task of the case: then
/// the delegate may read it, too. The applicant can never act in another's place, and isn't told.
/// </summary>
internal sealed class Delegates : IStandIns
{
    public IEnumerable<Person> Of(StepContext step, Person person)
    {
        if (step.Staff.Delegations.Count == 0 || !HasTask(step, person))
            return [];
        return step.Staff.People(step.Staff.Deputies.DelegatesOf(person.UserName, step.Case.ProcessId, step.Now)
            .Except(step.Staff.AccountsOf(step.Case.StartedBy)));
    }

    private static bool HasTask(StepContext step, Person person) =>
        step.Before.OpenTasks.Any(t => t.Assignee == person.UserName)
        || step.Transition.OpenedTasks.Exists(t => t.Assignee == person.UserName);
}
