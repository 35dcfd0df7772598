using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using System.Xml;
using BalancedEdu.Web.Documents.Layout;
using BalancedEdu.Web.Mail;
using Fluid;
using Fluid.Values;

namespace BalancedEdu.Web.Documents;

/// <summary>What a document is made of, beside its template.</summary>
/// <param name="Data">A JSON object; its members are the variables of the template.</param>
/// <param name="Issuer">Who issues it.</param>
/// <param name="At">When; the same time gives the same bytes.</param>
/// <param name="Verification">What is printed to check it by; null for one that is not issued.</param>
public sealed record DocumentInput(string Data, string Issuer, DateTimeOffset At, Verification? Verification);

/// <summary>Makes PDFs of templates. The same template, input and fonts give the same bytes.</summary>
public sealed partial class DocumentRenderer(DocumentFonts fonts)
{
    // A template is written by hand: a loop in it must not stop a node.
    private const int StepsMax = 50_000;
    private const int PagesMax = 200;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly TemplateOptions Options = OptionsWithFilters();
    private static readonly Lock OneAtATime = new();

    /// <summary>Makes the PDF.</summary>
    /// <exception cref="DocumentException">No font, a character that it lacks, or a template that fails.</exception>
    public byte[] Render(DocumentTemplate template, DocumentInput input)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(input);
        var pair = fonts.Get();
        var pages = Lay(template, input, pair);
        var properties = new PdfProperties(template.Head.Title, input.Issuer, input.At);

        // The library's caches are made for one at a time; a page takes a few milliseconds.
        lock (OneAtATime)
            return PdfFile.Write(pages, pair, properties);
    }

    /// <summary>The pages before they become a file.</summary>
    internal static IReadOnlyList<PageMarks> Lay(DocumentTemplate template, DocumentInput input, FontPair fonts)
    {
        var blocks = MarkupBlocks.Of(DocumentMarkup.Parse(Fill(template, input.Data)));
        var style = template.Head.Style == DocumentStyle.Form ? PageStyle.Form : PageStyle.Letter;
        var pages = Pagination.Set(blocks, style, fonts, input.Verification);
        if (pages.Count > PagesMax)
            throw new DocumentException(
                "document.too-long", $"“{template.Head.Title}”有 {pages.Count} 页，超过 {PagesMax} 页。请减少内容。");
        RefuseMissing(pages, fonts);
        return pages;
    }

    /// <summary>Fills a template; what variables bring in is text and never an element.</summary>
    /// <exception cref="DocumentException">The data is no object, or the template fails.</exception>
    internal static string Fill(DocumentTemplate template, string data)
    {
        var context = new TemplateContext(Options);
        try
        {
            using var json = JsonDocument.Parse(data);
            foreach (var (name, value) in MailData.Variables(json.RootElement))
                context.SetValue(name, value);
            var filled = template.Body.Render(context, Encoder);
            filled = LineBreak().Replace(filled, "\u2028");
            filled = Control().Replace(filled, "");
            DocumentMarkup.Parse(filled);
            return filled;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or XmlException)
        {
            throw new DocumentException(
                "document.fill", $"文书模板 {template.Kind} 无法填写（{e.Message}）。请检查模板和数据后重试。");
        }
    }

    /// <summary>A name without one of its characters is another name: nothing is printed then.</summary>
    private static void RefuseMissing(IReadOnlyList<PageMarks> pages, FontPair fonts)
    {
        var missing = pages.SelectMany(p => p.Marks).OfType<Mark.Text>()
            .SelectMany(t => t.Value.EnumerateRunes().Where(r => !fonts.Of(t.Bold).Has(r)))
            .Distinct().Take(5).ToList();
        if (missing.Count == 0)
            return;
        var named = string.Join('、', missing.Select(r => $"“{r}”（U+{r.Value:X4}）"));
        throw new DocumentException(
            "document.character", $"字体里没有{named}，没有生成文书。请在 Documents:RegularFont 和 Documents:BoldFont 里换收字更全的字体。");
    }

    private static TemplateOptions OptionsWithFilters()
    {
        var options = new TemplateOptions { MaxSteps = StepsMax, MaxRecursion = 20 };
        options.Filters.AddFilter("money", (input, _, _) => StringValue.Create(
            input.ToNumberValue().ToString("#,##0.00", CultureInfo.InvariantCulture)));
        options.Filters.AddFilter("day", (input, _, _) => StringValue.Create(DayText(input.ToStringValue())));
        return options;
    }

    /// <summary>2026年11月27日 of 2026-11-27 and whatever follows it; other text stays.</summary>
    internal static string DayText(string text) => DateOnly.TryParseExact(
        text.Length >= 10 ? text[..10] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
        out var day)
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日")
        : text;

    [GeneratedRegex("(&#xD;)?&#xA;|&#xD;")]
    private static partial Regex LineBreak();

    /// <summary>What XML can't hold, and marks that turn the direction of text.</summary>
    [GeneratedRegex(
        "&#x(?:[0-8BCEF]|1[0-9A-F]|7F|FFF[EF]|202[A-E]|206[6-9]|200[BEF]|FEFF);|[\uE000\u202A-\u202E\uFEFF]")]
    private static partial Regex Control();
}
