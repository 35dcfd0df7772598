using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Evaluating;

/// <summary>
/// Names that an expression itself brings, innermost first; functions keep the frame they were written in.
/// </summary>
internal abstract class Frame(Frame? outer)
{
    public Frame? Outer { get; } = outer;

    public abstract bool TryGet(string name, out FeelValue value);
}

/// <summary>One name: the variable of a loop or a parameter.</summary>
internal sealed class BindingFrame(string name, FeelValue value, Frame? outer) : Frame(outer)
{
    private readonly FeelValue _value = value;

    public override bool TryGet(string wanted, out FeelValue value)
    {
        value = _value;
        return string.Equals(wanted, name, StringComparison.Ordinal);
    }
}

/// <summary>The entries of a context that is being built: later ones, and functions in any of them, see it.</summary>
internal sealed class EntriesFrame(Frame? outer) : Frame(outer)
{
    public List<KeyValuePair<string, FeelValue>> Entries { get; } = [];

    public override bool TryGet(string name, out FeelValue value)
    {
        foreach (var entry in Entries)
            if (string.Equals(entry.Key, name, StringComparison.Ordinal))
            {
                value = entry.Value;
                return true;
            }
        value = FeelValue.Null;
        return false;
    }
}

/// <summary>The element under a filter: <c>item</c>, and its entries when it is a context.</summary>
internal sealed class ItemFrame(FeelValue item, Frame? outer) : Frame(outer)
{
    private readonly FeelValue _item = item;
    private readonly FeelContext? _context = item.AsContext();

    public override bool TryGet(string name, out FeelValue value)
    {
        if (_context is not null && _context.TryGet(name, out value))
            return true;
        value = _item;
        return string.Equals(name, "item", StringComparison.Ordinal);
    }
}
