using System.Net;
using BalancedEdu.Web.Tests.App;

namespace BalancedEdu.Web.Tests.Features.Errors;

public sealed class ErrorPageTests(WebApp app) : IClassFixture<WebApp>
{
    [Theory]
    [InlineData("/Errors/403", HttpStatusCode.Forbidden, "您不能做这件事")]
    [InlineData("/Errors/404", HttpStatusCode.NotFound, "没有这件事项，或您无权查看")]
    [InlineData("/Errors/409", HttpStatusCode.Conflict, "这件刚被别人办过")]
    [InlineData("/Errors/500", HttpStatusCode.InternalServerError, "系统出错，刚才的操作没有完成")]
    [InlineData("/Errors/200", HttpStatusCode.NotFound, "没有办成")]
    [InlineData("/no/such/page", HttpStatusCode.NotFound, "没有这件事项，或您无权查看")]
    public async Task A_request_without_a_page_ends_with_a_sentence(string path, HttpStatusCode status, string sentence)
    {
        var answer = await (await app.SignInAsync("peimingyuan")).GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains($"<h1>{sentence}</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_does_not_even_learn_that_a_page_is_missing()
    {
        var answer = await app.Browser().GetAsync("/no/such/page");
        Assert.StartsWith("/Account/Login", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_form_is_answered_by_the_page_too()
    {
        var browser = await app.SignInAsync("peimingyuan");
        var answer = await browser.PostAsync("/no/such/page", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("没有这件事项，或您无权查看", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
