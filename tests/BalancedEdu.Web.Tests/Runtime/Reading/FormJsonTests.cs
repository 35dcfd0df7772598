using System.Text.Json.Nodes;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Tests.Runtime.Reading;

public class FormJsonTests
{
    [Fact]
    public void Dates_of_FEEL_are_text_in_the_browser() => Same(
        """{"until":"2026-12-31","count":58,"rows":[{"ok":true}]}""",
        FormJson.ForBrowser("""{"until":{"$date":"2026-12-31"},"count":58,"rows":[{"ok":true}]}""", null));

    [Fact]
    public void A_draft_lies_over_the_initial_values() => Same(
        """{"school":"双溪小学","cause":"学位不足"}""",
        FormJson.ForBrowser("""{"school":"双溪小学","cause":""}""", """{"cause":"学位不足"}"""));

    [Fact]
    public void Without_values_the_form_is_empty() => Same("{}", FormJson.ForBrowser(null, null));

    private static void Same(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
