using System.Net;
using System.Text;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>
/// The dossier (卷宗) of a case as one page that needs nothing else: to be read and printed when this product is long
/// gone. Every visit of every step stands in it, and the hash of every event.
/// </summary>
internal static class DossierHtml
{
    private const string Style = """
        body{font:14px/1.6 "Noto Sans SC","Microsoft YaHei",sans-serif;max-width:190mm;margin:10mm auto;color:#111}
        h1{font-size:20px;text-align:center}h2{font-size:16px;margin:8mm 0 2mm}
        table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:1mm 2mm;text-align:left;
        vertical-align:top}th{background:#f2f2f2;white-space:nowrap}code{font-size:11px;word-break:break-all}
        """;

    /// <summary>The page.</summary>
    public static string Of(CaseFile file, OfficeTime office)
    {
        var page = new StringBuilder();
        var title = $"{file.Definition.Name}电子卷宗 {file.Case.Number}";
        page.Append("<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>").Append(E(title))
            .Append("</title><style>").Append(Style).Append("</style></head><body>\n<h1>").Append(E(title))
            .Append("</h1>\n");
        Heading(page, file);
        foreach (var submission in file.Submissions())
            Submitted(page, submission);
        Clocks(page, file, office);
        Steps(page, file);
        Chain(page, file);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Heading(StringBuilder page, CaseFile file)
    {
        var c = file.Case;
        var applicant = c.ApplicantName.Length > 0 ? c.ApplicantName : file.NameOf(c.StartedBy);
        Table(page, null,
        [
            ["事项名称", c.Title],
            ["申请单位", applicant],
            ["所在", file.Place ?? "市本级"],
            ["收件", Texts.Instant(c.StartedAt)],
            [c.Status == CaseStatus.Completed ? "办结" : "终止", Texts.Instant(c.EndedAt!.Value)],
        ]);
    }

    private static void Submitted(StringBuilder page, Submission submission)
    {
        H2(page, $"{submission.Title}（{submission.By}，{Texts.Instant(submission.At)}）");
        foreach (var group in submission.Groups)
        {
            Table(page, null, group.Facts.Select(f => new[] { f.Label, f.Value }));
            foreach (var table in group.Tables)
                Table(page, table.Columns, table.Rows);
        }
    }

    private static void Clocks(StringBuilder page, CaseFile file, OfficeTime office)
    {
        var clocks = file.ClocksOf(null, office, file.Case.EndedAt!.Value);
        if (clocks.Count == 0)
            return;
        H2(page, "时限");
        Table(page, ["时限", "用时", "到期", "依据"], clocks.Select(c =>
            new[] { c.Title, c.Numbers, Texts.Instant(c.DueAt), c.Law }));
    }

    private static void Steps(StringBuilder page, CaseFile file)
    {
        H2(page, "意见与经过");
        Table(page, ["环节", "时间", "签署", "单位与席位", "结果", "意见"],
            from step in CaseHistory.Read(file, "").Reverse()
            from entry in step.Entries.Reverse()
            select new[]
            {
                step.Name, entry.At is { } at ? Texts.Instant(at) : "", entry.Who, entry.By, entry.What,
                entry.Opinion ?? "",
            });
    }

    private static void Chain(StringBuilder page, CaseFile file)
    {
        H2(page, "全部事件");

        // In groups, so that the page can break them: 64 letters in one would push the words aside.
        var hashes = file.Events.ToDictionary(
            e => e.Sequence,
            e => string.Join(' ', Convert.ToHexStringLower(e.Hash).Chunk(16).Select(c => new string(c))));
        Table(page, ["序号", "时间", "何人", "何事", "环节", "SHA-256 链"],
            from line in EventText.Read(file).Reverse()
            where !line.Detail
            select new[]
            {
                $"{line.Sequence}", Texts.Instant(line.At), line.Who, line.What, line.Where, hashes[line.Sequence],
            });
    }

    private static void H2(StringBuilder page, string text) => page.Append("<h2>").Append(E(text)).Append("</h2>\n");

    /// <summary>A table; without columns the first cell of each row is its heading.</summary>
    private static void Table(
        StringBuilder page, IReadOnlyList<string>? columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        page.Append("<table>");
        if (columns is not null)
            page.Append("<tr>").AppendJoin("", columns.Select(c => $"<th>{E(c)}</th>")).Append("</tr>\n");
        foreach (var row in rows)
            page.Append("<tr>").AppendJoin("", row.Select((cell, i) =>
                columns is null && i == 0 ? $"<th>{E(cell)}</th>" : $"<td>{E(cell)}</td>")).Append("</tr>\n");
        page.Append("</table>\n");
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
