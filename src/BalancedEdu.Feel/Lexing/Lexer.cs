using System.Text;

namespace BalancedEdu.Feel.Lexing;

/// <summary>
/// Cuts a text into tokens. Names come as single words; which words make one name is the parser's to know.
/// </summary>
internal sealed class Lexer
{
    private static readonly string[] TwoCharacterSymbols = ["**", "..", "!=", "<=", ">=", "->"];

    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;

    private Lexer(string text) => _text = text;

    /// <summary>The tokens of a text, the last of which is the end.</summary>
    /// <exception cref="FeelSyntaxException">A character, string or comment that FEEL does not have.</exception>
    public static IReadOnlyList<Token> Tokens(string text)
    {
        var lexer = new Lexer(text);
        while (lexer.Next())
        {
        }
        return lexer._tokens;
    }

    private char Here => _at < _text.Length ? _text[_at] : '\0';

    private char After => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private bool Next()
    {
        SkipSpace();
        var start = _at;
        if (_at >= _text.Length)
            return Add(TokenKind.End, "", start) && false;
        if (char.IsAsciiDigit(Here) || (Here == '.' && char.IsAsciiDigit(After)))
            return ReadNumber(start);
        if (FeelCharacters.IsNameStart(Here))
            return ReadName(start);
        if (Here == '"')
            return Add(TokenKind.String, ReadString(), start);
        if (Here == '@')
            return ReadTemporal(start);
        return ReadSymbol(start);
    }

    private bool Add(TokenKind kind, string text, int start)
    {
        _tokens.Add(new Token(kind, text, start, _at));
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length)
            if (FeelCharacters.IsSpace(Here))
                _at++;
            else if (Here == '/' && After == '/')
                SkipLine();
            else if (Here == '/' && After == '*')
                SkipBlock();
            else
                return;
    }

    private void SkipLine()
    {
        while (_at < _text.Length && Here is not ('\n' or '\r'))
            _at++;
    }

    private void SkipBlock()
    {
        var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw Refuse("注释没有结束，缺少 */", _at);
        _at = end + 2;
    }

    private bool ReadName(int start)
    {
        while (_at < _text.Length && FeelCharacters.IsNamePart(Here))
            _at++;
        return Add(TokenKind.Name, _text[start.._at], start);
    }

    /// <summary>A number; a dot belongs to it only when a digit follows, so that 1..5 is a range.</summary>
    private bool ReadNumber(int start)
    {
        SkipDigits();
        if (Here == '.' && char.IsAsciiDigit(After))
        {
            _at++;
            SkipDigits();
        }
        var sign = After is '+' or '-' ? 1 : 0;
        if (Here is 'e' or 'E' && _at + 1 + sign < _text.Length && char.IsAsciiDigit(_text[_at + 1 + sign]))
        {
            _at += 1 + sign;
            SkipDigits();
        }
        return Add(TokenKind.Number, _text[start.._at], start);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Here))
            _at++;
    }

    private bool ReadTemporal(int start)
    {
        _at++;
        if (Here != '"')
            throw Refuse("@ 后面应是用引号括起的日期、时间或时长", start);
        return Add(TokenKind.Temporal, ReadString(), start);
    }

    private string ReadString()
    {
        var start = _at++;
        var builder = new StringBuilder();
        while (_at < _text.Length && Here != '"')
            if (Here == '\\')
                ReadEscape(builder);
            else
                builder.Append(_text[_at++]);
        if (_at >= _text.Length)
            throw Refuse("字符串没有结束，缺少引号 \"", start);
        _at++;
        return builder.ToString();
    }

    private void ReadEscape(StringBuilder builder)
    {
        var start = _at++;
        var letter = Here;
        _at++;
        _ = letter switch
        {
            'n' => builder.Append('\n'),
            'r' => builder.Append('\r'),
            't' => builder.Append('\t'),
            '"' or '\\' or '\'' => builder.Append(letter),
            'u' => builder.Append((char)ReadHex(4, start)),
            'U' => AppendCodePoint(builder, ReadHex(6, start), start),
            // Regular expressions are written with single backslashes, such as "\d": the pair stays as it is.
            _ => builder.Append('\\').Append(letter),
        };
    }

    private static StringBuilder AppendCodePoint(StringBuilder builder, int code, int start) =>
        Rune.IsValid(code) ? builder.Append(new Rune(code).ToString()) : throw Refuse("没有这个 Unicode 字符", start);

    private int ReadHex(int digits, int start)
    {
        if (_at + digits > _text.Length || !_text.AsSpan(_at, digits).ContainsOnlyHex())
            throw Refuse($"\\{(digits == 4 ? 'u' : 'U')} 后面应是 {digits} 位十六进制数字", start);
        var value = Convert.ToInt32(_text.Substring(_at, digits), 16);
        _at += digits;
        return value;
    }

    private bool ReadSymbol(int start)
    {
        foreach (var symbol in TwoCharacterSymbols)
            if (Here == symbol[0] && After == symbol[1])
            {
                _at += 2;
                return Add(TokenKind.Symbol, symbol, start);
            }
        if ("+-*/()[]{},:.=<>'".Contains(Here, StringComparison.Ordinal))
        {
            _at++;
            return Add(TokenKind.Symbol, _text[start.._at], start);
        }
        var hint = FeelCharacters.FullWidthSigns.Contains(Here, StringComparison.Ordinal) ? "，请改用半角符号" : "";
        throw Refuse($"不认识的字符“{Here}”{hint}", start);
    }

    private static FeelSyntaxException Refuse(string message, int position) =>
        new($"第 {position + 1} 个字符：{message}", position);
}

/// <summary>Hexadecimal digits.</summary>
internal static class HexText
{
    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiHexDigit(c))
                return false;
        return true;
    }
}
