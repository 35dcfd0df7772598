using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>
/// What the logic of an element sees: the elements it requires by their names, and those of an imported model as a
/// context under the name of the import (DMN 1.5, 10.3.2.11).
/// </summary>
internal sealed class Requirements
{
    private readonly (string Name, DrgElement Element)[] _own;
    private readonly (string Import, (string Name, DrgElement Element)[] Elements)[] _imported;

    /// <param name="required">The elements; with the name of the import, or null for the model's own.</param>
    public Requirements(IReadOnlyList<(string? Import, DrgElement Element)> required)
    {
        Elements = [.. required.Select(r => r.Element).Distinct()];
        _own = [.. required.Where(r => r.Import is null).Select(r => (r.Element.Name, r.Element))];
        _imported =
        [
            .. required.Where(r => r.Import is not null).GroupBy(r => r.Import!)
                .Select(group => (group.Key, group.Select(r => (r.Element.Name, r.Element)).ToArray())),
        ];
    }

    public static Requirements None { get; } = new([]);

    /// <summary>The elements required.</summary>
    public IReadOnlyList<DrgElement> Elements { get; }

    /// <summary>The names that the logic may use.</summary>
    public IEnumerable<string> Names => _own.Select(own => own.Name).Concat(_imported.Select(i => i.Import));

    /// <summary>The variables, with the values of the elements.</summary>
    public FeelContext Variables(Func<DrgElement, FeelValue> valueOf)
    {
        if (_own.Length + _imported.Length == 0)
            return FeelContext.Empty;
        var entries = new KeyValuePair<string, FeelValue>[_own.Length + _imported.Length];
        for (var i = 0; i < _own.Length; i++)
            entries[i] = new(_own[i].Name, valueOf(_own[i].Element));
        for (var i = 0; i < _imported.Length; i++)
            entries[_own.Length + i] = new(_imported[i].Import, FeelValue.Of(new FeelContext(_imported[i].Elements
                .Select(e => new KeyValuePair<string, FeelValue>(e.Name, valueOf(e.Element))))));
        return new FeelContext(entries);
    }
}

/// <summary>
/// What the body of a business knowledge model sees beside its parameters: the functions it requires, and itself.
/// Gathered when it first runs, since functions may need each other.
/// </summary>
internal sealed class KnowledgeScope(BusinessKnowledgeModel model) : IFeelScope
{
    private FeelContext? _variables;

    public bool TryGet(string name, out FeelValue value)
    {
        // Two threads may both make these; they make the same.
        _variables ??= model.Requirements.Variables(element => ((Invocable)element).Function);
        if (_variables.TryGet(name, out value))
            return true;
        value = model.Function;
        return string.Equals(name, model.Name, StringComparison.Ordinal);
    }
}
