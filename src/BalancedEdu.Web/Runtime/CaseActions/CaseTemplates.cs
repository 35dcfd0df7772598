namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>The shared mail templates of what is done with cases as a whole.</summary>
internal static class CaseTemplates
{
    /// <summary>A case was passed on to be read.</summary>
    public const string Copied = "case-copied";

    /// <summary>A case was withdrawn by its initiator.</summary>
    public const string Withdrawn = "case-withdrawn";

    /// <summary>The initiator asks to withdraw.</summary>
    public const string WithdrawalRequested = "withdrawal-requested";

    /// <summary>All agreed to the withdrawal.</summary>
    public const string WithdrawalAgreed = "withdrawal-agreed";

    /// <summary>Somebody refused the withdrawal.</summary>
    public const string WithdrawalRefused = "withdrawal-refused";

    /// <summary>Somebody asks to hurry.</summary>
    public const string Urged = "task-urged";

    /// <summary>A task is gone: the step before was taken back.</summary>
    public const string TakenBack = "task-taken-back";

    /// <summary>A case stands still.</summary>
    public const string Suspended = "case-suspended";

    /// <summary>A case goes on.</summary>
    public const string Resumed = "case-resumed";

    /// <summary>A case goes on by another version of its definition.</summary>
    public const string Migrated = "case-migrated";

    /// <summary>A case was ended by an administrator.</summary>
    public const string Terminated = "case-terminated";
}
