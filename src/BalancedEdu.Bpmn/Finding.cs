namespace BalancedEdu.Bpmn;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; publishing goes on.</summary>
    Info,

    /// <summary>The definition can't be published as it is.</summary>
    Refused,
}

/// <summary>Something that reading, compiling or validating a definition found.</summary>
/// <param name="Code">Stable, dotted: <c>bpmn.gateway.no-outgoing</c>.</param>
/// <param name="Severity">Whether publishing is refused.</param>
/// <param name="ElementId">The BPMN element, or null when it concerns the whole file.</param>
/// <param name="Message">One Chinese sentence that names the element and the values seen.</param>
/// <param name="Remedy">What to do about it, in Chinese.</param>
/// <param name="Line">The line in the file, counted from 1; 0 when unknown.</param>
public sealed record Finding(
    string Code, Severity Severity, string? ElementId, string Message, string Remedy, int Line = 0);
