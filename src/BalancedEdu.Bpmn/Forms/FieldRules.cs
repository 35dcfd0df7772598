using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Forms;

/// <summary>
/// The rules of each kind of field (form-js-viewer 2.0): from what was sent to a typed value or errors.
/// </summary>
internal static partial class FieldRules
{
    /// <summary>Text without a limit of its own; a page of a book has about 1,500 signs.</summary>
    private const int MaxTextLength = 10_000;

    public static void Check(Filled filled, FormData data, List<FieldError> errors)
    {
        var field = (FormField)filled.Component;
        if (field.Type == FieldType.Expression)
        {
            filled.Value = field.Expression is { } expression ? data.Evaluate(expression, filled) : FeelValue.Null;
            return;
        }
        // What can't be changed in the page isn't taken from the page, nor can it be put right there.
        if (field.Disabled || data.IsReadonly(field, filled))
        {
            filled.Value = filled.Initial.IsNull ? field.Default : filled.Initial;
            return;
        }
        var before = errors.Count;
        filled.Value = field.Type switch
        {
            FieldType.Textfield or FieldType.Textarea => Text(field, filled, data, errors),
            FieldType.Number => Number(field, filled, data, errors),
            FieldType.Checkbox => Checkbox(filled, errors),
            FieldType.Select or FieldType.Radio => One(field, filled, data, errors),
            FieldType.Checklist or FieldType.Taglist => Several(field, filled, data, errors),
            FieldType.Time => Time(filled, errors),
            _ => Date(field, filled, data, errors),
        };
        if (errors.Count == before && field.Validation.Required && IsUnset(filled.Value))
            errors.Add(FieldErrors.Required(filled.Path));
    }

    private static bool IsUnset(FeelValue value) =>
        value.IsNull || value.AsBoolean() == false || value.AsList() is { Count: 0 };

    private static bool IsAbsent(Filled filled) =>
        filled.Sent is not { } json || json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (json.ValueKind == JsonValueKind.String && json.GetString()!.Length == 0);

    private static FeelValue Text(FormField field, Filled filled, FormData data, List<FieldError> errors)
    {
        if (IsAbsent(filled))
            return FeelValue.Null;
        var json = filled.Sent!.Value;
        if (json.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            return Wrong(errors, FieldErrors.WrongKind(filled.Path, "文字"));
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
        if (field.Type == FieldType.Textfield)
            text = LineBreak().Replace(text, " ");
        text = text.Trim();
        if (text.Length == 0)
            return FeelValue.Null;
        var rules = field.Validation;
        if (data.Number(rules.MinLength, filled) is { } min && text.Length < min)
            errors.Add(FieldErrors.TooShort(filled.Path, (int)min, text.Length));
        var max = data.Number(rules.MaxLength, filled) ?? MaxTextLength;
        if (text.Length > max)
            errors.Add(FieldErrors.TooLong(filled.Path, (int)max, text.Length));
        else if (rules.Pattern is { } pattern && !Matches(pattern, text))
            errors.Add(FieldErrors.OffPattern(filled.Path, rules.PatternErrorMessage, pattern.ToString()));
        if (rules.ValidationType == "email" && !Email().IsMatch(text))
            errors.Add(FieldErrors.NotEmail(filled.Path));
        if (rules.ValidationType == "phone" && !Phone().IsMatch(text))
            errors.Add(FieldErrors.NotPhone(filled.Path));
        return FeelValue.Of(text);
    }

    private static FeelValue Number(FormField field, Filled filled, FormData data, List<FieldError> errors)
    {
        if (IsAbsent(filled))
            return FeelValue.Null;
        var json = filled.Sent!.Value;
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => json.GetString()!.Trim(),
            _ => "",
        };
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Wrong(errors, FieldErrors.NotANumber(filled.Path));
        if (field.DecimalDigits is { } digits && digits >= 0 && Decimals(number) > digits)
            errors.Add(FieldErrors.TooManyDecimals(filled.Path, digits));
        if (field.Increment is { } step && number % step is var off && off != 0)
            errors.Add(FieldErrors.OffStep(filled.Path, number - off, number - off + step));
        if (data.Number(field.Validation.Min, filled) is { } min && number < min)
            errors.Add(FieldErrors.TooSmall(filled.Path, min));
        if (data.Number(field.Validation.Max, filled) is { } max && number > max)
            errors.Add(FieldErrors.TooLarge(filled.Path, max));
        return field.SerializeToString ? FeelValue.Of(text) : FeelValue.Of(number);
    }

    private static FeelValue Checkbox(Filled filled, List<FieldError> errors) => filled.Sent?.ValueKind switch
    {
        JsonValueKind.True => FeelValue.Of(true),
        null or JsonValueKind.False or JsonValueKind.Null => FeelValue.Of(false),
        _ => Wrong(errors, FieldErrors.WrongKind(filled.Path, "勾选或不勾选")),
    };

    private static FeelValue One(FormField field, Filled filled, FormData data, List<FieldError> errors)
    {
        if (IsAbsent(filled))
            return FeelValue.Null;
        var value = Plain.Json(filled.Sent!.Value);
        return data.Options(field.Options!, filled).Contains(value)
            ? value
            : Wrong(errors, FieldErrors.NotAnOption(filled.Path));
    }

    private static FeelValue Several(FormField field, Filled filled, FormData data, List<FieldError> errors)
    {
        if (IsAbsent(filled))
            return FeelValue.Of((IReadOnlyList<FeelValue>)[]);
        if (Plain.Json(filled.Sent!.Value).AsList() is not { } values)
            return Wrong(errors, FieldErrors.WrongKind(filled.Path, "一组选项"));
        var options = data.Options(field.Options!, filled);
        if (values.Any(value => !options.Contains(value)))
            return Wrong(errors, FieldErrors.NotAnOption(filled.Path));
        return values.Distinct().Count() == values.Count
            ? FeelValue.Of(values)
            : Wrong(errors, FieldErrors.Twice(filled.Path));
    }

    private static FeelValue Date(FormField field, Filled filled, FormData data, List<FieldError> errors)
    {
        if (IsAbsent(filled))
            return FeelValue.Null;
        var text = filled.Sent!.Value.ValueKind == JsonValueKind.String ? filled.Sent.Value.GetString()!.Trim() : "";
        var today = DateOnly.FromDateTime(data.Now.ToOffset(BeijingTime.Offset).DateTime);
        if (field.Type == FieldType.Date)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var date))
                return Wrong(errors, FieldErrors.NotADate(filled.Path));
            return field.DisallowPassedDates && date < today
                ? Wrong(errors, FieldErrors.Past(filled.Path))
                : FeelValue.Of(date);
        }
        if (!text.Contains('T') || !IsoInstant.TryParse(text, out var instant))
            return Wrong(errors, FieldErrors.NotADateTime(filled.Path));
        instant = instant.ToOffset(BeijingTime.Offset);
        return field.DisallowPassedDates && DateOnly.FromDateTime(instant.DateTime) < today
            ? Wrong(errors, FieldErrors.Past(filled.Path))
            : FeelValue.Of(instant);
    }

    private static FeelValue Time(Filled filled, List<FieldError> errors)
    {
        if (IsAbsent(filled))
            return FeelValue.Null;
        var json = filled.Sent!.Value;
        var match = ClockTime().Match(json.ValueKind == JsonValueKind.String ? json.GetString()! : "");
        if (!match.Success)
            return Wrong(errors, FieldErrors.NotATime(filled.Path));
        using var time = JsonDocument.Parse($$"""{"$time":"{{match.Groups[1]}}:00{{match.Groups[2]}}"}""");
        return FeelValue.FromJson(time.RootElement);
    }

    private static FeelValue Wrong(List<FieldError> errors, FieldError error)
    {
        errors.Add(error);
        return FeelValue.Null;
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // A pattern that doesn't come to an end on this text has not matched it.
            return false;
        }
    }

    private static int Decimals(decimal number)
    {
        var digits = 0;
        for (var rest = number; rest != decimal.Truncate(rest) && digits < 28; digits++)
            rest *= 10;
        return digits;
    }

    [GeneratedRegex(@"[\r\n\t]", RegexOptions.CultureInvariant)]
    private static partial Regex LineBreak();

    [GeneratedRegex(
        @"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"^(\+|00)[1-9][0-9]{6,14}$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(
        @"^((?:[01][0-9]|2[0-3]):[0-5][0-9])(?::00)?(Z|[+-][0-9]{2}:[0-9]{2})?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex ClockTime();
}
