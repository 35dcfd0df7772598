using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes.Funding;

/// <summary><c>funding.calculate</c>: a batch from what the schools confirmed; a pure function of its inputs.</summary>
internal sealed class CalculateFunds(DatedRules<PerPupilStandard> standards) : IJobHandler
{
    private static readonly string[] Counts = ["primary", "junior", "senPrimary", "senJunior", "special", "boarders"];

    public string Job => "funding.calculate";

    public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var form = request.Inputs.Part("form");
        var term = form.Text("term") == "autumn" ? FundingTerm.Autumn : FundingTerm.Spring;
        var standard = standards.On(FundingBatch.TermStart(form.Count("fiscalYear"), term));
        var schools = request.Inputs.Parts("schools");
        var confirmed = request.Inputs.Parts("confirmations")
            .GroupBy(c => c.Part("form").Text("schoolCode")).ToDictionary(g => g.Key, g => g.Last());
        var counted = schools.Select(s => Counted(s, confirmed.GetValueOrDefault(s.Text("code")))).ToList();
        var batch = FundingBatch.Compute(
            [.. counted.Select(c => c.School)], term, standard, form.NumberOrNull("countyPaid") ?? 0);
        return Task.FromResult(Outputs(batch, schools, [.. counted.Select(c => c.Mark)]));
    }

    /// <summary>What counts for a school: its own numbers, or the roster's where the bureau took them over.</summary>
    private static (FundingSchool School, string Mark) Counted(FeelContext school, FeelContext? confirmation)
    {
        var own = confirmation is not null && confirmation.Text("outcome") == "confirm";
        var source = own ? confirmation!.Part("form") : school;
        var mark = !own ? "按学籍数代取" : Counts.Any(c => source.Count(c) != school.Count(c)) ? "与学籍不一致" : "";
        var pupils = new Headcount(
            source.Count("primary"), source.Count("junior"), source.Count("senPrimary"), source.Count("senJunior"),
            source.Count("special"), source.Count("boarders"));
        if (pupils.Contradiction() is { } wrong)
            throw new JobFailedException($"{school.Text("name")}：{wrong}请退回学校更正。");
        return (new(school.Text("code"), school.Text("name"), school.Flag("rural"), pupils), mark);
    }

    private static FeelContext Outputs(
        FundingBatch batch, IReadOnlyList<FeelContext> schools, IReadOnlyList<string> marks)
    {
        var lines = batch.Lines.Select((line, i) => FeelReading.Of(
            ("code", FeelValue.Of(line.School.Code)), ("name", FeelValue.Of(line.School.Name)),
            ("primary", FeelValue.Of((decimal)line.School.Pupils.Primary)),
            ("junior", FeelValue.Of((decimal)line.School.Pupils.Junior)),
            ("special", FeelValue.Of((decimal)line.School.Pupils.Special)),
            ("boarders", FeelValue.Of((decimal)line.School.Pupils.Boarders)),
            ("annual", FeelValue.Of(line.Annual.Total)), ("due", FeelValue.Of(line.Due)),
            ("amount", FeelValue.Of(line.Paid)),
            ("mark", FeelValue.Of(marks[i])), ("people", FeelReading.ListOf(schools[i].Texts("financePeople")))));
        return FeelReading.Of(
            ("lines", FeelReading.ListOf(lines)),
            ("batchAmount", FeelValue.Of(batch.Lines.Sum(l => l.Paid))),
            ("maxSchoolAmount", FeelValue.Of(batch.Lines.Select(l => l.Paid).DefaultIfEmpty().Max())),
            ("upliftTotal", FeelValue.Of(batch.Uplift)),
            ("shares", FeelReading.ListOf(batch.Standard.Shares.Select((s, i) => FeelReading.Of(
                ("level", FeelValue.Of(s.Name)), ("percent", FeelValue.Of(s.Percent)),
                ("amount", FeelValue.Of(batch.Shares[i])))))),
            ("countyDue", FeelValue.Of(batch.Shortfall.Due)), ("shortfall", FeelValue.Of(batch.Shortfall.Amount)),
            ("shortfallRate", FeelValue.Of(batch.Shortfall.Rate)),
            ("standardVersion", FeelValue.Of(
                batch.Standard.EffectiveFrom.ToString("yyyy-MM-dd 起", CultureInfo.InvariantCulture))));
    }
}
