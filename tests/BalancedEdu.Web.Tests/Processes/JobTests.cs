using System.Text.Json;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Processes.Funding;
using BalancedEdu.Web.Processes.Land;
using BalancedEdu.Web.Processes.Turnkey;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Tests.Processes;

/// <summary>Jobs from their inputs as the process gives them to their outputs; repeated, they give the same.</summary>
public sealed class JobTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData("93199.99", false, false, "49.99%", false, true, false)]
    [InlineData("93200.00", false, true, "50.00%", true, false, true)]
    [InlineData("93200.00", true, true, "50.00%", false, false, true)]
    [InlineData("80000.00", false, true, "42.91%", false, false, false)]
    [InlineData("80000.00", true, true, "42.91%", false, false, true)]
    [InlineData("1000.00", false, false, "0.53%", false, false, false)]
    public async Task A_hold_is_raised_once_and_stays(
        string done, bool held, bool warned, string shown, bool newlyRaised, bool newlyWarned, bool heldAfter)
    {
        var outputs = await RunAsync(new CheckCompletionRatio(RatioRule.Shipped()), $$"""
            { "residentialTotalGfa": 186400.00, "residentialDoneGfa": {{done}}, "schoolAccepted": false,
              "holdRaised": {{Json(held)}}, "warned": {{Json(warned)}} }
            """);

        Assert.Equal(shown, outputs.Text("ratioText"));
        Assert.Equal(
            (newlyRaised, newlyWarned, heldAfter),
            (outputs.Flag("newlyRaised"), outputs.Flag("newlyWarned"), outputs.Flag("holdRaised")));
    }

    [Theory]
    [InlineData("{}", "residentialTotalGfa")]
    [InlineData("""{ "residentialTotalGfa": 0, "residentialDoneGfa": 0 }""", "之间")]
    [InlineData("""{ "residentialTotalGfa": 100, "residentialDoneGfa": 100.01 }""", "之间")]
    [InlineData("""{ "residentialTotalGfa": "一百", "residentialDoneGfa": 1 }""", "应为数字")]
    public async Task Impossible_areas_stop_the_job_with_a_reason(string inputs, string reason)
    {
        var failure = await Assert.ThrowsAsync<JobFailedException>(
            () => RunAsync(new CheckCompletionRatio(RatioRule.Shipped()), inputs));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approved", "批准")]
    [InlineData("conditional", "附条件批准")]
    [InlineData("rejected", "不予批准")]
    public async Task An_opinion_is_numbered_by_its_case(string decision, string name)
    {
        var outputs = await RunAsync(new IssueLandOpinion(), $$"""{ "decision": "{{decision}}" }""", "LD-2026-00012");

        Assert.Equal((name, "联审〔2026〕12号", "2026-09-07"),
            (outputs.Text("decisionName"), outputs.Text("opinionNo"), outputs.Text("issuedOn")));
    }

    [Fact]
    public async Task A_decision_of_no_kind_stops_the_job() => await Assert.ThrowsAsync<JobFailedException>(
        () => RunAsync(new IssueLandOpinion(), """{ "decision": "return" }"""));

    [Fact]
    public async Task A_batch_is_computed_from_what_the_schools_confirmed()
    {
        const string inputs = """
            {
              "form": { "fiscalYear": 2026, "term": "spring", "countyPaid": 1000000 },
              "schools": [
                { "code": "3299010001", "name": "A", "primary": 1236, "people": ["p1"], "financePeople": ["f1"] },
                { "code": "3299010002", "name": "B", "junior": 860, "boarders": 312, "senJunior": 5,
                  "financePeople": ["f2"] },
                { "code": "3299010003", "name": "C", "primary": 37, "rural": true }
              ],
              "confirmations": [
                { "outcome": "confirm", "form": { "schoolCode": "3299010001", "primary": 1236 } },
                { "outcome": "confirm",
                  "form": { "schoolCode": "3299010002", "junior": 864, "boarders": 312, "senJunior": 5 } },
                { "outcome": "take-over", "form": { "schoolCode": "3299010003", "primary": 99 } }
              ]
            }
            """;

        var outputs = await RunAsync(new CalculateFunds(PerPupilStandard.Shipped()), inputs);
        var lines = outputs.Parts("lines");

        Assert.Equal([489_456m, 508_403m, 39_600m], lines.Select(l => l.Number("amount")));
        Assert.Equal(["", "与学籍不一致", "按学籍数代取"], lines.Select(l => l.Text("mark")));
        Assert.Equal(1_037_459m, outputs.Number("batchAmount"));
        Assert.Equal(508_403m, outputs.Number("maxSchoolAmount"));
        Assert.Equal(0m, outputs.Number("shortfall"));
        Assert.Equal(["f1"], lines[0].Texts("people"));
        Assert.Equal("2024-03-01 起", outputs.Text("standardVersion"));
        Assert.Equal(outputs, await RunAsync(new CalculateFunds(PerPupilStandard.Shipped()), inputs));
    }

    [Fact]
    public async Task An_impossible_headcount_goes_back_to_its_school()
    {
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => RunAsync(
            new CalculateFunds(PerPupilStandard.Shipped()),
            """
            { "form": { "fiscalYear": 2026, "term": "spring" },
              "schools": [{ "code": "1", "name": "望江路小学", "primary": 10, "boarders": 11 }] }
            """));
        Assert.Contains("望江路小学", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_attempt_gives_the_same_instructions()
    {
        const string inputs = """
            { "lines": [{ "code": "3299010001", "name": "A", "amount": 489456.00, "people": ["f1"] },
                        { "code": "3299010002", "name": "B", "amount": 0 }] }
            """;

        var first = await RunAsync(new IssuePayInstructions(), inputs, "BF-2026-00003");
        var second = await RunAsync(new IssuePayInstructions(), inputs, "BF-2026-00003");

        var only = Assert.Single(first.Parts("instructions"));
        Assert.Equal("BF-2026-00003-3299010001", only.Text("instructionNo"));
        Assert.Equal(489_456m, first.Number("paidAmount"));
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_school_twice_in_a_batch_is_not_paid() =>
        await Assert.ThrowsAsync<JobFailedException>(() => RunAsync(
            new IssuePayInstructions(),
            """{ "lines": [{ "code": "1", "amount": 1 }, { "code": "1", "amount": 2 }] }"""));

    private static Task<FeelContext> RunAsync(IJobHandler handler, string inputs, string caseNumber = "X-2026-00001")
    {
        using var json = JsonDocument.Parse(inputs);
        var request = new JobRequest("job:1", 1, caseNumber, FeelValue.FromJson(json.RootElement).AsContext()!, Now);
        return handler.RunAsync(request, CancellationToken.None);
    }

    private static string Json(bool value) => value ? "true" : "false";
}
