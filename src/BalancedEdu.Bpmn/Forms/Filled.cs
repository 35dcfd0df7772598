using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Forms;

/// <summary>
/// A component of a form together with what was filled in: a field, a group, a list or one item of a list.
/// </summary>
internal sealed class Filled(FormComponent component, string path, Filled? parent)
{
    public FormComponent Component => component;

    /// <summary>Where its value lies: <c>measures[1].type</c>.</summary>
    public string Path => path;

    public Filled? Parent => parent;

    public List<Filled> Children { get; } = [];

    public bool IsList { get; init; }

    public bool IsItem { get; init; }

    /// <summary>The place of a list item, counted from 1 as FEEL does.</summary>
    public int Index { get; init; }

    /// <summary>The list item around it, whose values conditions know as <c>this</c>; null outside of lists.</summary>
    public Filled? Scope { get; set; }

    /// <summary>What the browser sent; null when it sent nothing.</summary>
    public JsonElement? Sent { get; init; }

    /// <summary>The value that the form was shown with.</summary>
    public FeelValue Initial { get; init; }

    public bool HiddenItself { get; set; }

    public bool HidesNext { get; set; }

    public bool IsHidden => HiddenItself || parent is { IsHidden: true };

    /// <summary>The checked value of a field.</summary>
    public FeelValue Value { get; set; }

    /// <summary>Whether the field belongs into the data.</summary>
    public bool IsKept => component is FormField { Disabled: false };

    public IEnumerable<Filled> All()
    {
        var open = new Stack<Filled>([this]);
        while (open.TryPop(out var next))
        {
            yield return next;
            for (var i = next.Children.Count - 1; i >= 0; i--)
                open.Push(next.Children[i]);
        }
    }

    public IEnumerable<Filled> Fields() => All().Where(part => part.Component is FormField);

    /// <summary>The checked data of what is visible.</summary>
    public FeelContext Typed() => Collect(field => field.Value);

    /// <summary>The data as the browser holds it, for conditions.</summary>
    public FeelContext Plain() => Collect(field => Forms.Plain.Of(field));

    private FeelContext Collect(Func<Filled, FeelValue> value)
    {
        var data = FeelContext.Empty;
        foreach (var child in Children.Where(child => !child.IsHidden))
            data = child.Component switch
            {
                FormField field => child.IsKept ? Put(data, field.Key, 0, value(child)) : data,
                FormContainer { IsRepeating: true } list when child.IsList => Put(
                    data, list.Path, 0,
                    FeelValue.Of((FeelValue[])[.. child.Children.Select(item => FeelValue.Of(item.Collect(value)))])),
                FormContainer { Path.Count: > 0 } group => Put(data, group.Path, 0, FeelValue.Of(child.Collect(value))),
                _ => Merge(data, child.Collect(value)),
            };
        return data;
    }

    private static FeelContext Put(FeelContext data, IReadOnlyList<string> path, int at, FeelValue value)
    {
        data.TryGet(path[at], out var there);
        var inner = there.AsContext();
        if (at < path.Count - 1)
            return data.With(path[at], FeelValue.Of(Put(inner ?? FeelContext.Empty, path, at + 1, value)));
        return data.With(
            path[at], inner is not null && value.AsContext() is { } group ? FeelValue.Of(Merge(inner, group)) : value);
    }

    private static FeelContext Merge(FeelContext data, FeelContext more) => new([.. data, .. more]);
}

/// <summary>Values as the browser holds them: dates and times are text there.</summary>
internal static class Plain
{
    /// <summary>A field's value before it is checked: what was sent, or what the form was shown with.</summary>
    public static FeelValue Of(Filled filled)
    {
        var field = (FormField)filled.Component;
        if (field.Type == FieldType.Expression)
            return FeelValue.Null;
        if (field is { Readonly: { Expression: null } } or { Disabled: true })
            return Value(filled.Initial.IsNull ? field.Default : filled.Initial);
        if (filled.Sent is { } json && Json(json) is { IsNull: false } sent)
            return sent;
        return field.Type switch
        {
            FieldType.Textfield or FieldType.Textarea => FeelValue.Of(""),
            FieldType.Checkbox => FeelValue.Of(false),
            FieldType.Checklist or FieldType.Taglist => FeelValue.Of((IReadOnlyList<FeelValue>)[]),
            _ => FeelValue.Null,
        };
    }

    /// <summary>JSON from outside; a number beyond what can be held becomes null and is refused by its field.</summary>
    public static FeelValue Json(JsonElement json)
    {
        try
        {
            return FeelValue.FromJson(json);
        }
        catch (JsonException)
        {
            return FeelValue.Null;
        }
    }

    public static FeelContext Context(FeelContext context) =>
        new(context.Select(entry => KeyValuePair.Create(entry.Key, Value(entry.Value))));

    public static FeelValue Value(FeelValue value) => value.Kind switch
    {
        FeelKind.Date or FeelKind.Time or FeelKind.DateTime or FeelKind.DaysTimeDuration
            or FeelKind.YearsMonthsDuration =>
            FeelValue.Of(value.ToString()),
        FeelKind.List => FeelValue.Of((IReadOnlyList<FeelValue>)[.. value.AsList()!.Select(Value)]),
        FeelKind.Context => FeelValue.Of(Context(value.AsContext()!)),
        _ => value,
    };
}
