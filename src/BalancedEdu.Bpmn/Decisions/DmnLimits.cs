namespace BalancedEdu.Bpmn.Decisions;

/// <summary>What a DMN file may cost to read. What it may cost to run is told by <c>FeelLimits</c>.</summary>
public static class DmnLimits
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The deepest nesting of XML elements.</summary>
    public const int MaxDepth = 100;

    /// <summary>The elements and attributes of a file.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>The models that one model imports, directly or through others.</summary>
    public const int MaxImports = 50;

    /// <summary>The findings that are kept of one file.</summary>
    public const int MaxFindings = 200;
}
