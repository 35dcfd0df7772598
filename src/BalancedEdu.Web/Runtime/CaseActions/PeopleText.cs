using BalancedEdu.Web.Runtime.Assignment;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>People as somebody writes them down: names or user names, between commas, blanks or line breaks.</summary>
/// <param name="People">Whom it names, each once, in the order of the text.</param>
/// <param name="Unknown">What names nobody.</param>
/// <param name="Ambiguous">Names that several people have.</param>
internal sealed record PeopleText(
    IReadOnlyList<Person> People, IReadOnlyList<string> Unknown, IReadOnlyList<string> Ambiguous)
{
    private static readonly char[] Separators = [',', '，', '、', ';', '；', ' ', '\u3000', '\t', '\r', '\n'];

    public static PeopleText Read(IEnumerable<string> texts, Staff staff)
    {
        var (people, unknown, ambiguous) = (new List<Person>(), new List<string>(), new List<string>());
        var words = texts.SelectMany(t => t.Split(
            Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        foreach (var word in words.Distinct(StringComparer.Ordinal))
            if (staff.Find(word) is { } account)
                people.Add(account);
            else if (staff.Named(word) is [var only])
                people.Add(only);
            else
                (staff.Named(word).Count == 0 ? unknown : ambiguous).Add(word);
        return new([.. people.Distinct()], unknown, ambiguous);
    }

    /// <summary>Why nobody can be chosen by it, or null.</summary>
    /// <param name="verb">What was wanted: 抄送 DB-2026-00377.</param>
    /// <param name="field">The field it was typed into.</param>
    public ActionRefusal? WhyNot(string verb, string field) =>
        Unknown.Count > 0 ? CaseRefusals.Invalid(
            "people.unknown", field, $"不能{verb}：没有可用的账号叫“{string.Join("”“", Unknown.Take(5))}”"
            + $"{(Unknown.Count > 5 ? $"等 {Unknown.Count} 个" : "")}。请核对姓名，或改填登录用的用户名。")
        : Ambiguous.Count > 0 ? CaseRefusals.Invalid(
            "people.ambiguous", field, $"不能{verb}：叫“{Ambiguous[0]}”的不止一人。请改填登录用的用户名。")
        : null;
}
