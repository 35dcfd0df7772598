using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;

namespace BalancedEdu.Web.Runtime.Clocks.DaysOff;

/// <summary>
/// To which organisation the seat of a task belongs: the one of all whom it is offered to, else of who has it. Where
/// that are several, or none, there is none, and the calendar of the city counts.
/// </summary>
internal static class SeatOrganisation
{
    /// <summary>The code of the organisation, or null.</summary>
    public static string? Of(Staff staff, WorkTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var offered = task.Candidates.SelectMany(c => c.UserName is { } name
            ? OfPerson(staff, name)
            : [CodeOf(staff, c.PositionId!, c.DistrictCode, c.SchoolCode)]);
        return Only(offered) ?? (task.Assignee is { } assignee ? Only(OfPerson(staff, assignee)) : null);
    }

    /// <summary>
    /// The code of who holds a post: a school's own, else the unit's, with the district where it is of one.
    /// </summary>
    public static string CodeOf(string bureau, string? districtCode, string? schoolCode) =>
        schoolCode ?? (districtCode is null ? bureau : $"{bureau}@{districtCode}");

    private static IEnumerable<string> OfPerson(Staff staff, string userName) =>
        staff.HeldBy(userName).Select(h => CodeOf(staff, h.Post, h.DistrictCode, h.SchoolCode));

    private static string CodeOf(Staff staff, string post, string? district, string? school) =>
        CodeOf(staff.Bureaus.GetValueOrDefault(post, post), district, school);

    private static string? Only(IEnumerable<string> codes) =>
        codes.Distinct().Take(2).ToList() is [var only] ? only : null;
}
