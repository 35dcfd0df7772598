using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Processes.Organisation;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.Funding;

/// <summary>
/// <c>funding.schools</c>: the schools of a batch's district with the pupils of their newest roster, and the people who
/// confirm for them. Reads only, so that it may be repeated.
/// </summary>
internal sealed class ListFundingSchools(BalancedEduDb db, HolderDirectory directory) : IJobHandler
{
    public string Job => "funding.schools";

    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var form = request.Inputs.Part("form");
        var district = form.Text("districtCode");
        var classes = await NewestClassesAsync(district, cancellation);
        var schools = await db.Schools.AsNoTracking().Where(s => s.DistrictCode == district).OrderBy(s => s.Code)
            .ToListAsync(cancellation);
        schools = [.. schools.Where(s => classes[s.Code].Any())];
        if (schools.Count == 0)
            throw new JobFailedException($"{form.Text("districtName")}还没有学籍，请先导入学籍后重试。");
        var principals = await directory.HoldersAsync("school.principal", district, null, cancellation);
        var registrars = await directory.HoldersAsync("school.registrar", district, null, cancellation);
        var confirmers = principals.Concat(registrars).ToLookup(h => h.SchoolCode);
        var payees = (await directory.HoldersAsync("school.finance", district, null, cancellation))
            .ToLookup(h => h.SchoolCode);
        var term = form.Text("term") == "autumn" ? "秋季" : "春季";
        return FeelReading.Of(
            ("batchName", FeelValue.Of($"{form.Count("fiscalYear")} 年{term} {form.Text("districtName")}")),
            ("schools", FeelReading.ListOf(schools.Select(s => Show(
                s, RosterHeadcount.Of(s.Kind, [.. classes[s.Code]]), confirmers[s.Code], payees[s.Code])))));
    }

    /// <summary>
    /// Each school's classes in the newest snapshot that holds the school: imports may be of one district only.
    /// </summary>
    private async Task<ILookup<string, RosterClassCount>> NewestClassesAsync(
        string district, CancellationToken cancellation)
    {
        var rows =
            from size in db.RosterClassSizes
            join school in db.Schools on size.SchoolCode equals school.Code
            where school.DistrictCode == district
            select size;
        var all = await rows.AsNoTracking().ToListAsync(cancellation);
        var newest = all.GroupBy(r => r.SchoolCode).ToDictionary(g => g.Key, g => g.Max(r => r.SnapshotId));
        return all.Where(r => newest[r.SchoolCode] == r.SnapshotId).ToLookup(
            r => r.SchoolCode, r => new RosterClassCount(r.GradeNo, r.Enrolled, r.Boarders, r.InclusivePupils));
    }

    private static FeelContext Show(
        School school, Headcount pupils, IEnumerable<Holder> people, IEnumerable<Holder> payees) =>
        FeelReading.Of(
            ("code", FeelValue.Of(school.Code)), ("name", FeelValue.Of(school.Name)),
            ("kind", FeelValue.Of(school.Kind)),
            ("rural", FeelValue.Of(school.Setting == "乡村")),
            ("primary", FeelValue.Of((decimal)pupils.Primary)), ("junior", FeelValue.Of((decimal)pupils.Junior)),
            ("senPrimary", FeelValue.Of((decimal)pupils.SenPrimary)),
            ("senJunior", FeelValue.Of((decimal)pupils.SenJunior)),
            ("special", FeelValue.Of((decimal)pupils.Special)), ("boarders", FeelValue.Of((decimal)pupils.Boarders)),
            ("people", FeelReading.ListOf(people.Select(h => h.UserName))),
            ("financePeople", FeelReading.ListOf(payees.Select(h => h.UserName))));
}
