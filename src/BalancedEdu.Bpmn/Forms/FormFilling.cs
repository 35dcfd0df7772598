using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Forms;

/// <summary>
/// One submission against its form. First every field and list item finds its value; then conditions decide what is
/// hidden, until nothing changes; then what is visible is checked.
/// </summary>
internal sealed class FormFilling(FormContainer root, JsonElement submission, FeelContext initial, DateTimeOffset now)
{
    private const int MaxItems = 500;
    private const int MaxRounds = 10;

    private readonly List<FieldError> _errors = [];

    public FormCheck Check()
    {
        var filled = Fill(root, submission, FeelValue.Of(initial), "", null);
        Hide(filled);
        var data = new FormData(filled, Plain.Context(initial), now);
        foreach (var field in filled.Fields().Where(field => !field.IsHidden))
            CheckOne(field, data);
        return new(filled.Typed(), _errors);
    }

    /// <summary>
    /// In a list the page can't always put an error to its field: the sentence says which row is meant.
    /// </summary>
    private void CheckOne(Filled field, FormData data)
    {
        var before = _errors.Count;
        FieldRules.Check(field, data, _errors);
        if (field.Scope is { } item)
            for (var i = before; i < _errors.Count; i++)
                _errors[i] = _errors[i] with
                {
                    Message = $"{item.Component.Label}第 {item.Index} 行“{field.Component.Label}”：{_errors[i].Message}",
                };
    }

    private Filled Fill(FormContainer container, JsonElement? sent, FeelValue before, string path, Filled? parent)
    {
        var filled = new Filled(container, path, parent) { Scope = parent?.Scope, Initial = before };
        foreach (var component in container.Components)
            switch (component)
            {
                case FormContainer { IsRepeating: true } list:
                    filled.Children.Add(FillList(list, sent, before, path, filled));
                    break;
                case FormContainer group:
                    filled.Children.Add(Fill(
                        group, At(sent, group.Path), At(before, group.Path), Join(path, group.Path), filled));
                    break;
                case FormField field:
                    filled.Children.Add(new Filled(field, Join(path, field.Key), filled)
                    {
                        Sent = At(sent, field.Key),
                        Initial = At(before, field.Key),
                        Scope = filled.Scope,
                    });
                    break;
            }
        return filled;
    }

    private Filled FillList(FormContainer list, JsonElement? sent, FeelValue before, string path, Filled parent)
    {
        var at = Join(path, list.Path);
        var earlier = At(before, list.Path);
        var filled = new Filled(list, at, parent) { IsList = true, Scope = parent.Scope, Initial = earlier };
        var items = At(sent, list.Path) is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : 0;
        if (items > MaxItems)
            _errors.Add(FieldErrors.TooManyItems(at, MaxItems));
        var expected = earlier.AsList() is { Count: > 0 } known ? known.Count : Math.Max(0, list.DefaultRepetitions);
        if (!list.AllowAddRemove && items != expected)
            _errors.Add(FieldErrors.FixedItems(at, expected));
        for (var i = 0; i < Math.Min(items, MaxItems); i++)
        {
            var itemBefore = earlier.AsList() is { } values && i < values.Count ? values[i] : FeelValue.Null;
            var item = new Filled(list, $"{at}[{i}]", filled) { IsItem = true, Index = i + 1, Initial = itemBefore };
            item.Scope = item;
            var inside = Fill(list, At(sent, list.Path)!.Value[i], itemBefore, item.Path, item);
            foreach (var child in inside.Children)
                item.Children.Add(child);
            filled.Children.Add(item);
        }
        return filled;
    }

    /// <summary>
    /// A hidden field's value no longer counts in other conditions: so it is decided again until it is stable.
    /// </summary>
    private void Hide(Filled filled)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var data = new FormData(filled, Plain.Context(initial), now);
            var changed = false;
            foreach (var part in filled.All().Where(part => part.Component.Hide is not null && !part.IsItem))
            {
                var hides = data.Evaluate(part.Component.Hide!, part).AsBoolean() == true;
                changed |= hides != part.HiddenItself;
                part.HidesNext = hides;
            }
            foreach (var part in filled.All())
                part.HiddenItself = part.HidesNext;
            if (!changed)
                return;
        }
    }

    private static JsonElement? At(JsonElement? json, IReadOnlyList<string> path)
    {
        foreach (var name in path)
        {
            if (json is not { ValueKind: JsonValueKind.Object } current || !current.TryGetProperty(name, out var next))
                return null;
            json = next;
        }
        return json;
    }

    private static FeelValue At(FeelValue value, IReadOnlyList<string> path)
    {
        foreach (var name in path)
            value = value.AsContext() is { } context && context.TryGet(name, out var next) ? next : FeelValue.Null;
        return value;
    }

    private static string Join(string path, IReadOnlyList<string> segments) =>
        segments.Count == 0 ? path
        : path.Length == 0 ? string.Join('.', segments)
        : $"{path}.{string.Join('.', segments)}";
}
