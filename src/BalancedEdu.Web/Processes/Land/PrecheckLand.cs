using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Processes.Organisation;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Land;

/// <summary>
/// <c>land.precheck</c>: what the window is told before it looks; reads only, so that it may be repeated.
/// </summary>
internal sealed class PrecheckLand(DatedRules<LandRules> rules, HolderDirectory directory) : IJobHandler
{
    public string Job => "land.precheck";

    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var form = request.Inputs.Part("form");
        var application = LandForm.Read(form);
        var precheck = LandPrecheck.Of(application, RulesOn(request.Now));
        var government = await directory.HoldersAsync("district-gov", form.Text("districtCode"), null, cancellation);
        return FeelReading.Of(
            ("missing", FeelReading.ListOf(precheck.Missing.Select(d => FeelReading.Of(
                ("id", FeelValue.Of(d.Id)), ("name", FeelValue.Of(d.Name)))))),
            ("problems", FeelReading.ListOf(precheck.Problems.Select(p => FeelReading.Of(("text", FeelValue.Of(p)))))),
            ("gates", FeelReading.ListOf(precheck.Gates.Select(LandForm.Show))),
            ("blocked", FeelValue.Of(precheck.Blocked)),
            ("idleHit", FeelValue.Of(application.IdleNearby)),
            ("areaMu", FeelValue.Of(precheck.Area.Mu)),
            ("plannedStudents", FeelValue.Of((decimal)application.PlannedPupils)),
            ("perStudentLand", FeelValue.Of(precheck.Area.PerPupil)),
            ("districtGov", FeelReading.ListOf(government.Select(h => h.UserName))));
    }

    private LandRules RulesOn(DateTimeOffset now) =>
        rules.On(DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).Date));
}
