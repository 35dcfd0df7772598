using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Ledger;

/// <summary>The pupils of a class by a snapshot.</summary>
/// <param name="Enrolled">How many; 0 when the school is in the snapshot without the class (dissolved,
/// graduated).</param>
/// <param name="TakenOn">The day of the snapshot.</param>
public sealed record LatestCount(int Enrolled, DateOnly TakenOn);

/// <summary>A class of a school by the newest snapshot.</summary>
/// <param name="GradeNo">Its grade then.</param>
/// <param name="ClassNo">Its number.</param>
/// <param name="Enrolled">Its pupils.</param>
public sealed record CountedClass(int GradeNo, int ClassNo, int Enrolled);

/// <summary>
/// Looks class sizes up in the newest snapshot that knows the school: districts import at different times, so there is
/// no one newest snapshot of the city.
/// </summary>
public sealed class RosterCounts(BalancedEduDb db)
{
    /// <summary>The newest count of a class, or null when no snapshot knows its school.</summary>
    /// <param name="schoolCode">The school.</param>
    /// <param name="cohort">School year less grade: what stays the same while a class moves up.</param>
    /// <param name="stage">The stage of the ticket; a class that left it has graduated.</param>
    /// <param name="classNo">The number of the class.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<LatestCount?> LatestAsync(
        string schoolCode, int cohort, string stage, int classNo, CancellationToken cancellation)
    {
        if (await NewestAsync(schoolCode, cancellation) is not { } newest) return null;
        var grade = newest.SchoolYear - cohort;
        var sameStage = grade <= 6 == (stage != "初中");
        var enrolled = !sameStage ? null : await db.RosterClassSizes
            .Where(c => c.SnapshotId == newest.Id && c.SchoolCode == schoolCode && c.GradeNo == grade
                && c.ClassNo == classNo)
            .Select(c => (int?)c.Enrolled).SingleOrDefaultAsync(cancellation);
        return new(enrolled ?? 0, newest.TakenOn);
    }

    /// <summary>All classes of a school by the newest snapshot that knows it; empty when none does.</summary>
    public async Task<IReadOnlyList<CountedClass>> OfSchoolAsync(string schoolCode, CancellationToken cancellation)
    {
        if (await NewestAsync(schoolCode, cancellation) is not { } newest) return [];
        return await db.RosterClassSizes.Where(c => c.SnapshotId == newest.Id && c.SchoolCode == schoolCode)
            .Select(c => new CountedClass(c.GradeNo, c.ClassNo, c.Enrolled)).ToListAsync(cancellation);
    }

    private async Task<Newest?> NewestAsync(string schoolCode, CancellationToken cancellation) =>
        await (from c in db.RosterClassSizes
               where c.SchoolCode == schoolCode
               join s in db.RosterSnapshots on c.SnapshotId equals s.Id
               orderby s.Id descending
               select new Newest(s.Id, s.SchoolYear, s.TakenOn)).FirstOrDefaultAsync(cancellation);

    private sealed record Newest(long Id, int SchoolYear, DateOnly TakenOn);
}
