namespace BalancedEdu.Web.Documents.Layout;

/// <summary>Something drawn on a page; points, from the upper left corner.</summary>
public abstract record Mark
{
    private Mark()
    {
    }

    /// <summary>Text on a base line.</summary>
    public sealed record Text(double X, double Y, double Size, bool Bold, Tone Tone, string Value) : Mark;

    /// <summary>A straight line.</summary>
    public sealed record Line(double X1, double Y1, double X2, double Y2, double Width, Tone Tone) : Mark;

    /// <summary>A filled rectangle: the modules of a QR code.</summary>
    public sealed record Box(double X, double Y, double Width, double Height) : Mark;

    /// <summary>A dashed circle: where a seal goes.</summary>
    public sealed record Circle(double X, double Y, double Radius) : Mark;
}

/// <summary>A page with all that is drawn on it.</summary>
public sealed class PageMarks
{
    /// <summary>In the order of drawing.</summary>
    public List<Mark> Marks { get; } = [];
}
