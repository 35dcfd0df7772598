using System.Text.Json;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>发起: a person hands in the start form of a process.</summary>
/// <param name="ProcessId">The process; its newest published version is taken.</param>
/// <param name="Form">What the form sent.</param>
public sealed record StartByHand(string ProcessId, JsonElement Form)
{
    /// <summary>What makes the same request recognisable when it comes again, or null.</summary>
    public string? Key { get; init; }
}

/// <summary>
/// Starts cases by hand: whoever holds one of <c>be:initiators</c>, with a form that holds by its schema. Refused:
/// <c>case.process-unknown</c>, <c>case.form-invalid</c> with an error for each field, what the engine refuses.
/// </summary>
public sealed class StartingByHand(StartableProcesses startable, ProcessRunner runner, TimeProvider time)
{
    /// <summary>Starts one; with a key that was used before, answers the case that it started.</summary>
    public async Task<Answer<StartedCase>> StartAsync(
        StartByHand input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        if (await startable.FindAsync(person, input.ProcessId, cancellation) is not { } bundle)
            return Refusals.NotFound(
                "case.process-unknown", $"没有提交：流程“{input.ProcessId}”没有已发布的版本，或者您不能发起。请核对流程或联系管理员。");
        if (input.Form.ValueKind != JsonValueKind.Object)
            return new ActionRefusal(
                RefusalKind.Invalid, "case.form-invalid", "没有提交：表单内容不完整。请重填后再提交。", []);
        var answers = FeelContext.Empty;
        if (bundle.Definition.StartForm is { } formId && bundle.Forms.TryGetValue(formId, out var form))
        {
            var check = form.Check(input.Form, FeelContext.Empty, time.GetUtcNow());
            if (check.Errors.Count > 0)
                return new ActionRefusal(
                    RefusalKind.Invalid, "case.form-invalid",
                    $"没有提交：有 {check.Errors.DistinctBy(e => e.Key).Count()} 项须改正。请改正后再提交。", check.Errors);
            answers = check.Data;
        }
        return await runner.StartAsync(StartOf(bundle, input, person, answers), Actor.Of(person), cancellation);
    }

    private StartCase StartOf(PublishedBundle bundle, StartByHand input, AppUser person, FeelContext answers)
    {
        var definition = bundle.Definition;
        var post = person.Holdings.FirstOrDefault(h => definition.Initiators.Contains(h.PositionId));
        var variables = FeelContext.Empty.With(definition.StartEventId, FeelValue.Of(FeelContext.Empty
            .With("form", FeelValue.Of(answers))
            .With("by", FeelValue.Of(person.UserName))
            .With("at", FeelValue.Of(time.GetUtcNow().ToOffset(Texts.ChinaOffset)))));
        return new(
            definition.Id, variables, TextIn(answers, "districtCode") ?? post?.DistrictCode,
            TextIn(answers, "schoolCode") ?? post?.SchoolCode,
            TextIn(answers, "applicantName") ?? TextIn(answers, "applicant") ?? person.UnitName, input.Key);
    }

    private static string? TextIn(FeelContext answers, string name) =>
        answers.TryGet(name, out var value) && value.AsString() is { Length: > 0 } text ? text : null;
}
