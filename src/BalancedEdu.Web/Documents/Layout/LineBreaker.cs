using System.Text;

namespace BalancedEdu.Web.Documents.Layout;

/// <summary>Fonts of one document, and how wide text is in them.</summary>
/// <param name="Regular">For text.</param>
/// <param name="Bold">For titles.</param>
public sealed record FontPair(FontFace Regular, FontFace Bold)
{
    /// <summary>The face of a weight.</summary>
    public FontFace Of(bool bold) => bold ? Bold : Regular;

    /// <summary>How wide text is, in points.</summary>
    public double WidthOf(string text, bool bold, double size)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.EnumerateRunes().Sum(r => Of(bold).WidthOf(r)) * size;
    }
}

/// <summary>A line of text.</summary>
/// <param name="Runs">Its parts.</param>
/// <param name="Width">How wide it is, in points.</param>
public sealed record TextLine(IReadOnlyList<Run> Runs, double Width);

/// <summary>
/// Breaks text into lines as Chinese is set: between any two characters, but never before a closing mark or after an
/// opening one (行首行尾禁则), and not within a word or a number.
/// </summary>
public static class LineBreaker
{
    private const string NeverFirst = "，。、；：？！）》〉」』】〕］｝”’…—·％%,.;:?!)]}";
    private const string NeverLast = "（《〈「『【〔［｛“‘￥$([{";
    private const char LineSeparator = '\u2028';

    /// <summary>Breaks runs into lines.</summary>
    /// <param name="runs">The text.</param>
    /// <param name="fonts">What it is set in.</param>
    /// <param name="size">The size, in points.</param>
    /// <param name="width">How wide a line may be, in points.</param>
    /// <param name="first">By how much the first line is shorter.</param>
    /// <param name="hanging">By how much the others are.</param>
    /// <returns>At least one line, which may be empty.</returns>
    public static IReadOnlyList<TextLine> Break(
        IReadOnlyList<Run> runs, FontPair fonts, double size, double width, double first = 0, double hanging = 0)
    {
        ArgumentNullException.ThrowIfNull(fonts);
        var pieces = PiecesOf(runs, fonts, size);
        var lines = new List<TextLine>();
        var from = 0;
        while (from < pieces.Count)
        {
            var room = width - (lines.Count == 0 ? first : hanging);
            var (next, until) = Fill(pieces, from, room);
            lines.Add(LineOf(pieces.GetRange(from, until - from)));
            from = next;
        }
        if (lines.Count == 0)
            lines.Add(new([], 0));
        return lines;
    }

    /// <summary>Takes as many pieces as there is room for.</summary>
    /// <returns>Where the next line begins, and where this one ends.</returns>
    private static (int Next, int Until) Fill(List<Piece> pieces, int from, double room)
    {
        var used = 0.0;
        var at = from;
        while (at < pieces.Count && !pieces[at].Breaks && used + pieces[at].Width <= room + 0.01)
            used += pieces[at++].Width;
        if (at == pieces.Count)
            return (at, at);
        if (pieces[at].Breaks)
            return (at + 1, at);
        if (pieces[at].Blank)
            return (at + 1, at);
        var allowed = at;
        while (allowed > from + 1 && (pieces[allowed].NeverFirst || pieces[allowed - 1].NeverLast))
            allowed--;

        // Nothing may be broken here: the line is filled all the same, so that it ends.
        if (allowed <= from + 1 && (pieces[allowed].NeverFirst || pieces[from].NeverLast))
            allowed = at;
        allowed = Math.Max(allowed, from + 1);
        return (allowed, allowed);
    }

    private static TextLine LineOf(List<Piece> pieces)
    {
        while (pieces.Count > 0 && pieces[^1].Blank)
            pieces.RemoveAt(pieces.Count - 1);
        var runs = new List<Run>();
        foreach (var piece in pieces)
            if (runs.Count > 0 && runs[^1].Bold == piece.Bold)
                runs[^1] = runs[^1] with { Text = runs[^1].Text + piece.Text };
            else
                runs.Add(new(piece.Text, piece.Bold));
        return new(runs, pieces.Sum(p => p.Width));
    }

    private static List<Piece> PiecesOf(IReadOnlyList<Run> runs, FontPair fonts, double size)
    {
        var pieces = new List<Piece>();
        foreach (var run in runs)
        {
            var word = new StringBuilder();
            void Flush()
            {
                if (word.Length == 0)
                    return;
                pieces.Add(new(word.ToString(), run.Bold, fonts.WidthOf(word.ToString(), run.Bold, size)));
                word.Clear();
            }
            foreach (var rune in run.Text.EnumerateRunes())
            {
                if (IsOfWord(rune) && word.Length < LongWord)
                {
                    word.Append(rune.ToString());
                    continue;
                }
                Flush();
                var text = rune.ToString();
                pieces.Add(new(text, run.Bold, rune.Value == LineSeparator ? 0 : fonts.WidthOf(text, run.Bold, size)));
            }
            Flush();
        }
        return pieces;
    }

    /// <summary>A longer word, an address or a hash, is broken anywhere.</summary>
    private const int LongWord = 24;

    private static bool IsOfWord(Rune rune) => rune.IsAscii && (Rune.IsLetterOrDigit(rune) || "-_./@#&+'".Contains(
        (char)rune.Value, StringComparison.Ordinal));

    private sealed record Piece(string Text, bool Bold, double Width)
    {
        public bool Breaks => Text[0] == LineSeparator;

        public bool Blank => Text == " ";

        public bool NeverFirst => LineBreaker.NeverFirst.Contains(Text, StringComparison.Ordinal);

        public bool NeverLast => LineBreaker.NeverLast.Contains(Text, StringComparison.Ordinal);
    }
}
