namespace BalancedEdu.Web.Documents.Layout;

/// <summary>What is printed below the text of a document's last page, so that a reader can check it.</summary>
/// <param name="Address">What the QR code says.</param>
/// <param name="Lines">Beside it.</param>
public sealed record Verification(string Address, IReadOnlyList<string> Lines);

/// <summary>Sets blocks on pages. Pure: the same blocks, fonts and style give the same marks.</summary>
public static class Pagination
{
    private const double CodeSide = 24 * PageStyle.Mm;
    private const double VerificationHeight = CodeSide + 18;
    private const double FootSize = 10.5;

    /// <summary>The pages of a document; each says which it is and how many there are.</summary>
    public static IReadOnlyList<PageMarks> Set(
        IReadOnlyList<Block> blocks, PageStyle style, FontPair fonts, Verification? verification)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(style);
        var sheet = new Sheet(style, fonts);
        for (var i = 0; i < blocks.Count; i++)
        {
            // A head never stands alone at the end of a page, nor a seal at the beginning of one.
            if (blocks[i] is Block.Heading && i + 1 < blocks.Count)
                sheet.Need(Math.Max(3 * style.Pitch, SignOff.Under(sheet, blocks, i, TailOf(i + 1))));
            if (blocks[i] is Block.Paragraph paragraph)
                SetParagraph(sheet, paragraph, TailOf(i));
            else if (blocks[i] is Block.Table table)
                TableFlow.Set(sheet, table, TailOf(i));
            else
                Set(sheet, blocks[i]);
        }
        if (verification is not null)
            SetVerification(sheet, verification);
        Number(sheet);
        return sheet.Pages;

        double TailOf(int index) => SignOff.After(sheet, blocks, index, verification is null ? 0 : VerificationHeight);
    }

    private static void Set(Sheet sheet, Block block)
    {
        switch (block)
        {
            case Block.Masthead masthead:
                SetMasthead(sheet, masthead.Text);
                break;
            case Block.Heading heading:
                SetHeading(sheet, heading);
                break;
            case Block.Rule rule:
                sheet.Need(sheet.Style.Pitch);
                Across(sheet, sheet.Y + 4, rule.Tone == Tone.Red ? 1.4 : 0.6, rule.Tone);
                sheet.Y += 10;
                break;
            case Block.Space space:
                sheet.Y += Math.Min(space.Lines * sheet.Style.Pitch, Math.Max(0, sheet.Room));
                break;
            case Block.Signature signature:
                SignOff.Set(sheet, signature);
                break;
        }
    }

    /// <summary>As large as one line allows, at most 小初 (36 pt).</summary>
    private static void SetMasthead(Sheet sheet, string text)
    {
        var width = sheet.Style.TextWidth;
        var size = Math.Min(36, width / Math.Max(1, sheet.Fonts.WidthOf(text, bold: true, 1)));
        var pitch = size * 1.5;
        sheet.Need(pitch + 10);
        sheet.DrawLine(
            sheet.LineOf(text, bold: true, size), new(size, TextAlign.Center, Tone.Red), sheet.Style.Left, width,
            sheet.Y, pitch);
        sheet.Y += pitch + 6;
        Across(sheet, sheet.Y, 1.6, Tone.Red);
        sheet.Y += 14;
    }

    private static void SetHeading(Sheet sheet, Block.Heading heading)
    {
        var title = heading.Level == 1;
        var size = title ? sheet.Style.Title : sheet.Style.Body;
        var pitch = title ? size * 1.6 : sheet.Style.Pitch;
        var indent = title ? 0 : 2 * size;
        var setting = new Setting(size, title ? TextAlign.Center : TextAlign.Left, Tone.Plain);
        SetLines(
            sheet, LineBreaker.Break([new(heading.Text, true)], sheet.Fonts, size, sheet.Style.TextWidth, indent),
            setting, pitch, indent, 0);
        sheet.Y += title ? pitch / 3 : 0;
    }

    private static void SetParagraph(Sheet sheet, Block.Paragraph paragraph, double tail)
    {
        var size = sheet.Style.Body;
        var (indent, hanging) = (paragraph.Indent * size, paragraph.Hanging * size);
        SetLines(
            sheet, SignOff.LinesOf(sheet, paragraph), new(size, paragraph.Align, paragraph.Tone), sheet.Style.Pitch,
            indent, hanging, tail);
    }

    private static void SetLines(
        Sheet sheet, IReadOnlyList<TextLine> lines, Setting setting, double pitch, double first, double hanging,
        double tail = 0)
    {
        var kept = SignOff.KeptOf(lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            sheet.Need(tail > 0 && i == lines.Count - kept ? (kept * pitch) + tail : pitch);
            var shift = setting.Align == TextAlign.Left ? i == 0 ? first : hanging : 0;
            sheet.DrawLine(
                lines[i], setting, sheet.Style.Left + shift, sheet.Style.TextWidth - shift, sheet.Y, pitch);
            sheet.Y += pitch;
        }
    }

    private static void SetVerification(Sheet sheet, Verification verification)
    {
        sheet.Y += 8;
        sheet.Need(CodeSide + 10);
        Across(sheet, sheet.Y, 0.4, Tone.Muted);
        sheet.Y += 6;
        QrMarks.Draw(sheet, verification.Address, sheet.Style.Left, sheet.Y, CodeSide);
        var left = sheet.Style.Left + CodeSide + 10;
        var (width, y) = (sheet.Style.TextWidth - CodeSide - 10, sheet.Y);
        foreach (var text in verification.Lines)
            foreach (var line in LineBreaker.Break([new(text, false)], sheet.Fonts, FootSize, width))
            {
                sheet.DrawLine(line, new(FootSize, TextAlign.Left, Tone.Plain), left, width, y, 15);
                y += 15;
            }
        sheet.Y += CodeSide;
    }

    /// <summary>The number of a page is only known to say "of how many" when all are set.</summary>
    private static void Number(Sheet sheet)
    {
        for (var i = 0; i < sheet.Pages.Count; i++)
        {
            var text = $"第 {i + 1} 页 共 {sheet.Pages.Count} 页";
            var x = sheet.Style.Left + ((sheet.Style.TextWidth - sheet.Fonts.WidthOf(text, false, FootSize)) / 2);
            sheet.Pages[i].Marks.Add(new Mark.Text(
                x, sheet.Style.TextBottom + (sheet.Style.Bottom / 2), FootSize, false, Tone.Plain, text));
        }
    }

    private static void Across(Sheet sheet, double y, double width, Tone tone) => sheet.Draw(
        new Mark.Line(sheet.Style.Left, y, sheet.Style.Left + sheet.Style.TextWidth, y, width, tone));
}
