using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Conformance.Dmn;

/// <summary>Values as the suite writes them: components, lists, and simple values with a type of XML Schema.</summary>
internal static partial class DmnTckValue
{
    /// <summary>The value in an input, an expected result, a component or an item.</summary>
    public static FeelValue In(XElement element)
    {
        if (IsNil(element))
            return FeelValue.Null;
        var parts = Children(element, "component").ToArray();
        if (parts.Length > 0)
            return FeelValue.Of(new FeelContext(parts.Select(part =>
                new KeyValuePair<string, FeelValue>(part.Attribute("name")!.Value, In(part)))));
        if (Children(element, "list").FirstOrDefault() is { } list)
            return IsNil(list) ? FeelValue.Null : FeelValue.Of(Children(list, "item").Select(In).ToArray());
        return Children(element, "value").FirstOrDefault() is { } value && !IsNil(value)
            ? Simple(value.Value, TypeOf(value))
            : FeelValue.Null;
    }

    /// <summary>
    /// Equal; numbers expected with eight and more places to eight of them, since the suite holds results that were
    /// computed in binary floating point. Times are equal when they are one instant and both tell a zone, or neither:
    /// XML Schema writes no names of zones.
    /// </summary>
    public static bool AreEqual(FeelValue expected, FeelValue actual)
    {
        if (expected.AsNumber() is { } e && actual.AsNumber() is { } a)
            return e == a || (e.Scale >= 8 && Math.Abs(e - a) <= 0.00000001m);
        if (expected.Kind == actual.Kind && expected.Kind is FeelKind.Time or FeelKind.DateTime)
            return HasZone(expected) == HasZone(actual) && Feel("a = b", new([new("a", expected), new("b", actual)]))
                .AsBoolean() == true;
        if (expected.AsList() is { } left && actual.AsList() is { } right)
            return left.Count == right.Count && left.Zip(right).All(p => AreEqual(p.First, p.Second));
        if (expected.AsContext() is { } from && actual.AsContext() is { } to)
            return from.Count == to.Count && from.All(p => to.TryGet(p.Key, out var value) && AreEqual(p.Value, value));
        return expected == actual;
    }

    public static IEnumerable<XElement> Children(XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);

    private static bool IsNil(XElement value) =>
        value.Attributes().Any(a => a.Name.LocalName == "nil" && a.Value.Trim() is "true" or "1");

    private static string TypeOf(XElement value) =>
        value.Attributes().FirstOrDefault(a => a.Name.LocalName == "type")?.Value.Split(':')[^1] ?? "string";

    private static FeelValue Simple(string text, string type) => type switch
    {
        "boolean" => FeelValue.Of(text.Trim() is "true" or "1"),
        "decimal" or "double" or "float" or "integer" or "int" or "long" => Number(text),
        "date" => Feel($"date(\"{text.Trim()}\")"),
        "time" => Feel($"time(\"{text.Trim()}\")"),
        "dateTime" => Feel($"date and time(\"{text.Trim()}\")"),
        "duration" or "dayTimeDuration" or "yearMonthDuration" => Feel($"duration(\"{text.Trim()}\")"),
        _ => FeelValue.Of(text),
    };

    /// <summary>A number; one beyond decimal stays text, so that it equals no number.</summary>
    private static FeelValue Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? FeelValue.Of(number)
            : FeelValue.Of(text);

    private static bool HasZone(FeelValue time) => ZoneAtEnd().IsMatch(time.ToString());

    private static FeelValue Feel(string text, FeelContext? variables = null) => FeelExpression
        .Parse(text, FeelEnvironment.Default).Evaluate(variables ?? FeelContext.Empty, DmnTckTests.Now).Value;

    [GeneratedRegex(@"(Z|[+-]\d\d:\d\d(:\d\d)?|@.+)$")]
    private static partial Regex ZoneAtEnd();
}
