namespace BalancedEdu.Web.Documents.Layout;

/// <summary>
/// 落款: unit, date and the place of the seal. It never stands on a page without text (GB/T 9704-2012 7.3.5.4): the end
/// of what stands before it goes over to its page.
/// </summary>
internal static class SignOff
{
    private const double SealRadius = 21 * PageStyle.Mm;
    private const double FootSize = 10.5;

    /// <summary>A paragraph of at most so many lines goes over as a whole.</summary>
    private const int WholeLinesMax = 6;

    /// <summary>Of a longer one its last lines do.</summary>
    private const int LastLines = 3;

    /// <summary>How many of the last lines of a paragraph stay with what is signed below it.</summary>
    public static int KeptOf(int lines) => lines <= WholeLinesMax ? lines : LastLines;

    /// <summary>The lines of a paragraph.</summary>
    public static IReadOnlyList<TextLine> LinesOf(Sheet sheet, Block.Paragraph paragraph)
    {
        var size = sheet.Style.Body;
        return LineBreaker.Break(
            paragraph.Runs, sheet.Fonts, size, sheet.Style.TextWidth, paragraph.Indent * size,
            paragraph.Hanging * size);
    }

    /// <summary>
    /// How high is all that stays with the end of a block: the signatures that follow it with nothing but empty lines
    /// between, and below the last one what the document is checked by. 0 where none follows, and where they would
    /// leave no room for text anyhow.
    /// </summary>
    /// <param name="sheet">Where it is set.</param>
    /// <param name="blocks">All blocks.</param>
    /// <param name="index">The block.</param>
    /// <param name="foot">How high is what stands below the last block.</param>
    public static double After(Sheet sheet, IReadOnlyList<Block> blocks, int index, double foot)
    {
        var (height, signed) = (0.0, 0.0);
        var next = index + 1;
        for (; next < blocks.Count && blocks[next] is Block.Space or Block.Signature; next++)
            if (blocks[next] is Block.Signature signature)
                signed = height += HeightOf(sheet, signature);
            else if (blocks[next] is Block.Space space)
                height += space.Lines * sheet.Style.Pitch;
        if (signed > 0 && next == blocks.Count)
            signed += foot;
        return signed > (sheet.Style.TextBottom - sheet.Style.Top) / 2 ? 0 : signed;
    }

    /// <summary>How high a head is with the paragraph below it, when that goes over as a whole; else 0.</summary>
    /// <param name="sheet">Where it is set.</param>
    /// <param name="blocks">All blocks.</param>
    /// <param name="index">The head.</param>
    /// <param name="tail">What stays with the end of the block below it.</param>
    public static double Under(Sheet sheet, IReadOnlyList<Block> blocks, int index, double tail) =>
        tail > 0 && blocks[index + 1] is Block.Paragraph paragraph
        && LinesOf(sheet, paragraph).Count is <= WholeLinesMax and var lines
            ? ((2 + lines) * sheet.Style.Pitch) + tail
            : 0;

    /// <summary>GB/T 9704-2012 7.3.5: the date four characters from the right, the seal over unit and date.</summary>
    public static void Set(Sheet sheet, Block.Signature signature)
    {
        var (size, pitch) = (sheet.Style.Body, sheet.Style.Pitch);
        var height = HeightOf(sheet, signature);
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

    private static double HeightOf(Sheet sheet, Block.Signature signature) =>
        signature.Seal ? (2 * SealRadius) + 4 : 2.5 * sheet.Style.Pitch;
}
