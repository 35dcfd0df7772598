using System.Globalization;
using System.Xml.Linq;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Conformance;

/// <summary>
/// One test case on one model: evaluates decisions over its inputs. Decisions are found by name as variables.
/// </summary>
internal sealed class DmnCase(DmnModel model, XElement testCase) : IFeelScope
{
    private readonly Dictionary<string, FeelValue> _values = testCase.Elements()
        .Where(e => e.Name.LocalName == "inputNode").ToDictionary(DmnModel.NameOf, ValueOf);

    private readonly FeelEnvironment _environment = new() { KnownNames = model.KnownNames };

    private readonly HashSet<string> _running = [];

    public FeelValue Decide(string name)
    {
        var decision = model.Decisions[name];
        return Typed(Run(model.LogicOf(decision)), model.TypeOf(decision));
    }

    public bool TryGet(string name, out FeelValue value)
    {
        if (_values.TryGetValue(name, out value))
        {
            if (model.Inputs.TryGetValue(name, out var input))
                value = Typed(value, model.TypeOf(input));
            return true;
        }
        if (!_running.Add(name))
            return false;
        try
        {
            if (model.Decisions.ContainsKey(name))
                _values[name] = value = Decide(name);
            else if (model.Knowledge.TryGetValue(name, out var knowledge))
                _values[name] = value = Run(model.FunctionOf(knowledge));
            return _values.ContainsKey(name) || model.Inputs.ContainsKey(name);
        }
        finally
        {
            _running.Remove(name);
        }
    }

    private FeelValue Run(string text) => FeelExpression.Parse(text, _environment).Evaluate(this, Feel.Now).Value;

    /// <summary>A value as a type takes it, by handing it to a function with a parameter of that type.</summary>
    private FeelValue Typed(FeelValue value, string? type) => type is null or "Any"
        ? value
        : FeelExpression.Parse($"(function(typed: {type}) typed)(typed value)", _environment)
            .Evaluate(new Variables(("typed value", value)), Feel.Now).Value;

    /// <summary>An expected or given value: a component, a list, or a simple value with its XML Schema type.</summary>
    public static FeelValue ValueOf(XElement element)
    {
        var parts = element.Elements().Where(e => e.Name.LocalName is "component").ToArray();
        if (parts.Length > 0)
            return FeelValue.Of(new FeelContext(parts.Select(p =>
                new KeyValuePair<string, FeelValue>(DmnModel.NameOf(p), ValueOf(p)))));
        if (element.Elements().FirstOrDefault(e => e.Name.LocalName == "list") is { } list)
            return FeelValue.Of(list.Elements().Select(ValueOf).ToArray());
        if (element.Elements().FirstOrDefault(e => e.Name.LocalName == "value") is not { } value || IsNil(value))
            return FeelValue.Null;
        return Simple(value.Value, TypeOf(value));
    }

    private static bool IsNil(XElement value) =>
        value.Attributes().Any(a => a.Name.LocalName == "nil" && a.Value == "true");

    private static string TypeOf(XElement value) =>
        value.Attributes().FirstOrDefault(a => a.Name.LocalName == "type")?.Value.Split(':')[^1] ?? "string";

    private static FeelValue Simple(string text, string type) => type switch
    {
        "boolean" => FeelValue.Of(text == "true"),
        "decimal" or "double" or "integer" or "int" =>
            FeelValue.Of(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        "date" => Feel.Run($"date(\"{text}\")").Value,
        "time" => Feel.Run($"time(\"{text}\")").Value,
        "dateTime" => Feel.Run($"date and time(\"{text}\")").Value,
        "duration" => Feel.Run($"duration(\"{text}\")").Value,
        _ => FeelValue.Of(text),
    };

    /// <summary>
    /// Equal; numbers expected with eight and more places to eight of them, since the suite holds results that were
    /// computed in binary floating point.
    /// </summary>
    public static bool AreEqual(FeelValue expected, FeelValue actual)
    {
        if (expected.AsNumber() is { } e && actual.AsNumber() is { } a)
            return e == a || (e.Scale >= 8 && Math.Abs(e - a) <= 0.00000001m);
        if (expected.AsList() is { } left && actual.AsList() is { } right)
            return left.Count == right.Count && left.Zip(right).All(p => AreEqual(p.First, p.Second));
        if (expected.AsContext() is { } from && actual.AsContext() is { } to)
            return from.Count == to.Count && from.All(p => to.TryGet(p.Key, out var value) && AreEqual(p.Value, value));
        return expected == actual;
    }
}
