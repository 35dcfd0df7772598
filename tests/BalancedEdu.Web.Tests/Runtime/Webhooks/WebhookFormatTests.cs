using System.Net;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Webhooks;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime.Webhooks;

public sealed class WebhookFormatTests
{
    private static readonly WebhookMessage Message =
        new("已逾期", "审核 [点我](http://evil) @所有人", "https://shenpi/Tasks/7");

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_599_360_473_123);

    [Fact]
    public void DingTalk_signs_milliseconds_in_the_address_and_keeps_its_token()
    {
        var (address, body) = WebhookFormat.Request(
            WebhookKind.DingTalk, new("https://oapi.dingtalk.com/robot/send?access_token=abc"), "this is secret",
            Message, Now);
        Assert.StartsWith("?access_token=abc&timestamp=1599360473123&sign=", address.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("+", address.Query, StringComparison.Ordinal);
        Assert.Contains("\"msgtype\":\"markdown\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("[点我]", body, StringComparison.Ordinal);
        Assert.DoesNotContain("@所有人", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_secret_nothing_is_signed()
    {
        var address = new Uri("https://oapi.dingtalk.com/robot/send?access_token=abc");
        Assert.Equal(address, WebhookFormat.Request(WebhookKind.DingTalk, address, null, Message, Now).Address);
        Assert.DoesNotContain(
            "sign", WebhookFormat.Request(WebhookKind.Feishu, address, "", Message, Now).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Feishu_signs_seconds_in_the_body()
    {
        var (_, body) = WebhookFormat.Request(
            WebhookKind.Feishu, new("https://open.feishu.cn/open-apis/bot/v2/hook/abc"), "demo", Message, Now);
        Assert.Contains("\"timestamp\":\"1599360473\"", body, StringComparison.Ordinal);
        Assert.Contains("\"msg_type\":\"text\"", body, StringComparison.Ordinal);
    }

    /// <summary>What answers mean, in order of precedence.</summary>
    [Theory]
    [InlineData(WebhookKind.DingTalk, 200, """{"errcode":0}""", typeof(WebhookDelivery.Accepted))]
    [InlineData(WebhookKind.WeCom, 200, """{"errcode":0,"errmsg":"ok"}""", typeof(WebhookDelivery.Accepted))]
    [InlineData(WebhookKind.Feishu, 200, """{"code":0}""", typeof(WebhookDelivery.Accepted))]
    [InlineData(WebhookKind.Feishu, 200, """{"StatusCode":0}""", typeof(WebhookDelivery.Accepted))]
    [InlineData(WebhookKind.DingTalk, 429, "", typeof(WebhookDelivery.Later))]
    [InlineData(WebhookKind.DingTalk, 200, """{"errcode":130101}""", typeof(WebhookDelivery.Later))]
    [InlineData(WebhookKind.WeCom, 200, """{"errcode":45009}""", typeof(WebhookDelivery.Later))]
    [InlineData(WebhookKind.Feishu, 200, """{"code":9499}""", typeof(WebhookDelivery.Later))]
    [InlineData(WebhookKind.Feishu, 200, """{"code":11232}""", typeof(WebhookDelivery.Later))]
    [InlineData(WebhookKind.DingTalk, 500, "oops", typeof(WebhookDelivery.Failed))]
    [InlineData(WebhookKind.DingTalk, 408, "", typeof(WebhookDelivery.Failed))]
    [InlineData(WebhookKind.WeCom, 200, """{"errcode":-1}""", typeof(WebhookDelivery.Failed))]
    [InlineData(WebhookKind.DingTalk, 200, """{"errcode":310000}""", typeof(WebhookDelivery.Refused))]
    [InlineData(WebhookKind.Feishu, 200, """{"code":19021}""", typeof(WebhookDelivery.Refused))]
    [InlineData(WebhookKind.WeCom, 200, """{"errcode":93000}""", typeof(WebhookDelivery.Refused))]
    [InlineData(WebhookKind.WeCom, 404, "", typeof(WebhookDelivery.Refused))]
    [InlineData(WebhookKind.WeCom, 302, "", typeof(WebhookDelivery.Refused))]
    [InlineData(WebhookKind.WeCom, 200, "<html>登录</html>", typeof(WebhookDelivery.Refused))]
    [InlineData(WebhookKind.WeCom, 200, "[]", typeof(WebhookDelivery.Refused))]
    [InlineData(WebhookKind.WeCom, 200, """{"errcode":"0"}""", typeof(WebhookDelivery.Refused))]
    public void An_answer_means(WebhookKind kind, int status, string body, Type meaning) =>
        Assert.Equal(meaning, WebhookFormat.Read(kind, status, null, body).GetType());

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2400:3200::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.9", true)] // the settings name it
    [InlineData("192.168.1.10", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::1", false)]
    public void Only_public_addresses_are_reached_unless_the_settings_name_others(string address, bool may) =>
        Assert.Equal(may, new WebhookGuard(Options.Create(new WebhookSettings { PrivateNetworks = "192.168.1.9/32" }))
            .MayReach(IPAddress.Parse(address)));
}
