using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>
/// Collects findings. Its other parts are the catalogue of all that can be found, so that the sentences can be read in
/// a row.
/// </summary>
internal sealed partial class FindingLog
{
    private readonly List<Finding> _all = [];

    /// <summary>All findings so far.</summary>
    public IReadOnlyList<Finding> All => _all;

    /// <summary>Whether publishing is refused.</summary>
    public bool Refused => _all.Exists(finding => finding.Severity == Severity.Refused);

    /// <summary>
    /// Whether something is so wrong that nodes and flows are missing: what follows from that isn't reported.
    /// </summary>
    public bool Broken { get; private set; }

    private void Refuse(string code, string? elementId, string message, string remedy, int line) =>
        _all.Add(new(code, Severity.Refused, elementId, OneLine(message), remedy, line));

    private void Break(string code, string? elementId, string message, string remedy, int line)
    {
        Broken = true;
        Refuse(code, elementId, message, remedy, line);
    }

    private void Refuse(string code, FlowNode node, string message, string remedy) =>
        Refuse(code, node.Id, message, remedy, node.Line);

    /// <summary>Ids and values of a file may hold what breaks a line of a log, or ends a text.</summary>
    private static string OneLine(string message) =>
        message.Any(char.IsControl) ? string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c)) : message;

    private void Inform(string code, FlowNode node, string message, string remedy) =>
        Inform(code, node.Id, message, remedy, node.Line);

    private void Inform(string code, string elementId, string message, string remedy, int line) =>
        _all.Add(new(code, Severity.Info, elementId, OneLine(message), remedy, line));

    private static string Cut(string text) => text.Length <= 120 ? text : text[..119] + "…";
}
