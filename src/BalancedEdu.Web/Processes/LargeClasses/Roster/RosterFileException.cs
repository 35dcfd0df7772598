namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>A file that is refused as a whole; nothing of it is kept.</summary>
/// <param name="code">Stable and dotted: <c>roster.file.not-a-table</c>.</param>
/// <param name="message">One Chinese sentence that says how to put it right.</param>
public sealed class RosterFileException(string code, string message) : Exception(message)
{
    /// <summary>Stable and dotted.</summary>
    public string Code { get; } = code;
}
