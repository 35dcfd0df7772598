using System.Text.Json;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// 一次性告知: all that an application lacks is demanded at once; who demands again may only repeat what was demanded
/// first (行政许可法 第三十二条第一款第四项). Holds where an outcome names the field with its demands.
/// </summary>
internal sealed class Demands(BalancedEduDb db, CaseFiles files)
{
    /// <summary>Why the demand may not be made, or null.</summary>
    /// <param name="task">The task that is decided.</param>
    /// <param name="outcome">The outcome that demands.</param>
    /// <param name="form">The form, checked.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ActionRefusal?> CheckAsync(
        WorkTask task, Outcome outcome, FeelContext form, CancellationToken cancellation)
    {
        if (outcome.Demands is not { } field)
            return null;
        var demanded = ItemsOf(form, field);
        if (demanded.Count == 0)
            return Refused(task, outcome, new(
                field, "task.demands-missing", $"选择“{outcome.Name}”须列出全部需要补正的内容，以后不能再增加。请勾选后再提交。"));
        var found = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == task.CaseId, cancellation);
        var file = await files.ReadAsync(found, cancellation);
        if (First(file) is not { } first)
            return null;
        var added = demanded.Except(first.Items).ToList();
        if (added.Count == 0)
            return null;
        var names = string.Join("、", added.Select(item => LabelOf(file.SchemaOf(task), field, item)));
        return Refused(task, outcome, new(
            field, "task.demands-new",
            $"{Texts.Day(first.At)} 已一次性告知补正内容，不能再要求“{names}”。请只保留原已告知而仍未补齐的内容。"));
    }

    /// <summary>The first demand of the case: it binds all later ones.</summary>
    private static (DateTimeOffset At, IReadOnlyList<string> Items)? First(CaseFile file)
    {
        var demands =
            from task in file.Tasks
            where task.Status == WorkTaskStatus.Completed
            let field = file.DetailsOf(task).Outcomes
                .FirstOrDefault(o => o.Id == task.Outcome)?.Demands
            where field is not null
            orderby task.EndedAt, task.Id
            select (task.EndedAt!.Value, ItemsOf(file.FormOf(task) ?? FeelContext.Empty, field));
        return demands.Select(d => ((DateTimeOffset, IReadOnlyList<string>)?)d).FirstOrDefault();
    }

    private static IReadOnlyList<string> ItemsOf(FeelContext form, string field)
    {
        if (!form.TryGet(field, out var value) || value.IsNull)
            return [];
        return value.AsList() is { } list
            ? [.. list.Select(item => item.AsString() ?? item.ToString())]
            : value.AsString() is { Length: > 0 } one ? [one] : [];
    }

    private static ActionRefusal Refused(WorkTask task, Outcome outcome, FieldError error) => new(
        RefusalKind.Invalid, error.Code, $"没有办理“{task.Name}”（{outcome.Name}）：{error.Message}", [error]);

    private static string LabelOf(string? schema, string field, string item)
    {
        if (schema is null)
            return item;
        using var document = JsonDocument.Parse(schema);
        return Labels(document.RootElement, field).FirstOrDefault(l => l.Value == item).Label ?? item;
    }

    private static IEnumerable<(string? Value, string? Label)> Labels(JsonElement part, string field)
    {
        if (part.TryGetProperty("key", out var key) && key.GetString() == field
            && part.TryGetProperty("values", out var values))
            foreach (var choice in values.EnumerateArray())
                yield return (choice.GetProperty("value").GetString(), choice.GetProperty("label").GetString());
        if (part.TryGetProperty("components", out var components))
            foreach (var found in components.EnumerateArray().SelectMany(c => Labels(c, field)))
                yield return found;
    }
}
