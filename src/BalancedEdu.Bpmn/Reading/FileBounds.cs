using BalancedEdu.Bpmn.Validation;

namespace BalancedEdu.Bpmn.Reading;

/// <summary>
/// Counts what a file holds before anything is built from it. It follows the markup only as far as counting needs: up
/// to the first error of the file it sees the same elements as the XML reader, and behind that nothing is read.
/// </summary>
internal ref struct FileBounds
{
    private readonly ReadOnlySpan<char> _text;
    private readonly FindingLog _findings;
    private int _at;
    private int _depth;
    private int _elements;
    private int _attributes;
    private int _namespaces;

    private FileBounds(ReadOnlySpan<char> text, FindingLog findings)
    {
        _text = text;
        _findings = findings;
    }

    /// <summary>Whether the file is within all limits and has no DTD; else a finding tells which it breaks.</summary>
    public static bool Keep(ReadOnlySpan<char> text, FindingLog findings)
    {
        var bounds = new FileBounds(text, findings);
        while (bounds._at < text.Length && !findings.Broken)
            bounds.Next();
        return !findings.Broken;
    }

    private void Next()
    {
        SkipText("<");
        switch (_text[_at..])
        {
            case []:
                break;
            case ['!', '-', '-', ..]:
                SkipText("-->");
                break;
            case ['!', '[', ..]:
                SkipText("]]>");
                break;
            case ['!', ..]:
                _findings.FileWithDtd(Line());
                break;
            case ['?', ..]:
                SkipText("?>");
                break;
            case ['/', ..]:
                _depth--;
                SkipName(">");
                break;
            default:
                StartTag();
                break;
        }
    }

    private void StartTag()
    {
        if (++_elements > FileLimits.MaxElements)
            _findings.FileTooManyElements(FileLimits.MaxElements, Line());
        if (++_depth > FileLimits.MaxDepth)
            _findings.FileTooDeep(FileLimits.MaxDepth, Line());
        for (var attributes = 0; !_findings.Broken && SkipName("\"'>"); attributes++)
        {
            var end = _text[_at - 1];
            if (end == '>')
            {
                if (_text[_at - 2] == '/')
                    _depth--;
                return;
            }
            if (attributes == FileLimits.MaxAttributesOfElement)
                _findings.ElementWithTooManyAttributes(FileLimits.MaxAttributesOfElement, Line());
            else if (++_attributes > FileLimits.MaxAttributes)
                _findings.FileTooManyAttributes(FileLimits.MaxAttributes, Line());
            else
                SkipText(end == '"' ? "\"" : "'");
        }
    }

    /// <summary>Goes behind the next occurrence of a text; to the end of the file when there is none.</summary>
    private void SkipText(string end)
    {
        var length = _text[_at..].IndexOf(end, StringComparison.Ordinal);
        if ((length < 0 ? _text.Length - _at : length) > FileLimits.MaxTextLength)
            _findings.TextTooLong(FileLimits.MaxTextLength, Line());
        _at = length < 0 ? _text.Length : _at + length + end.Length;
    }

    /// <summary>
    /// Goes behind the next of the characters. Before it stands at most one name, with an equals sign and blanks.
    /// </summary>
    private bool SkipName(string ends)
    {
        var length = _text[_at..].IndexOfAny(ends);
        var name = length < 0 ? _text[_at..] : _text.Slice(_at, length);
        if (IsNamespace(name) && ++_namespaces > FileLimits.MaxNamespaces)
            _findings.FileTooManyNamespaces(FileLimits.MaxNamespaces, Line());
        if (name.Trim().Length > FileLimits.MaxNameLength)
            _findings.NameTooLong(FileLimits.MaxNameLength, Line());
        _at += name.Length + (length < 0 ? 0 : 1);
        return length >= 0;
    }

    private static bool IsNamespace(ReadOnlySpan<char> name) =>
        name.IndexOf("xmlns", StringComparison.Ordinal) is var at and > 0 && char.IsWhiteSpace(name[at - 1]);

    private readonly int Line() => _text[.._at].Count('\n') + 1;
}
