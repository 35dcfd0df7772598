using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Forms;

/// <summary>What is wrong with one field of a submitted form.</summary>
/// <param name="Key">The field's path, lists counted from 0 as form-js does: <c>measures[1].type</c>.</param>
/// <param name="Code">Stable and dotted: <c>form.required</c>.</param>
/// <param name="Message">A Chinese sentence that says how to put it right.</param>
public sealed record FieldError(string Key, string Code, string Message);

/// <summary>The outcome of checking a submission.</summary>
/// <param name="Data">
/// Typed and trimmed data of the visible fields: numbers are numbers, dates are dates, empty text is null.
/// </param>
/// <param name="Errors">Empty when the submission is right.</param>
public sealed record FormCheck(FeelContext Data, IReadOnlyList<FieldError> Errors);

/// <summary>A form-js schema, checked on the server by the rules that the browser applies.</summary>
public sealed class FormDefinition
{
    private readonly FormContainer _root;

    private FormDefinition(string id, FormContainer root) => (Id, _root) = (id, root);

    /// <summary>The form's id.</summary>
    public string Id { get; }

    /// <summary>
    /// Whether a field must be filled in by whoever answers: one that is required and can be written into. A form
    /// without one may be sent as it was opened.
    /// </summary>
    public bool AsksForSomething => Asks(_root);

    private static bool Asks(FormComponent component) => component switch
    {
        FormContainer container => container.Components.Any(Asks),
        FormField { Disabled: false, Validation.Required: true } field => field.Readonly is null or { Text: "false" },
        _ => false,
    };

    /// <summary>Reads a schema (form-js schemaVersion 19).</summary>
    /// <exception cref="FormatException">The document isn't such a schema; the message says where and why.</exception>
    public static FormDefinition Parse(JsonElement schema)
    {
        var (id, root) = FormReader.Read(schema);
        return new(id, root);
    }

    /// <summary>
    /// Checks a submission: required, types, ranges, patterns, options, conditional visibility, lists.
    /// </summary>
    /// <param name="submission">What the browser sent; unknown keys are dropped.</param>
    /// <param name="initial">The initial values that the form was shown with; read-only fields keep them.</param>
    /// <param name="now">For <c>today()</c> in conditions.</param>
    public FormCheck Check(JsonElement submission, FeelContext initial, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(initial);
        return submission.ValueKind == JsonValueKind.Object
            ? new FormFilling(_root, submission, initial, now).Check()
            : new FormCheck(FeelContext.Empty, [FieldErrors.NotAnObject()]);
    }
}
