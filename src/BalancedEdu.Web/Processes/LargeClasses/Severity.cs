namespace BalancedEdu.Web.Processes.LargeClasses;

/// <summary>How far a class is over its standard size; the numbers behind it are dated configuration.</summary>
public enum Severity
{
    /// <summary>正常: at or below the standard.</summary>
    S0 = 0,

    /// <summary>超省标: above the standard, below a large class.</summary>
    S1 = 1,

    /// <summary>大班额.</summary>
    S2 = 2,

    /// <summary>超大班额.</summary>
    S3 = 3,
}
