namespace BalancedEdu.Web.Documents;

/// <summary>
/// A document can't be made: no font, a character that the font lacks, a template that can't be filled. The message is
/// Chinese and says what to do; trying again does not help.
/// </summary>
/// <param name="code">Stable and dotted: <c>document.font-missing</c>.</param>
/// <param name="message">One Chinese sentence.</param>
public sealed class DocumentException(string code, string message) : Exception(message)
{
    /// <summary>Stable and dotted.</summary>
    public string Code { get; } = code;
}
