using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.LargeClasses.Jobs;

/// <summary>What the jobs of the process read from their inputs, and write as outputs.</summary>
internal static class JobInputs
{
    /// <summary>The class of the ticket.</summary>
    /// <exception cref="JobFailedException">There is none.</exception>
    public static LargeClassCase ClassOf(JobRequest request) =>
        LargeClassCase.From(request.Inputs) ?? throw new JobFailedException(
            $"{request.CaseNumber} 的变量 class 缺少学校、年级、班号或人数，请补齐后重试。");

    /// <summary>A text, or null.</summary>
    public static string? Text(FeelContext inputs, string name) =>
        inputs.TryGet(name, out var value) ? value.AsString() : null;

    /// <summary>A whole number, or null.</summary>
    public static int? Number(FeelContext inputs, string name) =>
        inputs.TryGet(name, out var value) && value.AsNumber() is { } number ? (int)number : null;

    /// <summary>The day in Beijing.</summary>
    public static DateOnly Today(JobRequest request) =>
        DateOnly.FromDateTime(request.Now.ToOffset(TimeSpan.FromHours(8)).DateTime);
}
