using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Turnkey;

/// <summary>
/// <c>turnkey.check-ratio</c>: holds a month's figures against the 50 % rule. Once raised a hold stays until it is
/// released, also when a later report shows less.
/// </summary>
internal sealed class CheckCompletionRatio(DatedRules<RatioRule> rules) : IJobHandler
{
    public string Job => "turnkey.check-ratio";

    public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        var (total, done) = (inputs.Number("residentialTotalGfa"), inputs.Number("residentialDoneGfa"));
        if (total <= 0 || done < 0 || done > total)
            throw new JobFailedException($"已竣工面积 {done} 应在 0 至核准总面积 {total} 之间，请退回月报更正。");
        var rule = rules.On(DateOnly.FromDateTime(request.Now.ToOffset(TimeSpan.FromHours(8)).Date));
        var ratio = new CompletionRatio(total, done);
        var state = ratio.StateBy(rule, inputs.Flag("schoolAccepted"));
        var (held, warned) = (inputs.Flag("holdRaised"), inputs.Flag("warned"));
        return Task.FromResult(FeelReading.Of(
            ("doneGfa", FeelValue.Of(done)), ("ratioText", FeelValue.Of(ratio.Shown)),
            ("gapGfa", FeelValue.Of(ratio.GapTo(rule))),
            ("newlyRaised", FeelValue.Of(state == RatioState.Hold && !held)),
            ("newlyWarned", FeelValue.Of(state == RatioState.Warning && !held && !warned)),
            ("holdRaised", FeelValue.Of(held || state == RatioState.Hold)),
            ("warned", FeelValue.Of(warned || state != RatioState.Free))));
    }
}
