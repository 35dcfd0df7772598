namespace BalancedEdu.Web.Data.Cases;

/// <summary>
/// Who of several was given work last (<c>be:assignment pick</c>). A step that chooses raises it in its
/// transaction; of two that chose from the same row one is computed again.
/// </summary>
public sealed class AssignmentTurn
{
    /// <summary>The group: its posts and their place.</summary>
    public required string Key { get; set; }

    /// <summary>How often somebody was chosen.</summary>
    public long Turns { get; set; }

    /// <summary>The user name of who was chosen last.</summary>
    public required string Last { get; set; }
}
