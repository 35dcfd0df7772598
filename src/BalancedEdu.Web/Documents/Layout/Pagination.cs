namespace BalancedEdu.Web.Documents.Layout;

/// <summary>What is printed below the text of a document's last page, so that a reader can check it.</summary>
/// <param name="Address">What the QR code says.</param>
/// <param name="Lines">Beside it.</param>
public sealed record Verification(string Address, IReadOnlyList<string> Lines);

/// <summary>Sets blocks on pages. Pure: the same blocks, fonts and style give the same marks.</summary>
public static class Pagination
{
    private const double SealRadius = 21 * PageStyle.Mm;
    private const double CodeSide = 24 * PageStyle.Mm;
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
            // A head never stands alone at the end of a page.
            if (blocks[i] is Block.Heading && i + 1 < blocks.Count)
                sheet.Need(3 * style.Pitch);
            Set(sheet, blocks[i]);
        }
        if (verification is not null)
            SetVerification(sheet, verification);
        Number(sheet);
        return sheet.Pages;
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
            case Block.Paragraph paragraph:
                SetParagraph(sheet, paragraph);
                break;
            case Block.Table table:
                TableFlow.Set(sheet, table);
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
                SetSignature(sheet, signature);
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

    private static void SetParagraph(Sheet sheet, Block.Paragraph paragraph)
    {
        var size = sheet.Style.Body;
        var (indent, hanging) = (paragraph.Indent * size, paragraph.Hanging * size);
        SetLines(
            sheet,
            LineBreaker.Break(paragraph.Runs, sheet.Fonts, size, sheet.Style.TextWidth, indent, hanging),
            new(size, paragraph.Align, paragraph.Tone), sheet.Style.Pitch, indent, hanging);
    }

    private static void SetLines(
        Sheet sheet, IReadOnlyList<TextLine> lines, Setting setting, double pitch, double first, double hanging)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            sheet.Need(pitch);
            var shift = setting.Align == TextAlign.Left ? i == 0 ? first : hanging : 0;
            sheet.DrawLine(
                lines[i], setting, sheet.Style.Left + shift, sheet.Style.TextWidth - shift, sheet.Y, pitch);
            sheet.Y += pitch;
        }
    }

    /// <summary>GB/T 9704-2012 7.3.5: the date four characters from the right, the seal over unit and date.</summary>
    private static void SetSignature(Sheet sheet, Block.Signature signature)
    {
        var (size, pitch) = (sheet.Style.Body, sheet.Style.Pitch);
        var height = signature.Seal ? (2 * SealRadius) + 4 : 2.5 * pitch;
        sheet.Need(height);
        var widest = Math.Max(
            sheet.Fonts.WidthOf(signature.Unit, false, size), sheet.Fonts.WidthOf(signature.Date, false, size));
        var right = sheet.Style.Left + sheet.Style.TextWidth - (4 * size);
        var left = Math.Max(sheet.Style.Left, right - widest);
        var width = Math.Max(widest, right - left);
        var top = sheet.Y + ((height - (2 * pitch)) / 2);
        if (signature.Seal)
        {
            sheet.Draw(new Mark.Circle(left + (width / 2), sheet.Y + (height / 2), SealRadius));
            Centered(sheet, "（盖章处）", left, width, sheet.Y + height - pitch - 8);
        }
        var setting = new Setting(size, TextAlign.Center, Tone.Plain);
        sheet.DrawLine(sheet.LineOf(signature.Unit, false, size), setting, left, width, top, pitch);
        sheet.DrawLine(sheet.LineOf(signature.Date, false, size), setting, left, width, top + pitch, pitch);
        sheet.Y += height;
    }

    private static void Centered(Sheet sheet, string text, double left, double width, double top) => sheet.DrawLine(
        sheet.LineOf(text, false, FootSize), new(FootSize, TextAlign.Center, Tone.Muted), left, width, top, FootSize);

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
