using System.Text.Json;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Forms;

public class FormTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    private static FormDefinition Form(params string[] components) => FormDefinition.Parse(Json(
        $$"""{"type":"default","id":"f","schemaVersion":19,"components":[{{string.Join(",", components)}}]}"""));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    private static FormCheck Check(FormDefinition form, string submission, string initial = "{}") =>
        form.Check(Json(submission), FeelValue.FromJson(Json(initial)).AsContext()!, Now);

    private static string Field(string type, string more = "", string key = "x") =>
        $$"""{"type":"{{type}}","key":"{{key}}","label":"某项"{{(more.Length == 0 ? "" : "," + more)}}}""";

    private const string Options = "\"values\":[{\"label\":\"甲\",\"value\":\"a\"},{\"label\":\"乙\",\"value\":\"b\"},{\"label\":\"三\",\"value\":3}]";

    private static string Valid(string rules) => "\"validate\":{" + rules + "}";

    public static TheoryData<string, string, string> Refused => new()
    {
        { "form.required", Field("textfield", Valid("\"required\":true")), "{}" },
        { "form.required", Field("textfield", Valid("\"required\":true")), "{\"x\":\"   \"}" },
        { "form.required", Field("textfield", Valid("\"required\":true")), "{\"x\":null}" },
        { "form.required", Field("number", Valid("\"required\":true")), "{\"x\":\"\"}" },
        { "form.required", Field("checkbox", Valid("\"required\":true")), "{\"x\":false}" },
        { "form.required", Field("checklist", Options + "," + Valid("\"required\":true")), "{\"x\":[]}" },
        { "form.required", Field("datetime", "\"subtype\":\"date\"," + Valid("\"required\":true")), "{}" },
        { "form.required", Field("select", Options + "," + Valid("\"required\":true")), "{}" },
        { "form.min-length", Field("textfield", Valid("\"minLength\":3")), "{\"x\":\" 两字 \"}" },
        { "form.max-length", Field("textarea", Valid("\"maxLength\":3")), "{\"x\":\"四个字啊\"}" },
        { "form.max-length", Field("textarea"), "{\"x\":\"" + new string('字', 10_001) + "\"}" },
        { "form.pattern", Field("textfield", Valid("\"pattern\":\"^\\\\d{4}$\"")), "{\"x\":\"123\"}" },
        { "form.pattern", Field("textfield", Valid("\"pattern\":\"^\\\\d{4}$\"")), "{\"x\":\"１２３４\"}" },
        { "form.pattern", Field("textfield", Valid("\"pattern\":\"^(a+)+$\"")), "{\"x\":\"" + new string('a', 60)
            + "!\"}" },
        { "form.email", Field("textfield", Valid("\"validationType\":\"email\"")), "{\"x\":\"li.si@\"}" },
        { "form.phone", Field("textfield", Valid("\"validationType\":\"phone\"")), "{\"x\":\"13800138000\"}" },
        { "form.wrong-kind", Field("textfield"), "{\"x\":{\"a\":1}}" },
        { "form.wrong-kind", Field("textfield"), "{\"x\":true}" },
        { "form.not-a-number", Field("number"), "{\"x\":\"NaN\"}" },
        { "form.not-a-number", Field("number"), "{\"x\":\"十\"}" },
        { "form.not-a-number", Field("number"), "{\"x\":[1]}" },
        { "form.not-a-number", Field("number"), "{\"x\":1e40}" },
        { "form.decimals", Field("number", "\"decimalDigits\":0"), "{\"x\":1.5}" },
        { "form.decimals", Field("number", "\"decimalDigits\":2"), "{\"x\":\"1.005\"}" },
        { "form.increment", Field("number", "\"increment\":0.5"), "{\"x\":1.3}" },
        { "form.min", Field("number", Valid("\"min\":1")), "{\"x\":0}" },
        { "form.max", Field("number", Valid("\"max\":50")), "{\"x\":50.01}" },
        { "form.max", Field("number", Valid("\"max\":\"=limit\"")), "{\"x\":46}" },
        { "form.not-an-option", Field("select", Options), "{\"x\":\"c\"}" },
        { "form.not-an-option", Field("radio", Options), "{\"x\":\"3\"}" },
        { "form.not-an-option", Field("radio", Options), "{\"x\":[\"a\"]}" },
        { "form.not-an-option", Field("checklist", Options), "{\"x\":[\"a\",\"c\"]}" },
        { "form.not-an-option", Field("select", "\"valuesKey\":\"people\""), "{\"x\":\"wang\"}" },
        { "form.not-an-option", Field("select", "\"valuesExpression\":\"=people[value != \\\"li\\\"]\""),
            "{\"x\":\"li\"}" },
        { "form.twice", Field("taglist", Options), "{\"x\":[\"a\",\"a\"]}" },
        { "form.wrong-kind", Field("checklist", Options), "{\"x\":\"a\"}" },
        { "form.wrong-kind", Field("checkbox"), "{\"x\":\"true\"}" },
        { "form.not-a-date", Field("datetime", "\"subtype\":\"date\""), "{\"x\":\"2026-02-30\"}" },
        { "form.not-a-date", Field("datetime", "\"subtype\":\"date\""), "{\"x\":\"2026-02-03T08:00\"}" },
        { "form.not-a-date", Field("datetime", "\"subtype\":\"date\""), "{\"x\":20260203}" },
        { "form.not-a-time", Field("datetime", "\"subtype\":\"time\""), "{\"x\":\"25:00\"}" },
        { "form.not-a-date-time", Field("datetime", "\"subtype\":\"datetime\""), "{\"x\":\"2026-02-03\"}" },
        { "form.past-date", Field("datetime", "\"subtype\":\"date\",\"disallowPassedDates\":true"),
            "{\"x\":\"2026-09-06\"}" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void A_field_is_refused_with_a_sentence(string code, string field, string submission)
    {
        var check = Check(Form(field), submission, """{"limit":45,"people":[{"label":"李","value":"li"},"zhao"]}""");
        var error = Assert.Single(check.Errors);
        Assert.Equal((code, "x"), (error.Code, error.Key));
        Assert.EndsWith("。", error.Message);
    }

    public static TheoryData<string, string, string> Accepted => new()
    {
        { Field("textfield"), "{\"x\":\" 东洲\\n小学 \"}", "{x: \"东洲 小学\"}" },
        { Field("textarea"), "{\"x\":\" 一\\n二 \"}", "{x: \"一\\n二\"}" },
        { Field("textfield"), "{}", "{x: null}" },
        { Field("textfield"), "{\"x\":\"\"}", "{x: null}" },
        { Field("textfield"), "{\"x\":12}", "{x: \"12\"}" },
        { Field("textfield", Valid("\"validationType\":\"email\"")), "{\"x\":\"li.si@edu.example.cn\"}",
            "{x: \"li.si@edu.example.cn\"}" },
        { Field("textfield", Valid("\"validationType\":\"phone\"")), "{\"x\":\"+8613800138000\"}",
            "{x: \"+8613800138000\"}" },
        { Field("textfield", Valid("\"minLength\":3")), "{\"x\":\"\"}", "{x: null}" },
        { Field("number", "\"decimalDigits\":2"), "{\"x\":\"1.50\"}", "{x: 1.5}" },
        { Field("number", "\"decimalDigits\":1"), "{\"x\":1.50}", "{x: 1.5}" },
        { Field("number", "\"serializeToString\":true"), "{\"x\":\"1.50\"}", "{x: \"1.50\"}" },
        { Field("number", Valid("\"min\":\"=nothing\"")), "{\"x\":-5}", "{x: -5}" },
        { Field("number"), "{\"x\":0}", "{x: 0}" },
        { Field("checkbox"), "{}", "{x: false}" },
        { Field("checkbox"), "{\"x\":true}", "{x: true}" },
        { Field("radio", Options), "{\"x\":3}", "{x: 3}" },
        { Field("select", "\"valuesKey\":\"people\""), "{\"x\":\"li\"}", "{x: \"li\"}" },
        { Field("select", "\"valuesKey\":\"people\""), "{\"x\":\"zhao\"}", "{x: \"zhao\"}" },
        { Field("checklist", Options), "{\"x\":[\"b\",\"a\"]}", "{x: [\"b\", \"a\"]}" },
        { Field("datetime", "\"subtype\":\"date\""), "{\"x\":\"2026-10-09\"}", "{x: 2026-10-09}" },
        { Field("datetime", "\"subtype\":\"date\",\"disallowPassedDates\":true"), "{\"x\":\"2026-09-07\"}",
            "{x: 2026-09-07}" },
        { Field("datetime", "\"subtype\":\"time\""), "{\"x\":\"09:30\"}", "{x: 09:30:00}" },
        { Field("datetime", "\"subtype\":\"datetime\""), "{\"x\":\"2026-10-09T09:30\"}",
            "{x: 2026-10-09T09:30:00+08:00}" },
        { Field("datetime", "\"subtype\":\"datetime\""), "{\"x\":\"2026-10-09T01:30Z\"}",
            "{x: 2026-10-09T09:30:00+08:00}" },
        { Field("textfield", "", "plan.target"), "{\"plan\":{\"target\":\"a\",\"more\":\"b\"},\"else\":1}",
            "{plan: {target: \"a\"}}" },
        { Field("expression", "\"expression\":\"=n * 2\""), "{\"x\":999}", "{x: 90}" },
        { Field("textfield", "\"disabled\":true"), "{\"x\":\"forged\"}", "{}" },
        { "{\"type\":\"text\",\"text\":\"# 说明\"},{\"type\":\"html\",\"content\":\"\"}", "{\"x\":1}", "{}" },
    };

    [Theory, MemberData(nameof(Accepted))]
    public void A_field_gives_typed_and_trimmed_data(string field, string submission, string data)
    {
        var check = Check(Form(field), submission, """{"n":45,"people":[{"label":"李","value":"li"},"zhao"]}""");
        Assert.Empty(check.Errors);
        Assert.Equal(data, FeelValue.Of(check.Data).ToString());
    }

    [Theory]
    [InlineData("\"readonly\":true")]
    [InlineData("\"readonly\":\"=locked\"")]
    public void A_read_only_field_keeps_its_initial_value_with_its_type(string words)
    {
        var check = Check(
            Form(Field("datetime", "\"subtype\":\"date\"," + words)), "{\"x\":\"2030-01-01\"}",
            """{"x":{"$date":"2026-10-09"},"locked":true}""");
        Assert.Empty(check.Errors);
        Assert.Equal("{x: 2026-10-09}", FeelValue.Of(check.Data).ToString());
    }

    [Fact]
    public void A_hidden_field_is_neither_required_nor_kept()
    {
        var form = Form(
            Field("radio", Options, "kind"),
            Field("textfield", """
                "conditional":{"hide":"=kind != \"a\""},"validate":{"required":true}
                """, "reason"));
        Assert.Equal("form.required", Assert.Single(Check(form, "{\"kind\":\"a\"}").Errors).Code);
        var hidden = Check(form, "{\"kind\":\"b\",\"reason\":\"forged\"}");
        Assert.Empty(hidden.Errors);
        Assert.Equal("{kind: \"b\"}", FeelValue.Of(hidden.Data).ToString());
    }

    [Fact]
    public void What_a_hidden_field_holds_does_not_count_in_other_conditions()
    {
        var form = Form(
            Field("radio", Options, "kind"),
            Field("radio", Options + ",\"conditional\":{\"hide\":\"=kind = \\\"b\\\"\"}", "next"),
            Field("textfield", "\"conditional\":{\"hide\":\"=next = null\"}," + Valid("\"required\":true"), "last"));
        Assert.Empty(Check(form, "{\"kind\":\"b\",\"next\":\"a\"}").Errors);
        Assert.Single(Check(form, "{\"kind\":\"a\",\"next\":\"a\"}").Errors);
    }

    [Fact]
    public void A_hidden_group_hides_all_that_is_in_it()
    {
        var form = Form($$"""
            {"type":"group","label":"组","path":"g","conditional":{"hide":"=done = null"},"components":[
              {{Field("textfield", Valid("\"required\":true"), "a")}},
              {"type":"group","components":[{{Field("textfield", Valid("\"required\":true"), "b")}}]}]}
            """);
        Assert.Empty(Check(form, "{}").Errors);
        Assert.Equal(["g.a", "g.b"], Check(form, "{}", "{\"done\":true}").Errors.Select(error => error.Key));
        Assert.Equal("{g: {a: \"1\", b: \"2\"}}", FeelValue.Of(
            Check(form, "{\"g\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}}", "{\"done\":true}").Data).ToString());
    }

    private static FormDefinition Measures(string more = "\"allowAddRemove\":true") => Form($$"""
        {"type":"dynamiclist","path":"measures","label":"措施","isRepeating":true,{{more}},"components":[
          {{Field("select", Options + "," + Valid("\"required\":true"), "type")}},
          {{Field("textfield", "\"conditional\":{\"hide\":\"=this.type != \\\"b\\\"\"}," + Valid("\"required\":true"), "note")}}]}
        """);

    [Fact]
    public void Each_item_of_a_list_is_checked_and_the_sentence_names_the_row()
    {
        var check = Check(Measures(), """{"measures":[{"type":"a"},{"type":"b"},{"type":"z"}]}""");
        Assert.Equal(
            [("measures[1].note", "form.required"), ("measures[2].type", "form.not-an-option")],
            check.Errors.Select(error => (error.Key, error.Code)));
        Assert.Equal("措施第 2 行“某项”：请填写此项。", check.Errors[0].Message);
    }

    [Fact]
    public void A_list_gives_its_items_without_what_is_hidden() => Assert.Equal(
        """{measures: [{type: "a"}, {type: "b", note: "n"}]}""",
        FeelValue.Of(Check(Measures(), """{"measures":[{"type":"a","note":"forged"},{"type":"b","note":"n"}]}""").Data).ToString());

    [Theory]
    [InlineData("{}", "{measures: []}")]
    [InlineData("{\"measures\":\"none\"}", "{measures: []}")]
    [InlineData("{\"measures\":[]}", "{measures: []}")]
    public void A_list_may_be_empty(string submission, string data) =>
        Assert.Equal(data, FeelValue.Of(Check(Measures(), submission).Data).ToString());

    [Fact]
    public void A_list_of_fixed_length_keeps_it()
    {
        var form = Measures("\"allowAddRemove\":false");
        Assert.Equal("form.fixed-items", Check(
            form, """{"measures":[{"type":"a"}]}""", """{"measures":[{"type":"a"},{"type":"a"}]}""").Errors[0].Code);
        Assert.Empty(Check(
            form, """{"measures":[{"type":"a"},{"type":"a"}]}""", """{"measures":[{"type":"a"},{"type":"a"}]}""").Errors);
    }

    [Fact]
    public void A_list_has_a_limit()
    {
        var rows = string.Join(",", Enumerable.Repeat("{\"type\":\"a\"}", 501));
        Assert.Contains(Check(Measures(), "{\"measures\":[" + rows + "]}").Errors, error =>
            error.Code == "form.too-many-items");
    }

    [Fact]
    public void Conditions_see_dates_as_the_browser_does()
    {
        var form = Form(
            Field("datetime", "\"subtype\":\"date\"", "day"),
            Field("textfield", "\"conditional\":{\"hide\":\"=date(day) > date(\\\"2026-10-01\\\")\"},"
                + Valid("\"required\":true"), "why"));
        Assert.Single(Check(form, "{\"day\":\"2026-09-30\"}").Errors);
        Assert.Empty(Check(form, "{\"day\":\"2026-10-02\"}").Errors);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    public void A_submission_that_is_no_object_is_refused(string submission) =>
        Assert.Equal("form.not-an-object", Assert.Single(Check(Form(), submission).Errors).Code);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"default\"}")]
    [InlineData("{\"type\":\"default\",\"id\":\"f\",\"schemaVersion\":20}")]
    [InlineData("{\"type\":\"default\",\"id\":\"f\",\"components\":[{\"type\":\"textfield\"}]}")]
    [InlineData("{\"type\":\"default\",\"id\":\"f\",\"components\":[{\"type\":\"filepicker\",\"key\":\"x\"}]}")]
    [InlineData("{\"type\":\"default\",\"id\":\"f\",\"components\":[{\"type\":\"dynamiclist\"}]}")]
    [InlineData("{\"type\":\"default\",\"id\":\"f\",\"components\":[{\"type\":\"textfield\",\"key\":\"x\",\"validate\":{\"pattern\":\"(\"}}]}")]
    [InlineData("{\"type\":\"default\",\"id\":\"f\",\"components\":[{\"type\":\"number\",\"key\":\"x\",\"validate\":{\"min\":\"=1 +\"}}]}")]
    [InlineData("{\"type\":\"default\",\"id\":\"f\",\"components\":[{\"type\":\"number\",\"key\":\"x\",\"validate\":{\"min\":\"one\"}}]}")]
    [InlineData("{\"type\":\"default\",\"id\":\"f\",\"components\":[{\"type\":\"number\",\"key\":\"x\",\"conditional\":{\"hide\":\"=(\"}}]}")]
    public void A_schema_that_could_not_be_checked_is_refused(string schema) =>
        Assert.Throws<FormatException>(() => FormDefinition.Parse(Json(schema)));
}
