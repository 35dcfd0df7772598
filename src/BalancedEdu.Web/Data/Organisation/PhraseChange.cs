namespace BalancedEdu.Web.Data.Organisation;

/// <summary>
/// Somebody added, changed or deleted one of their phrases (常用意见). Never changed and never deleted: what an opinion was
/// ready to say stands in the row, also when the phrase is gone.
/// </summary>
public sealed class PhraseChange
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>Whose it is; nobody else changes it.</summary>
    public required string UserName { get; set; }

    /// <summary>Its words before; null when it was added.</summary>
    public string? Before { get; set; }

    /// <summary>Its words since; null when it was deleted.</summary>
    public string? After { get; set; }

    /// <summary>The personal token that a program did it by, or null.</summary>
    public string? Via { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
}
