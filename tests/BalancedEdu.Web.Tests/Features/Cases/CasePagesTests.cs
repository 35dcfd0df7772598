using System.Net;
using System.Text;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Writing;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;

namespace BalancedEdu.Web.Tests.Features.Cases;

public sealed class CasePagesTests(TrialApp trial) : IClassFixture<TrialApp>
{
    private const string Form = """{"seats":45}""";
    private readonly ProductApp _app = trial.App;

    [Fact]
    public async Task A_case_shows_forms_opinions_and_everything_that_happened_in_Chinese()
    {
        var task = await _app.StartReviewAsync();
        await _app.CompleteAsync(task.CaseId, "REVIEW", "peimingyuan", "pass", "数据无误", Form);
        await _app.SweepAsync();
        var page = Browsing.Read(await (await _app.SignInAsync("peimingyuan")).GetStringAsync($"/Cases/{task.CaseId}"));

        Assert.Contains("座位数 45", page, StringComparison.Ordinal);
        Assert.Contains("裴明远 通过", page, StringComparison.Ordinal);
        Assert.Contains("数据无误", page, StringComparison.Ordinal);
        Assert.Contains("办理：通过：数据无误", page, StringComparison.Ordinal);
        Assert.Contains("系统处理完成", page, StringComparison.Ordinal);
        Assert.Contains("逐条相链，未被改动", page, StringComparison.Ordinal);
        Assert.DoesNotContain("UserTaskCompleted", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ElementActivat", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_print_holds_opinions_in_order_a_place_for_the_seal_and_a_check_code()
    {
        var task = await _app.StartReviewAsync();
        await _app.CompleteAsync(task.CaseId, "REVIEW", "peimingyuan", "pass", "数据无误", Form);
        var browser = await _app.SignInAsync("peimingyuan");
        var page = Browsing.Read(await browser.GetStringAsync($"/Cases/{task.CaseId}/Print"));
        Assert.Contains("试办审批单", page, StringComparison.Ordinal);
        Assert.Matches("市教育局 基础教育科 通过。 ?数据无误 裴明远 \\d{4}-\\d\\d-\\d\\d 盖章处", page);
        Assert.Matches(@"校验码 [0-9A-F]{4} [0-9A-F]{4} [0-9A-F]{4} [0-9A-F]{4}", page);
        Assert.Contains("裴明远 打印", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_print_is_there_as_a_PDF_that_says_the_same()
    {
        var task = await _app.StartReviewAsync();
        await _app.CompleteAsync(task.CaseId, "REVIEW", "peimingyuan", "pass", "数据无误", Form);
        var browser = await _app.SignInAsync("peimingyuan");
        using var pdf = UglyToad.PdfPig.PdfDocument.Open(
            await browser.GetByteArrayAsync($"/Cases/{task.CaseId}/ApprovalForm"));
        var text = pdf.GetPage(1).Text;
        Assert.Contains("试办审批单", text, StringComparison.Ordinal);
        Assert.Contains("通过。数据无误裴明远", text, StringComparison.Ordinal);
        Assert.Contains("（盖章处）", text, StringComparison.Ordinal);
        Assert.Contains("第 1 页 共 1 页", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_system_decided_is_never_a_persons_opinion()
    {
        var task = await _app.StartReviewAsync();
        await _app.CompleteAsync(task.CaseId, "REVIEW", "peimingyuan", "pass", null, Form);
        await _app.SweepAsync();
        await _app.AdvanceAsync(TimeSpan.FromHours(1));
        await _app.AdvanceAsync(TimeSpan.FromDays(7));
        var browser = await _app.SignInAsync("peimingyuan");
        foreach (var address in new[] { $"/Cases/{task.CaseId}", $"/Cases/{task.CaseId}/Print" })
        {
            var page = Browsing.Read(await browser.GetStringAsync(address));
            Assert.Contains("逾期未反馈，按“视为同意”处理", page, StringComparison.Ordinal);
            Assert.Contains("不是该单位意见", page, StringComparison.Ordinal);
            Assert.Contains("依据：试办规则 第三条", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_diagram_is_the_file_that_the_case_runs_on_as_it_was_written()
    {
        var task = await _app.StartReviewAsync();
        await _app.CompleteAsync(task.CaseId, "REVIEW", "peimingyuan", "pass", null, Form);
        var answer = await (await _app.SignInAsync("peimingyuan")).GetAsync($"/Cases/{task.CaseId}/Diagram.bpmn");
        Assert.Equal("application/xml", answer.Content.Headers.ContentType!.MediaType);
        var file = Path.Combine(AppContext.BaseDirectory, "Runtime/Workflows/trial/trial.bpmn");
        var drawn = BpmnDocument.Read(await File.ReadAllBytesAsync(file)).Document!;
        Assert.Equal(
            Encoding.UTF8.GetString(BpmnWriter.Write(drawn)), await answer.Content.ReadAsStringAsync());
    }

    [Theory, Databases]
    public async Task A_search_finds_what_one_may_see_and_a_whole_number_opens_its_case(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync(
            "trial", new([new("subject", FeelValue.Of("枫桥里小学"))]), by: "wenjingzhi");
        var mine = await app.SignInAsync("wenjingzhi");
        Assert.Contains(
            started.Number, await mine.GetStringAsync("/Cases?q=%E6%9E%AB%E6%A1%A5"), StringComparison.Ordinal);
        var exact = await mine.GetAsync($"/Cases?number={started.Number.ToLowerInvariant()}");
        Assert.Equal($"/Cases/{started.CaseId}", exact.Headers.Location!.OriginalString);

        var other = await app.SignInAsync("dingruoshui");
        foreach (var query in new[] { "q=%E6%9E%AB%E6%A1%A5", $"number={started.Number}" })
        {
            var page = await other.GetStringAsync($"/Cases?{query}");
            Assert.DoesNotContain($"/Cases/{started.CaseId}\"", page, StringComparison.Ordinal);
            Assert.Contains("没有找到事项", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/Print")]
    [InlineData("/ApprovalForm")]
    [InlineData("/Diagram.bpmn")]
    public async Task Somebody_elses_case_is_not_found(string part)
    {
        var task = await _app.StartReviewAsync();
        var browser = await _app.SignInAsync("dingruoshui");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/Cases/{task.CaseId}{part}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/Cases/999999{part}")).StatusCode);
    }
}
