using BalancedEdu.Web.Documents.Layout;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace BalancedEdu.Web.Documents;

/// <summary>What a reader of the file sees of it as a whole.</summary>
/// <param name="Title">The title.</param>
/// <param name="Author">Who issues it.</param>
/// <param name="At">When; the only time in the file.</param>
public sealed record PdfProperties(string Title, string Author, DateTimeOffset At);

/// <summary>Writes marks as a PDF with subsets of the fonts in it. The same marks give the same bytes.</summary>
internal static class PdfFile
{
    private static readonly XColor Red = XColor.FromArgb(200, 16, 32);
    private static readonly XColor Grey = XColor.FromArgb(110, 110, 110);

    // One for the process: the library keeps it for good.
    static PdfFile() => GlobalFontSettings.FontResolver = new ByPath();

    public static byte[] Write(IReadOnlyList<PageMarks> pages, FontPair fonts, PdfProperties properties)
    {
        using var document = new PdfDocument();
        document.Info.Title = properties.Title;
        document.Info.Author = properties.Author;
        document.Info.CreationDate = document.Info.ModificationDate = properties.At.UtcDateTime;
        document.Language = "zh-CN";
        foreach (var marks in pages)
        {
            var page = document.AddPage();
            page.Size = PageSize.A4;
            using var graphics = XGraphics.FromPdfPage(page);
            foreach (var mark in marks.Marks)
                Draw(graphics, mark, fonts);
        }
        using var file = new MemoryStream();
        document.Save(file, closeStream: false);
        return StableBytes.Of(file.ToArray());
    }

    private static void Draw(XGraphics graphics, Mark mark, FontPair fonts)
    {
        switch (mark)
        {
            case Mark.Text text:
                var font = new XFont(fonts.Of(text.Bold).Path, text.Size);
                graphics.DrawString(text.Value, font, new XSolidBrush(ColorOf(text.Tone)), text.X, text.Y);
                break;
            case Mark.Line line:
                graphics.DrawLine(new(ColorOf(line.Tone), line.Width), line.X1, line.Y1, line.X2, line.Y2);
                break;
            case Mark.Box box:
                graphics.DrawRectangle(XBrushes.Black, box.X, box.Y, box.Width, box.Height);
                break;
            case Mark.Circle circle:
                var pen = new XPen(Grey, 0.5) { DashStyle = XDashStyle.Dash };
                graphics.DrawEllipse(
                    pen, circle.X - circle.Radius, circle.Y - circle.Radius, 2 * circle.Radius, 2 * circle.Radius);
                break;
        }
    }

    private static XColor ColorOf(Tone tone) => tone switch
    {
        Tone.Red => Red,
        Tone.Muted => Grey,
        _ => XColors.Black,
    };

    /// <summary>A family is a file: weights are files of their own, nothing is simulated.</summary>
    private sealed class ByPath : IFontResolver
    {
        public byte[] GetFont(string faceName) => File.ReadAllBytes(faceName);

        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(familyName);
    }
}
