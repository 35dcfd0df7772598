namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// How large a file from outside may be. What is above is refused before anything is built from it, so that refusing
/// costs little; the largest real models known stay below a tenth of each.
/// </summary>
public static class FileLimits
{
    /// <summary>Bytes of a file: 5 MB.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Levels of elements within each other, the root included.</summary>
    public const int MaxDepth = 100;

    /// <summary>Elements of a file.</summary>
    public const int MaxElements = 30_000;

    /// <summary>Attributes of a file, namespace declarations included.</summary>
    public const int MaxAttributes = 150_000;

    /// <summary>Namespace declarations of a file; some tools repeat them on many elements.</summary>
    public const int MaxNamespaces = 2_000;

    /// <summary>Attributes of one element, namespace declarations included.</summary>
    public const int MaxAttributesOfElement = 200;

    /// <summary>Characters of one attribute's value, of one text, of one comment, as they stand in the file.</summary>
    public const int MaxTextLength = 1024 * 1024;

    /// <summary>Characters of the name of an element or attribute, its prefix included.</summary>
    public const int MaxNameLength = 1000;
}
