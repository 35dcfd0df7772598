using BalancedEdu.Web.Data;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Importing;

/// <summary>A class whose size differs from the newest snapshot.</summary>
/// <param name="School">The school.</param>
/// <param name="Grade">Its grade in the term of the import.</param>
/// <param name="ClassNo">Its number.</param>
/// <param name="Before">Pupils in the newest snapshot; null for a new class.</param>
/// <param name="Now">Pupils in the import; null for a class that is gone.</param>
public sealed record RosterChange(DirectorySchool School, int Grade, int ClassNo, int? Before, int? Now)
{
    /// <summary>By how many pupils it changed.</summary>
    public int Difference => (Now ?? 0) - (Before ?? 0);
}

/// <summary>Compares an import with the newest snapshot of each of its schools (与上次快照的变化).</summary>
public sealed class RosterChanges(BalancedEduDb db)
{
    /// <summary>
    /// Changes of the schools in the import, the largest first; schools that no snapshot knows are left out. A class is
    /// the
    /// same while its cohort and number are, so a move up at the turn of the school year is no change.
    /// </summary>
    public async Task<IReadOnlyList<RosterChange>> ReadAsync(RosterPreview preview, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(preview);
        var schools = preview.Classes.Select(c => c.School).DistinctBy(s => s.Code).ToDictionary(s => s.Code);
        var newest = await db.RosterClassSizes.GroupBy(c => c.SchoolCode)
            .Select(g => new { School = g.Key, Snapshot = g.Max(c => c.SnapshotId) })
            .ToDictionaryAsync(g => g.School, g => g.Snapshot, cancellation);
        var snapshots = newest.Where(n => schools.ContainsKey(n.Key)).Select(n => n.Value).Distinct().ToList();
        var sizes = await (
            from c in db.RosterClassSizes
            where snapshots.Contains(c.SnapshotId)
            join s in db.RosterSnapshots on c.SnapshotId equals s.Id
            select new { c.SchoolCode, c.SnapshotId, Cohort = s.SchoolYear - c.GradeNo, c.ClassNo, c.Enrolled })
            .ToListAsync(cancellation);
        var before = sizes.Where(s => schools.ContainsKey(s.SchoolCode) && newest[s.SchoolCode] == s.SnapshotId)
            .ToDictionary(s => (s.SchoolCode, s.Cohort, s.ClassNo), s => s.Enrolled);
        var now = preview.Classes.Where(c => newest.ContainsKey(c.School.Code))
            .ToDictionary(c => (SchoolCode: c.School.Code, Cohort: preview.Term.Year - c.Grade, c.ClassNo), c =>
                c.Enrolled);
        return
        [
            .. before.Keys.Union(now.Keys)
                .Select(k => new RosterChange(
                    schools[k.SchoolCode], preview.Term.Year - k.Cohort, k.ClassNo,
                    before.TryGetValue(k, out var b) ? b : null, now.TryGetValue(k, out var n) ? n : null))
                .Where(c => c.Before != c.Now)
                .OrderByDescending(c => Math.Abs(c.Difference)).ThenBy(c => c.School.Code, StringComparer.Ordinal)
                .ThenBy(c => c.Grade).ThenBy(c => c.ClassNo),
        ];
    }
}
