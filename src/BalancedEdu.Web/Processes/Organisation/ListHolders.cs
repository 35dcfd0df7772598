using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Organisation;

/// <summary><c>organisation.holders</c>: the people a form lets one choose from, as options.</summary>
internal sealed class ListHolders(HolderDirectory directory) : IJobHandler
{
    public string Job => "organisation.holders";

    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var position = request.Inputs.Text("position");
        var holders = await directory.HoldersAsync(
            position, Given(request.Inputs.Text("district")), Given(request.Inputs.Text("school")), cancellation);
        if (holders.Count == 0)
            throw new JobFailedException($"岗位 {position} 没有可用人员，请管理员在组织中任命后重试。");
        return FeelReading.Of(("holders", FeelReading.ListOf(holders.Select(h => FeelReading.Of(
            ("value", FeelValue.Of(h.UserName)), ("label", FeelValue.Of($"{h.DisplayName}（{h.UnitName}）")))))));
    }

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
