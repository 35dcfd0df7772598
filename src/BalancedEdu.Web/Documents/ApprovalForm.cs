using System.Text.Json;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Documents;

/// <summary>
/// The 审批单 of a case as a PDF. It has no number: whoever may read the case may print it, as often as they like.
/// </summary>
public sealed class ApprovalForm(DocumentRenderer renderer, OfficeTime office, IOptions<BureauSettings> bureau)
{
    /// <summary>The PDF as the case is at an instant; the same events and instant give the same bytes.</summary>
    /// <exception cref="DocumentException">It can't be made.</exception>
    public byte[] Render(CaseFile file, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        var template = file.Bundle.Documents.GetValueOrDefault(SharedTemplates.ApprovalForm)
            ?? SharedTemplates.All[SharedTemplates.ApprovalForm];
        var data = Json.Of(w => Write(w, ApprovalSheet.Of(file, office, now)));
        return renderer.Render(template.Template, new(data, bureau.Value.Name, now, null));
    }

    private static void Write(Utf8JsonWriter json, ApprovalSheet sheet)
    {
        var (file, row) = (sheet.File, sheet.File.Case);
        json.WriteStartObject();
        json.WriteString("process", file.Definition.Name);
        json.WriteString("number", row.Number);
        json.WriteString("title", row.Title);
        json.WriteString("applicant", row.ApplicantName.Length > 0 ? row.ApplicantName : file.NameOf(row.StartedBy));
        json.WriteString("place", file.Place ?? "市本级");
        json.WriteString("received", DocumentDates.Of(row.StartedAt));
        json.WriteString("state", row.EndedAt is { } ended
            ? $"{(row.Status == CaseStatus.Completed ? "办结" : "终止")}：{DocumentDates.Of(ended)}"
            : "在办，尚未办结");
        if (sheet.Clock is { } clock)
            json.WriteString("clock", $"{clock.Title}，{DocumentDates.Of(row.StartedAt)}收件，{clock.Numbers}。"
                + (clock.Numbers.Contains('超', StringComparison.Ordinal) ? "已逾期。" : "未逾期。"));
        json.WriteString("check", sheet.CheckCode);
        WriteFacts(json, sheet.Facts);
        WriteOpinions(json, sheet.Steps);
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, IReadOnlyList<FormFact> facts)
    {
        json.WriteStartArray("facts");
        foreach (var pair in facts.Chunk(2))
        {
            json.WriteStartArray();
            foreach (var fact in pair)
            {
                json.WriteStartObject();
                json.WriteString("label", fact.Label);
                json.WriteString("value", fact.Value);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteOpinions(Utf8JsonWriter json, IReadOnlyList<HistoryStep> steps)
    {
        json.WriteStartArray("opinions");
        foreach (var step in steps)
            foreach (var entry in step.Entries)
            {
                var system = entry.Weight == HistoryWeight.System;
                json.WriteStartObject();
                json.WriteString("step", step.Name);
                json.WriteString("unit", system ? "" : entry.By);
                json.WriteString("outcome", entry.What);
                json.WriteString("opinion", (system ? entry.By + "。" : "") + entry.Opinion);
                json.WriteString("who", entry.Who);
                json.WriteString("at", system
                    ? Texts.Instant(entry.At!.Value)
                    : Texts.LocalDay(entry.At!.Value).ToString("yyyy-MM-dd", null));
                json.WriteBoolean("system", system);
                json.WriteEndObject();
            }
        json.WriteEndArray();
    }
}

/// <summary>Dates as documents write them.</summary>
internal static class DocumentDates
{
    /// <summary>2026年11月27日, in Beijing.</summary>
    public static string Of(DateTimeOffset at) => Of(Texts.LocalDay(at));

    /// <summary>2026年11月27日.</summary>
    public static string Of(DateOnly day) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");
}
