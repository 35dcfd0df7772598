using System.Globalization;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Forms;

/// <summary>
/// What expressions of a form see: the initial data, over it the visible fields, and in list items <c>this</c>,
/// <c>parent</c> and <c>i</c> as form-js gives them.
/// </summary>
internal sealed class FormData(Filled root, FeelContext initial, DateTimeOffset now)
{
    private readonly FeelContext _data = new([.. initial, .. root.Plain()]);

    public DateTimeOffset Now => now;

    public FeelValue Evaluate(FeelExpression expression, Filled at) =>
        expression.Evaluate(new Scope(this, at), now).Value;

    /// <summary>A bound that is a number or FEEL; null when it gives no number.</summary>
    public decimal? Number(TextOrFeel? bound, Filled at) => bound switch
    {
        null => null,
        { Expression: { } expression } => Evaluate(expression, at).AsNumber(),
        _ => decimal.Parse(bound.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    public bool IsReadonly(FormField field, Filled at) =>
        field.Readonly is { } text
            && (text.Expression is not { } expression || Evaluate(expression, at).AsBoolean() == true);

    /// <summary>The values that may be chosen.</summary>
    public IReadOnlyList<FeelValue> Options(FieldOptions options, Filled at)
    {
        if (options.Expression is { } expression)
            return Values(Evaluate(expression, at));
        if (options.Key is not { } key)
            return options.Values;
        _data.TryGet(key, out var list);
        return Values(list);
    }

    private static FeelValue[] Values(FeelValue list) => [.. (list.AsList() ?? []).Select(FormReader.ValueOf)];

    private sealed class Scope(FormData form, Filled at) : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value)
        {
            if (form._data.TryGet(name, out value))
                return true;
            switch (name)
            {
                case "this" or "_this_":
                    value = Of(at.Scope);
                    return true;
                case "parent" or "_parent_":
                    value = at.Scope is null ? FeelValue.Null : Of(at.Scope.Parent?.Scope);
                    return true;
                case "i" or "_i_":
                    value = FeelValue.Of((IReadOnlyList<FeelValue>)[.. Indexes(at.Scope)]);
                    return true;
                default:
                    return false;
            }
        }

        private FeelValue Of(Filled? scope) => FeelValue.Of(scope?.Plain() ?? form._data);

        private static IEnumerable<FeelValue> Indexes(Filled? scope) =>
            scope is null ? [] : [.. Indexes(scope.Parent?.Scope), FeelValue.Of((decimal)scope.Index)];
    }
}
