namespace BalancedEdu.Web.Processes.LargeClasses;

/// <summary>The cap on next year's enrolment plan of a school with large classes (限招).</summary>
public static class PlanCap
{
    /// <summary>
    /// standard × new classes − all pupils above the standard in the school, at least 0; multiplied by the rule's
    /// factor
    /// and rounded down for the worst severity or a long overdue ticket.
    /// </summary>
    /// <param name="rule">When and how far it is cut further.</param>
    /// <param name="newClasses">How many classes the start grade opens, with their standard size.</param>
    /// <param name="classes">Every class of the school: its size and its standard.</param>
    /// <param name="worst">The worst severity in the school.</param>
    /// <param name="overdueWorkingDays">How long the ticket is overdue.</param>
    public static int Of(
        PlanCapRule rule, (int Count, int Standard) newClasses, IEnumerable<(int Enrolled, int Standard)> classes,
        Severity worst, int overdueWorkingDays)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(classes);
        var over = classes.Sum(c => OverCount(c.Enrolled, c.Standard));
        var cap = Math.Max(0, newClasses.Count * newClasses.Standard - over);
        var cutFurther = worst >= rule.Severity || overdueWorkingDays > rule.OverdueWorkingDaysAbove;
        return cutFurther ? (int)Math.Floor(cap * rule.Factor) : cap;
    }

    /// <summary>How many pupils a class has above its standard, at least 0.</summary>
    public static int OverCount(int enrolled, int standard) => Math.Max(0, enrolled - standard);
}
