using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Processes.Organisation;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Turnkey;

/// <summary><c>turnkey.register</c>: finds the people who act for the developer, the district and the school.</summary>
internal sealed class RegisterTurnkey(HolderDirectory directory) : IJobHandler
{
    public string Job => "turnkey.register";

    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var form = request.Inputs.Part("form");
        if (form.Number("residentialTotalGfa") <= 0)
            throw new JobFailedException("住宅核准总建筑面积应大于 0，请更正后重试。");
        var unit = form.Text("developerName");
        var developers = (await directory.HoldersAsync("developer", null, null, cancellation))
            .Where(h => h.UnitName.Contains(unit, StringComparison.Ordinal)
                || unit.Contains(h.UnitName, StringComparison.Ordinal))
            .ToList();
        if (developers.Count == 0)
            throw new JobFailedException($"建设单位“{unit}”没有经办人账号，请管理员开通后重试。");
        var government = await directory.HoldersAsync("district-gov", form.Text("districtCode"), null, cancellation);
        var school = form.Text("schoolCode") is { Length: > 0 } code
            ? await directory.HoldersAsync("school.principal", null, code, cancellation)
            : await directory.HoldersAsync("district.edu", form.Text("districtCode"), null, cancellation);
        return FeelReading.Of(
            ("developerPeople", Names(developers)),
            ("districtGovPeople", Names(government)), ("schoolPeople", Names(school)));
    }

    private static FeelValue Names(IEnumerable<Holder> holders) => FeelReading.ListOf(holders.Select(h => h.UserName));
}
