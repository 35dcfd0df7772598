namespace BalancedEdu.Web.Documents.Layout;

/// <summary>Sizes of a page and its text, in points.</summary>
/// <param name="Top">The upper margin.</param>
/// <param name="Bottom">The lower margin; the page number stands in it.</param>
/// <param name="Left">The left margin.</param>
/// <param name="Right">The right margin.</param>
/// <param name="Body">The size of text.</param>
/// <param name="Pitch">From line to line.</param>
/// <param name="Title">The size of a title.</param>
/// <param name="Cell">The size of text in tables.</param>
/// <param name="CellPitch">From line to line in tables.</param>
public sealed record PageStyle(
    double Top, double Bottom, double Left, double Right, double Body, double Pitch, double Title, double Cell,
    double CellPitch)
{
    /// <summary>A4.</summary>
    public const double Width = 595.276;

    /// <summary>A4.</summary>
    public const double Height = 841.89;

    /// <summary>One millimetre.</summary>
    public const double Mm = 72 / 25.4;

    /// <summary>
    /// A letter as GB/T 9704-2012 has it: 37 mm above, 28 mm at the binding edge, a type area of 156 × 225 mm with 22
    /// lines of 28 characters in 三号 (15.75 pt), the title in 二号.
    /// </summary>
    public static PageStyle Letter { get; } = new(
        37 * Mm, 35 * Mm, 28 * Mm, 26 * Mm, 15.75, 225 * Mm / 22, 21.75, 12, 17.5);

    /// <summary>A form: narrower margins, 小四 and 五号, so that opinions have room.</summary>
    public static PageStyle Form { get; } = new(
        20 * Mm, 22 * Mm, 20 * Mm, 18 * Mm, 12, 19, 18, 10.5, 15.5);

    /// <summary>How wide the type area is.</summary>
    public double TextWidth => Width - Left - Right;

    /// <summary>Where the type area ends.</summary>
    public double TextBottom => Height - Bottom;
}
