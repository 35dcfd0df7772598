namespace BalancedEdu.Web.Documents.Layout;

/// <summary>Where text stands in its line.</summary>
public enum TextAlign
{
    /// <summary>At the left.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>At the right.</summary>
    Right,
}

/// <summary>What text is printed in.</summary>
public enum Tone
{
    /// <summary>Black.</summary>
    Plain,

    /// <summary>Grey: places for seals, remarks.</summary>
    Muted,

    /// <summary>The red of heads of official documents.</summary>
    Red,
}

/// <summary>Text in one weight. A line separator (U+2028) in it breaks the line.</summary>
/// <param name="Text">The text.</param>
/// <param name="Bold">Whether it is bold.</param>
public sealed record Run(string Text, bool Bold);

/// <summary>A part of a document from top to bottom.</summary>
public abstract record Block
{
    private Block()
    {
    }

    /// <summary>发文机关标志: the issuing unit in red over a red rule.</summary>
    /// <param name="Text">The unit.</param>
    public sealed record Masthead(string Text) : Block;

    /// <summary>A title (level 1, in the middle) or the head of a section (level 2).</summary>
    /// <param name="Level">1 or 2.</param>
    /// <param name="Text">The text.</param>
    public sealed record Heading(int Level, string Text) : Block;

    /// <summary>A paragraph.</summary>
    /// <param name="Runs">The text.</param>
    /// <param name="Align">Where it stands.</param>
    /// <param name="Indent">By how many characters its first line is indented.</param>
    /// <param name="Hanging">By how many characters its other lines are.</param>
    /// <param name="Tone">Its colour.</param>
    public sealed record Paragraph(
        IReadOnlyList<Run> Runs, TextAlign Align, double Indent, double Hanging, Tone Tone) : Block;

    /// <summary>A table; rows of the head are repeated on each page that it reaches.</summary>
    /// <param name="Columns">How the width is shared.</param>
    /// <param name="Head">Rows of the head.</param>
    /// <param name="Rows">The other rows.</param>
    public sealed record Table(IReadOnlyList<double> Columns, IReadOnlyList<Row> Head, IReadOnlyList<Row> Rows) : Block;

    /// <summary>A rule across the page.</summary>
    /// <param name="Tone">Its colour.</param>
    public sealed record Rule(Tone Tone) : Block;

    /// <summary>Empty lines.</summary>
    /// <param name="Lines">How many.</param>
    public sealed record Space(double Lines) : Block;

    /// <summary>落款: unit and date at the right, with the place of a seal over the date.</summary>
    /// <param name="Unit">Who signs.</param>
    /// <param name="Date">The date in words.</param>
    /// <param name="Seal">Whether there is a place for a seal.</param>
    public sealed record Signature(string Unit, string Date, bool Seal) : Block;
}

/// <summary>A row of a table.</summary>
/// <param name="Cells">Its cells.</param>
public sealed record Row(IReadOnlyList<Cell> Cells);

/// <summary>A cell of a table.</summary>
/// <param name="Runs">The text.</param>
/// <param name="Head">Whether it names something: bold, in the middle.</param>
/// <param name="Align">Where its text stands.</param>
/// <param name="Span">How many columns it takes.</param>
/// <param name="Tone">Its colour.</param>
public sealed record Cell(IReadOnlyList<Run> Runs, bool Head, TextAlign Align, int Span, Tone Tone);
