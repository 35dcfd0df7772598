namespace BalancedEdu.Web.Processes.Funding;

/// <summary>The pupils of one school that funds are counted from, by the day the term's roster names.</summary>
/// <param name="Primary">All pupils of grades 1–6, those who learn along included.</param>
/// <param name="Junior">All pupils of grades 7–9, those who learn along included.</param>
/// <param name="SenPrimary">Of the primary ones, pupils with special needs who learn along (随班就读).</param>
/// <param name="SenJunior">Of the junior ones, likewise.</param>
/// <param name="Special">Pupils of a special school; a school has these or the others.</param>
/// <param name="Boarders">Pupils who board.</param>
public sealed record Headcount(int Primary, int Junior, int SenPrimary, int SenJunior, int Special, int Boarders)
{
    /// <summary>What is impossible about it, as a Chinese sentence, or null.</summary>
    public string? Contradiction()
    {
        if (new[] { Primary, Junior, SenPrimary, SenJunior, Special, Boarders }.Any(n => n is < 0 or > 5000))
            return "人数应在 0 至 5000 之间。";
        if (SenPrimary > Primary || SenJunior > Junior)
            return "随班就读人数不能多于本学段人数。";
        if (Special > 0 && Primary + Junior > 0)
            return "特教学校学生与普通学段学生应分校填报。";
        return Boarders > Primary + Junior + Special ? "寄宿生不能多于在校生。" : null;
    }
}
