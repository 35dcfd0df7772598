using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fluid;
using Fluid.Values;

namespace BalancedEdu.Web.Mail;

/// <summary>A mail in words, before it has an address.</summary>
/// <param name="Subject">One line without control characters.</param>
/// <param name="Text">The text part.</param>
/// <param name="Html">The HTML part, made from the text part.</param>
public sealed record ComposedMail(string Subject, string Text, string Html);

/// <summary>A template can't be filled; the message is Chinese and says what to do.</summary>
public sealed class MailCompositionException(string message) : Exception(message);

/// <summary>Fills templates. Pure: the same template, data and link give the same mail.</summary>
public static partial class MailComposer
{
    private const int SubjectMax = 150;

    // A template of a bundle is written by hand: a loop in it must not stop the outbox.
    private static readonly TemplateOptions Options = OptionsWithFilters();

    /// <summary>Fills a template.</summary>
    /// <param name="template">Subject and body.</param>
    /// <param name="data">A JSON object; its members are the variables.</param>
    /// <param name="link">The absolute address that the button opens; overrides a variable <c>link</c>.</param>
    /// <exception cref="MailCompositionException">The data is no object, or the template fails.</exception>
    public static ComposedMail Compose(MailTemplate template, string data, string link)
    {
        ArgumentNullException.ThrowIfNull(template);
        var context = new TemplateContext(Options);
        try
        {
            using var json = JsonDocument.Parse(data);
            foreach (var (name, value) in MailData.Variables(json.RootElement)) context.SetValue(name, value);
            context.SetValue("link", link);
            // Text needs no encoding; the HTML part encodes each line of it.
            var subject = SubjectOf(template.Subject.Render(context, NullEncoder.Default));
            var text = TextOf(template.Body.Render(context, NullEncoder.Default));
            if (subject.Length == 0) throw new MailCompositionException($"邮件模板 {template.Id} 的标题是空的。请检查标题用到的变量。");
            return new(subject, text, MailHtml.Of(subject, text, link));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new MailCompositionException($"邮件模板 {template.Id} 无法填写（{e.Message}）。请检查模板和数据后重发。");
        }
    }

    /// <summary><c>{{ amount | money }}</c> gives 24,300.50.</summary>
    private static TemplateOptions OptionsWithFilters()
    {
        var options = new TemplateOptions { MaxSteps = 20_000, MaxRecursion = 20 };
        options.Filters.AddFilter("money", (input, _, _) => StringValue.Create(
            input.ToNumberValue().ToString("#,##0.00", CultureInfo.InvariantCulture)));
        return options;
    }

    /// <summary>
    /// One line: what a variable brings in (a line break with another header behind it) can't reach the headers.
    /// </summary>
    private static string SubjectOf(string rendered)
    {
        var line = Blank().Replace(rendered, " ").Trim();
        return line.Length <= SubjectMax ? line : line[..(SubjectMax - 1)] + "…";
    }

    private static string TextOf(string rendered)
    {
        var lines = rendered.ReplaceLineEndings("\n").Split('\n')
            .Select(l => Control().Replace(l, "").TrimEnd());
        return ManyBlankLines().Replace(string.Join('\n', lines), "\n\n").Trim('\n') + "\n";
    }

    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}\u2028\u2029]+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[\p{Cc}\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex Control();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyBlankLines();
}
