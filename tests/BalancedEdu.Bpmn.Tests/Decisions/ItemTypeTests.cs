namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>Types that a model defines.</summary>
public class ItemTypeTests
{
    private const string Types = """
        <itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"优", "良"</text></allowedValues></itemDefinition>
        <itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>
        <itemDefinition name="tSome" isCollection="true"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition>
        <itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>
        <itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>
        <itemComponent name="grades" isCollection="true"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>
        <itemDefinition name="tNode"><itemComponent name="v"><typeRef>number</typeRef></itemComponent>
        <itemComponent name="next"><typeRef>tNode</typeRef></itemComponent></itemDefinition>
        <itemDefinition name="tFunction"><functionItem outputTypeRef="number"><parameters name="a" typeRef="number"/></functionItem></itemDefinition>
        """;

    [Theory]
    [InlineData("tGrade", "\"优\"", "优")]
    [InlineData("tGrade", "\"差\"", "null")]
    [InlineData("tGrade", "null", "null")]
    [InlineData("tGrade", "[\"良\"]", "良")]
    [InlineData("tGrades", "\"良\"", "[\"良\"]")]
    [InlineData("tGrades", "[\"良\", \"差\"]", "null")]
    [InlineData("tSome", "[1, 2]", "[1, 2]")]
    [InlineData("tSome", "[1, 20]", "null")]
    [InlineData("tFew", "[1, 20]", "[1, 20]")]
    [InlineData("tFew", "[1, 2, 3]", "null")]
    [InlineData("tPerson", "{name: \"李\", grades: [\"优\"]}", "{name: \"李\", grades: [\"优\"]}")]
    [InlineData("tPerson", "{name: \"李\", grades: [\"优\"], more: 1}", "{name: \"李\", grades: [\"优\"], more: 1}")]
    [InlineData("tPerson", "{name: \"李\"}", "null")]
    [InlineData("tPerson", "{name: 1, grades: []}", "null")]
    [InlineData("tNode", "{v: 1, next: {v: 2, next: null}}", "{v: 1, next: {v: 2, next: null}}")]
    [InlineData("tNode", "{v: 1, next: {v: \"a\", next: null}}", "null")]
    [InlineData("tFunction", "1", "null")]
    public void A_value_fits_a_type_of_the_model_or_is_null(string type, string value, string expected) =>
        Assert.Equal(expected, Dmn.Model(Types + Dmn.Decision("d", Dmn.Literal(value), type: type)).Text("d"));

    [Theory]
    [InlineData("\"优\" instance of tGrade", "true")]
    [InlineData("\"差\" instance of tGrade", "true")]
    [InlineData("1 instance of tGrade", "false")]
    [InlineData("[\"优\"] instance of list<tGrade>", "true")]
    [InlineData("(function(x: tGrade) x)(\"差\")", "null")]
    [InlineData("(function(x: tGrade) x)(\"优\")", "优")]
    public void Expressions_know_the_types_of_the_model(string text, string expected) =>
        Assert.Equal(expected, Dmn.Model(Types + Dmn.Decision("d", Dmn.Literal(text))).Text("d"));

    [Fact]
    public void A_model_of_dmn_1_1_names_types_with_a_prefix() => Assert.Equal("2",
        Dmn.Model(Types + Dmn.Decision("d", Dmn.Literal("1 + 1"), type: "feel:number")
            .Replace("<decision ", "<decision xmlns:feel=\"http://www.omg.org/spec/FEEL/20140401\" ", StringComparison.Ordinal))
            .Text("d"));
}
