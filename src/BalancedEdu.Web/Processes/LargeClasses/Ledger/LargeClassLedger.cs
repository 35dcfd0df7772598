using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.LargeClasses.Ledger;

/// <summary>
/// Keeps the ledger of large classes beside its cases: the line is written with the step that opens the case, and
/// follows it in the transaction of each further step. How a ticket ends is written by the job
/// <c>large-class.close</c>.
/// </summary>
public sealed class LargeClassLedger : ICaseLedger
{
    /// <summary>The steps of the ledger by the user task that is open.</summary>
    private static readonly Dictionary<string, TicketStep> Steps = new(StringComparer.Ordinal)
    {
        ["DB03"] = TicketStep.Filing,
        ["DB04"] = TicketStep.Planning,
        ["DB04b"] = TicketStep.Reviewing,
        ["DB05"] = TicketStep.Reviewing,
        ["DB06"] = TicketStep.Rectifying,
        ["DB11"] = TicketStep.Rectifying,
        ["DB08n"] = TicketStep.SelfChecking,
        ["DB08"] = TicketStep.SelfChecking,
        ["DB09a"] = TicketStep.Verifying,
        ["DB09"] = TicketStep.Verifying,
        ["DB09b"] = TicketStep.Verifying,
        ["DB10a"] = TicketStep.Closing,
        ["DB10"] = TicketStep.Closing,
    };

    /// <inheritdoc/>
    public string ProcessId => LargeClassCase.ProcessId;

    /// <inheritdoc/>
    public IEnumerable<FormattableString> Follow(CaseStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.IsNew && LargeClassCase.From(step.Variables) is { } found) yield return Insert(step, found);
        if (step.Case.Status == CaseStatus.Cancelled)
        {
            yield return $"""
                UPDATE large_class_tickets SET step = {TicketStep.Cancelled}, closed_at = {step.Now}
                WHERE case_id = {step.Case.Id}
                """;
            yield break;
        }
        if (step.OpenElements.Select(e => Steps.TryGetValue(e, out var s) ? s : (TicketStep?)null).Max() is { } now)
            yield return $"UPDATE large_class_tickets SET step = {now} WHERE case_id = {step.Case.Id} AND step < 7";
        foreach (var change in FollowTasks(step)) yield return change;
    }

    private static FormattableString Insert(CaseStep step, LargeClassCase found) => $"""
        INSERT INTO large_class_tickets (case_id, number, district_code, school_code, school_name, stage, school_year,
            term, grade_no, class_no, cohort, is_start_grade, enrolled, latest_enrolled, std_size, over_count, severity,
            found_by, found_at, import_id, cause, measures, evidence, step, verified_by, rework_count, restriction,
            parent_ticket)
        VALUES ({step.Case.Id}, {step.Case.Number}, {found.DistrictCode}, {found.SchoolCode}, {found.SchoolName},
            {found.Stage}, {found.Term.Year}, {found.Term.Term}, {found.GradeNo}, {found.ClassNo},
            {found.Term.Year - found.GradeNo}, {found.IsStartGrade}, {found.Enrolled}, {found.Enrolled},
            {found.StdSize}, {found.OverCount}, {(int)found.Severity}, {"学籍扫描"}, {step.Now}, {found.ImportId},
            {""}, {""}, {""}, {TicketStep.Filing}, {""}, {0}, {"none"}, {found.ParentTicket})
        """;

    /// <summary>What single tasks and jobs have added to the variables.</summary>
    private static IEnumerable<FormattableString> FollowTasks(CaseStep step)
    {
        var id = step.Case.Id;
        var passed = step.Touched;
        if (passed.Contains("DB02") && Number(step.Variables, "stdSize") is { } standard
            && Enum.TryParse<Severity>(Text(step.Variables, "severity"), out var severity))
            yield return $"""
                UPDATE large_class_tickets SET severity = {(int)severity}, std_size = {standard},
                    over_count = {Number(step.Variables, "overCount") ?? 0} WHERE case_id = {id}
                """;
        if (passed.Contains("DB03") && FormOf(step.Variables, "DB03") is { } filing
            && Text(filing, "foundBy") is { } found)
            yield return $"UPDATE large_class_tickets SET found_by = {TicketWords.FoundBy(found)} WHERE case_id = {id}";
        if (passed.Contains("DB04") && FormOf(step.Variables, "DB04") is { } plan)
            yield return $"""
                UPDATE large_class_tickets SET cause = {Codes(plan, "cause", null)},
                    measures = {Codes(plan, "measures", "type")}, target_size = {Number(plan, "targetSize")},
                    target_date = {Date(plan, "targetDate")} WHERE case_id = {id}
                """;
        if (step.OpenElements.Contains("DB06"))
            yield return $"""
                UPDATE large_class_tickets SET plan_approved_at = {step.Now}
                WHERE case_id = {id} AND plan_approved_at IS NULL
                """;
        if (passed.Contains("DB08") && !step.OpenElements.Contains("DB08"))
            yield return $"""
                UPDATE large_class_tickets SET self_check_at = {step.Now},
                    evidence = {(FormOf(step.Variables, "DB08") is { } check ? Codes(check, "evidence", null) : "")}
                WHERE case_id = {id}
                """;
        if (passed.Contains("DB09") && step.Variables.TryGet("DB09", out var checks) && checks.AsList() is { } list)
            yield return $"UPDATE large_class_tickets SET verified_by = {Who(list)} WHERE case_id = {id}";
        if (step.OpenElements.Contains("DB11") && Number(step.Variables, "verifyRound") is { } round)
            yield return $"UPDATE large_class_tickets SET rework_count = {round} WHERE case_id = {id}";
    }

    private static FeelContext? FormOf(FeelContext variables, string task) =>
        variables.TryGet(task, out var value) && value.AsContext() is { } done
        && done.TryGet("form", out var form) ? form.AsContext() : null;

    private static string Who(IReadOnlyList<FeelValue> checks) => string.Join(',', checks
        .Select(c => c.AsContext() is { } context ? Text(context, "by") : null).OfType<string>().Distinct());

    private static string Codes(FeelContext form, string name, string? member) =>
        form.TryGet(name, out var value) && value.AsList() is { } list
            ? string.Join(',', list.Select(v => member is null
                ? v.AsString() : v.AsContext() is { } item ? Text(item, member) : null).OfType<string>().Distinct())
            : "";

    private static string? Text(FeelContext context, string name) =>
        context.TryGet(name, out var value) ? value.AsString() : null;

    private static int? Number(FeelContext context, string name) =>
        context.TryGet(name, out var value) && value.AsNumber() is { } number && Math.Abs(number) < int.MaxValue
            ? (int)number : null;

    /// <summary>A day from a form: FEEL's date, or the text that the browser sends.</summary>
    private static string? Date(FeelContext form, string name) => !form.TryGet(name, out var value) ? null
        : value.AsDate() is { } day ? day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        : value.AsString() is { Length: >= 10 } text ? text[..10] : null;
}
