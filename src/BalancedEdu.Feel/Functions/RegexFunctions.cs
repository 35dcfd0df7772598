using System.Text;
using System.Text.RegularExpressions;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>
/// Regular expressions of XPath and XQuery Functions 3.1 (5.6): <c>matches</c>, <c>replace</c>, <c>split</c>.
/// </summary>
internal static class RegexFunctions
{
    /// <summary>What it takes to compile a pattern. Charged also when it is known already: steps must not depend on
    /// what was run before.</summary>
    private const int StepsOfPattern = 20;

    /// <summary>A pattern that refers back may take until the time limit: forty of them end an evaluation.</summary>
    private const int StepsOfTrying = 25_000;

    /// <summary>Behind each match the search may walk to the end of the text again.</summary>
    private const int TextOfAStep = 1_024;

    public static void Add(FunctionTable table)
    {
        table.Add("matches", "input: string, pattern: string, flags?: string|null",
            (e, a) => Run(e, a, a[2], regex => FeelValue.Of(regex.IsMatch(a[0].AsString()!))));
        table.Add("replace", "input: string, pattern: string, replacement: string, flags?: string|null",
            (e, a) => Run(e, a, a[3], regex =>
                Replace(e, regex, a[0].AsString()!, a[2].AsString()!, a[3].AsString())));
        table.Add("split", "string: string, delimiter: string",
            (e, a) => Run(e, a, FeelValue.Null, regex => Split(e, regex, a[0].AsString()!)));
    }

    private static FeelValue Run(Evaluation evaluation, FeelValue[] a, FeelValue flags, Func<Regex, FeelValue> use)
    {
        var (text, pattern) = (a[0].AsString()!, a[1].AsString()!);
        if (pattern.Length > FeelLimits.MaxPatternLength)
            return evaluation.Fail($"正则表达式超过 {FeelLimits.MaxPatternLength} 个字符");
        evaluation.Charge(StepsOfPattern + pattern.Length);
        if (XPathRegex.Compile(pattern, flags.AsString() ?? "") is not { } regex)
            return evaluation.Fail("不是正则表达式，或重复次数过多，或标志不是 s、m、i、x、q");
        var isLinear = regex.Options.HasFlag(RegexOptions.NonBacktracking);
        evaluation.Charge(isLinear ? text.Length * (1L + pattern.Length / 16) / 16 : StepsOfTrying);
        try
        {
            return use(regex);
        }
        catch (RegexMatchTimeoutException)
        {
            // The pattern backtracks without end on this text; the host's thread is worth more than the answer.
            throw new FeelLimitException($"正则表达式超过 {FeelLimits.RegexTimeout.TotalMilliseconds} 毫秒，已停止");
        }
    }

    private static FeelValue Split(Evaluation evaluation, Regex regex, string text)
    {
        if (regex.IsMatch(""))
            return evaluation.Fail("分隔符不能匹配空串");
        var parts = new List<FeelValue>();
        var at = 0;
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            evaluation.Charge(1 + (text.Length - at) / TextOfAStep);
            parts.Add(FeelValue.Of(text[at..match.Index]));
            at = match.Index + match.Length;
        }
        parts.Add(FeelValue.Of(text[at..]));
        return FeelValue.Of(parts);
    }

    private static FeelValue Replace(Evaluation evaluation, Regex regex, string text, string replacement, string? flags)
    {
        if (regex.IsMatch(""))
            return evaluation.Fail("模式不能匹配空串");
        var isLiteral = flags is not null && flags.Contains('q', StringComparison.Ordinal);
        if (!isLiteral && !IsReplacement(replacement))
            return evaluation.Fail("替换文本中 \\ 后应为 \\ 或 $，$ 后应为数字");
        var builder = new StringBuilder();
        var at = 0;
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            evaluation.Charge(1 + (text.Length - at) / TextOfAStep);
            builder.Append(text, at, match.Index - at);
            if (isLiteral)
                builder.Append(replacement);
            else
                AppendReplacement(builder, match, replacement);
            if (builder.Length > FeelLimits.MaxStringLength)
                evaluation.ChargeText(builder.Length);
            at = match.Index + match.Length;
        }
        builder.Append(text, at, text.Length - at);
        evaluation.ChargeText(builder.Length);
        return FeelValue.Of(builder.ToString());
    }

    private static bool IsReplacement(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '\\' && next is not ('\\' or '$'))
                return false;
            if (text[i] == '$' && !char.IsAsciiDigit(next))
                return false;
            if (text[i] == '\\')
                i++;
        }
        return true;
    }

    private static void AppendReplacement(StringBuilder builder, Match match, string replacement)
    {
        for (var i = 0; i < replacement.Length; i++)
            if (replacement[i] == '\\')
                builder.Append(replacement[++i]);
            else if (replacement[i] == '$')
                builder.Append(match.Groups[GroupAt(replacement, ref i, match.Groups.Count)].Value);
            else
                builder.Append(replacement[i]);
    }

    /// <summary>The longest number behind $ that is a group; a group that is not there is empty.</summary>
    private static int GroupAt(string replacement, ref int at, int groups)
    {
        var group = replacement[++at] - '0';
        while (at + 1 < replacement.Length && char.IsAsciiDigit(replacement[at + 1])
            && group * 10 + (replacement[at + 1] - '0') < groups)
            group = group * 10 + (replacement[++at] - '0');
        return group;
    }
}
