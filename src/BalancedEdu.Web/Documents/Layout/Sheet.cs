namespace BalancedEdu.Web.Documents.Layout;

/// <summary>The pages of a document while they are filled from top to bottom.</summary>
/// <param name="style">Sizes.</param>
/// <param name="fonts">What it is set in.</param>
internal sealed class Sheet(PageStyle style, FontPair fonts)
{
    /// <summary>How far the base line lies below the top of a full-width character, in ems.</summary>
    private const double Ascent = 0.88;

    private readonly List<PageMarks> _pages = [new()];

    public PageStyle Style { get; } = style;

    public FontPair Fonts { get; } = fonts;

    public IReadOnlyList<PageMarks> Pages => _pages;

    /// <summary>Where the next thing goes.</summary>
    public double Y { get; set; } = style.Top;

    /// <summary>How much room is left on the page.</summary>
    public double Room => Style.TextBottom - Y;

    /// <summary>Whether nothing stands on the page yet.</summary>
    public bool AtTop => Y <= Style.Top + 0.01;

    public void Draw(Mark mark) => _pages[^1].Marks.Add(mark);

    public void NextPage()
    {
        _pages.Add(new());
        Y = Style.Top;
    }

    /// <summary>Begins a page where so much does not fit on this one.</summary>
    public void Need(double height)
    {
        if (height > Room + 0.01 && !AtTop)
            NextPage();
    }

    /// <summary>Draws a line of text at a height.</summary>
    public void DrawLine(TextLine line, Setting setting, double x, double width, double top, double pitch)
    {
        var at = setting.Align switch
        {
            TextAlign.Center => x + ((width - line.Width) / 2),
            TextAlign.Right => x + width - line.Width,
            _ => x,
        };
        var baseline = top + ((pitch - setting.Size) / 2) + (Ascent * setting.Size);
        foreach (var run in line.Runs)
        {
            Draw(new Mark.Text(at, baseline, setting.Size, run.Bold, setting.Tone, run.Text));
            at += Fonts.WidthOf(run.Text, run.Bold, setting.Size);
        }
    }

    /// <summary>One line that never breaks.</summary>
    public TextLine LineOf(string text, bool bold, double size) =>
        new([new(text, bold)], Fonts.WidthOf(text, bold, size));
}

/// <summary>How text is set.</summary>
/// <param name="Size">In points.</param>
/// <param name="Align">Where it stands.</param>
/// <param name="Tone">Its colour.</param>
internal sealed record Setting(double Size, TextAlign Align, Tone Tone);
