using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>What publishing refuses: a row each.</summary>
public class FindingTests
{
    private static readonly Surroundings Known = new(
        new HashSet<string> { "test.j" }, new HashSet<string> { "f" }, new HashSet<string> { "m" },
        new HashSet<string> { "edu.basic" });

    private static string One(string element, string id = "A") => Start() + element + End() + Flows($"S-{id}-E");

    private static string User(string extensions, string attributes = "") =>
        One($"<bpmn:userTask id=\"A\" {attributes}><bpmn:extensionElements>{extensions}</bpmn:extensionElements></bpmn:userTask>");

    private static string Sla(string sla) => User(
        "<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>" + sla);

    private static string Assigned(string assignment, string more = "") =>
        User($"<be:assignment {assignment}/><be:outcome id=\"ok\" name=\"好\"/>{more}");

    public static TheoryData<string, string?, string> Structure => new()
    {
        { "bpmn.start-event.missing", "p", Manual("A") + End() + Flows("A-E") },
        { "bpmn.start-event.missing", "P", One(Sub("P", Manual("a"), End("e"), Flows("a-e")), "P") },
        { "bpmn.start-event.several", "p", Start() + Start("S2") + Manual("A") + End() + Flows("S-A-E", "S2-A") },
        { "bpmn.start-event.incoming", "S", Start() + Manual("A") + Exclusive("X", "X_E") + End()
            + Flows("S-A-X-E", "X-S") },
        { "bpmn.end-event.outgoing", "E", Start() + Manual("A") + End() + Manual("B") + End("E2")
            + Flows("S-A-E-B-E2") },
        { "bpmn.boundary-event.incoming", "T", One(Task("A") + Boundary("T", "A", "timeDuration:PT1H"))
            + Flows("S-T-E") },
        { "bpmn.flow.dead-end", "X", Start() + Exclusive("X") + Flows("S-X") },
        { "bpmn.flow.dead-end", "T", One(Task("A") + Boundary("T", "A", "timeDuration:PT1H")) },
        { "bpmn.flow.unreachable", "B", One(Manual("A")) + Manual("B") + Flows("B-E") },
        { "bpmn.flow.endless", "B", Start() + Exclusive("X", "X_E") + Task("A") + Task("B") + End()
            + Flows("S-X-E", "A-B-A")
            + Flow("in", "X", "A", "true") },
        { "bpmn.default-flow.with-condition", "d", Start() + Exclusive("X", "d") + End() + End("E2") + Flows("S-X")
            + Flow("a", "X", "E", "n > 1") + Flow("d", "X", "E2", "n > 2") },
        { "bpmn.default-flow.not-outgoing", "X", Start() + Exclusive("X", "S_X") + End() + End("E2") + Flows("S-X")
            + Flow("a", "X", "E", "n > 1") + Flow("b", "X", "E2", "n > 2") },
        { "bpmn.default-flow.without-effect", "A", Start() + Manual("A", "", "default=\"A_E\"") + End() + End("E2")
            + Flows("S-A-E", "A-E2") },
        { "bpmn.sequence-flow.without-condition", "X_E", Start() + Exclusive("X") + End() + End("E2") + Flows("S-X-E")
            + Flow("a", "X", "E2", "n > 1") },
        { "bpmn.sequence-flow.condition-without-effect", "a", Start() + Parallel("F") + End() + Flows("S-F")
            + Flow("a", "F", "E", "n > 1") },
        { "bpmn.sequence-flow.condition-without-effect", "a", Start() + End() + Flow("a", "S", "E", "n > 1") },
        { "bpmn.sequence-flow.across-scopes", "f", One(Sub("P", Start("s"), Manual("a"), End("e"), Flows("s-a-e")), "P")
            + Flow("f", "a", "E") },
        { "bpmn.sequence-flow.without-end", "f", One(Manual("A")) + Flow("f", "A", "gone") },
        { "bpmn.sequence-flow.without-end", "f", One(Manual("A"))
            + "<bpmn:sequenceFlow id=\"f\" sourceRef=\"A\"/>" },
        { "bpmn.boundary-event.not-attached", "T", One(Manual("A")) + Boundary("T", "gone", "timeDuration:PT1H") },
        { "bpmn.boundary-event.not-attached", "T", One(Manual("A")) + Boundary("T", "E", "timeDuration:PT1H") },
        { "bpmn.boundary-event.not-attached", "T", One(Manual("A"))
            + "<bpmn:boundaryEvent id=\"T\"><bpmn:timerEventDefinition/></bpmn:boundaryEvent>" },
        { "bpmn.boundary-event.across-scopes", "T",
            One(Sub("P", Start("s"), Manual("a"), End("e"), Flows("s-a-e")), "P")
            + Boundary("T", "a", "timeDuration:PT1H") + Flows("T-E") },
        { "bpmn.element.without-id", null, One(Manual("A")) + "<bpmn:manualTask/>" },
        { "bpmn.element.id-twice", "A", One(Manual("A")) + Manual("A") },
    };

    public static TheoryData<string, string?, string> Elements => new()
    {
        { "bpmn.script.missing", "A", One("<bpmn:scriptTask id=\"A\"/>") },
        { "bpmn.message.without-reference", "A", One("<bpmn:receiveTask id=\"A\"/>") },
        { "bpmn.business-rule-task.without-decision", "A", One("<bpmn:businessRuleTask id=\"A\"/>") },
        { "bpmn.call-activity.without-process", "A", One("<bpmn:callActivity id=\"A\"/>") },
        { "bpmn.element.unsupported", "A", One("<bpmn:complexGateway id=\"A\"/>") },
        { "bpmn.start-event.missing", "A", One("<bpmn:transaction id=\"A\"/>") },
        { "bpmn.ad-hoc.empty", "A", One("<bpmn:adHocSubProcess id=\"A\"/>") },
        { "bpmn.loop.without-end", "A",
            One("<bpmn:manualTask id=\"A\"><bpmn:standardLoopCharacteristics/></bpmn:manualTask>") },
        { "bpmn.element.unsupported", "A", One("<bpmn:unheardOf id=\"A\"/>") },
        { "bpmn.message.without-reference", "A",
            One("<bpmn:intermediateCatchEvent id=\"A\"><bpmn:messageEventDefinition/></bpmn:intermediateCatchEvent>") },
        { "bpmn.element.unsupported", "A",
            One("<bpmn:intermediateThrowEvent id=\"A\"><bpmn:timerEventDefinition/></bpmn:intermediateThrowEvent>") },
        { "bpmn.error.without-reference", "E", Start()
            + "<bpmn:endEvent id=\"E\"><bpmn:errorEventDefinition/></bpmn:endEvent>" + Flows("S-E") },
        { "bpmn.element.unsupported", "E", Start()
            + "<bpmn:endEvent id=\"E\"><bpmn:terminateEventDefinition/><bpmn:errorEventDefinition/></bpmn:endEvent>"
                + Flows("S-E") },
        { "bpmn.element.unsupported", "s",
            One(Sub("P", Timer("startEvent", "s", "timeDuration:PT1H"), End("e"), Flows("s-e")), "P") },
        { "bpmn.event.without-definition", "A", One("<bpmn:intermediateCatchEvent id=\"A\"/>") },
        { "bpmn.timer.without-time", "A",
            One("<bpmn:intermediateCatchEvent id=\"A\"><bpmn:timerEventDefinition/></bpmn:intermediateCatchEvent>") },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDuration:5 days")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDuration:P")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDuration:PT")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDuration:P5WD")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDuration:-P5D")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDuration:P101Y")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDate:2026-02-30")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDate:9999-01-01")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeDate:tomorrow")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeCycle:R0/PT1H")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeCycle:R/PT0S")) },
        { "bpmn.timer.does-not-read", "A", One(Timer("intermediateCatchEvent", "A", "timeCycle:0 0 9 * * ?")) },
        { "bpmn.multi-instance.without-count", "A", One(Manual("A", Loop())) },
        { "bpmn.multi-instance.without-count", "A", One(Manual("A", Loop(collection: "a", cardinality: "2"))) },
        { "bpmn.multi-instance.without-event", "A", One(Manual("A", Loop(cardinality: "2", more: "behavior=\"Complex\""))) },
    };

    public static TheoryData<string, string?, string> Words => new()
    {
        { "bpmn.feel.does-not-parse", "f", Start() + Exclusive("X", "X_E") + End() + End("E2") + Flows("S-X-E")
            + Flow("f", "X", "E2", "n >") },
        { "bpmn.feel.does-not-parse", "A", One(Manual("A", Loop(cardinality: "1 +"))) },
        { "bpmn.feel.does-not-parse", "A", One(Timer("intermediateCatchEvent", "A", "timeDate:=(")) },
        { "bpmn.feel.does-not-parse", "A", Assigned("assignee=\"=if\"") },
        { "bpmn.feel.does-not-parse", "A", One(Job("A", "", "<be:output name=\"x\" value=\"a b +\"/>")) },
        { "bpmn.word.unknown", "A", One("<bpmn:manualTask id=\"A\" be:job=\"a.b\"/>") },
        { "bpmn.word.unknown", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>", "be:forms=\"f\"") },
        { "bpmn.word.unknown", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/><be:slo/>") },
        { "bpmn.service-task.without-job", "A", One("<bpmn:serviceTask id=\"A\"/>") },
        { "bpmn.word.without-attribute", "A", One(Job("A", "", "<be:input value=\"1\"/>")) },
        { "bpmn.mail.without-template", "A", One("<bpmn:sendTask id=\"A\"/>") },
        { "bpmn.mail.without-template", "A", One("<bpmn:intermediateThrowEvent id=\"A\" be:mailTo=\"initiator\"/>") },
        { "bpmn.mail.without-recipient", "A", One("<bpmn:sendTask id=\"A\" be:mail=\"m\"/>") },
        { "bpmn.user-task.without-outcome", "A", User("<be:assignment assignee=\"li\"/>") },
        { "bpmn.user-task.outcome-twice", "A", Assigned("assignee=\"li\"", "<be:outcome id=\"ok\" name=\"又\"/>") },
        { "bpmn.user-task.rejection-without-reason", "A", Assigned("assignee=\"li\"",
            "<be:outcome id=\"no\" name=\"不同意\" vote=\"reject\" requiresComment=\"false\"/>") },
        { "bpmn.user-task.rejection-without-reason", "A", Assigned("assignee=\"li\"",
            "<be:outcome id=\"no\" name=\"不同意\" kind=\"danger\" requiresComment=\"0\"/>") },
        { "bpmn.word.without-attribute", "A", Assigned("assignee=\"li\"", "<be:outcome id=\"no\"/>") },
        { "bpmn.word.out-of-choice", "A",
            Assigned("assignee=\"li\"", "<be:outcome id=\"no\" name=\"否\" kind=\"red\"/>") },
        { "bpmn.user-task.unassignable", "A", User("<be:outcome id=\"ok\" name=\"好\"/>") },
        { "bpmn.user-task.unassignable", "A", Assigned("scope=\"city\"") },
        { "bpmn.user-task.unassignable", "A", Assigned("whenEmpty=\"refuse\"") },
        { "bpmn.word.out-of-choice", "A", Assigned("assignee=\"li\" scope=\"village\"") },
        { "bpmn.word.out-of-choice", "A", Assigned("assignee=\"li\" whenEmpty=\"person:\"") },
        { "bpmn.word.out-of-choice", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>", "be:role=\"旁听\"") },
        { "bpmn.word.out-of-choice", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>", "be:allow=\"fly\"") },
        { "bpmn.word.out-of-choice", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>", "be:minPeople=\"0\"") },
        { "bpmn.clock.unknown", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>", "be:pausesClock=\"total\"") },
        { "bpmn.user-task.unknown-separated-task", "A", Assigned("assignee=\"li\" sod=\"Z\"") },
        { "bpmn.sla.does-not-read", "A", Sla("<be:sla budget=\"5 days\"/>") },
        { "bpmn.sla.does-not-read", "A", Sla("<be:sla/>") },
        { "bpmn.sla.does-not-read", "A", Sla("<be:sla budget=\"P5D\"/>") },
        { "bpmn.sla.does-not-read", "A", Sla("<be:sla budget=\"0WD\"/>") },
        { "bpmn.sla.does-not-read", "A", Sla("<be:sla budget=\"5WD\" reminders=\"2WD\"/>") },
        { "bpmn.sla.does-not-read", "A", Sla("<be:sla budget=\"5WD\" reminders=\"-2WD;-1WD\"/>") },
        { "bpmn.sla.does-not-read", "A", Sla("<be:sla budget=\"5WD\" escalate=\"+1WD\"/>") },
        { "bpmn.sla.does-not-read", "A", Sla("<be:sla budget=\"5WD\" escalate=\"-1WD:L1\"/>") },
        { "bpmn.sla.rung-off-the-ladder", "A",
            Sla("<be:sla budget=\"5WD\" escalate=\"+1WD:L1\"><be:rung at=\"+2WD\"/></be:sla>") },
        { "bpmn.sla.timeout-outcome-unknown", "A", Sla("<be:sla budget=\"5WD\" onTimeout=\"outcome:silence\"/>") },
    };

    public static TheoryData<string, string?, string> References => new()
    {
        { "bpmn.job.unknown", "B", One("<bpmn:serviceTask id=\"B\" be:job=\"test.other\"/>", "B") },
        { "bpmn.form.unknown", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>", "be:form=\"g\"") },
        { "bpmn.form.unknown", "S", "<bpmn:startEvent id=\"S\" be:form=\"g\"/>" + Manual("A") + End()
            + Flows("S-A-E") },
        { "bpmn.mail.unknown", "A", One("<bpmn:sendTask id=\"A\" be:mail=\"n\" be:mailTo=\"initiator\"/>") },
        { "bpmn.mail.unknown", "E", Start() + "<bpmn:endEvent id=\"E\" be:mail=\"n\" be:mailTo=\"initiator\"/>"
            + Flows("S-E") },
        { "bpmn.group.unknown", "A", Assigned("candidateGroups=\"edu.basic,edu.basics\"") },
        { "bpmn.group.unknown", "A", One("<bpmn:sendTask id=\"A\" be:mail=\"m\" be:mailTo=\"edu.basics,user:li\"/>") },
        { "bpmn.mail.unknown", "A",
            Sla("<be:sla budget=\"5WD\" escalate=\"+1WD:L1\"><be:rung at=\"+1WD\" mail=\"n\"/></be:sla>") },
        { "bpmn.job.unknown", "A",
            Sla("<be:sla budget=\"5WD\" escalate=\"+1WD:L1\"><be:rung at=\"+1WD\" job=\"a.b\"/></be:sla>") },
        { "bpmn.group.unknown", "A",
            Sla("<be:sla budget=\"5WD\" escalate=\"+1WD:L1\"><be:rung at=\"+1WD\" to=\"x.y\"/></be:sla>") },
    };

    public static TheoryData<string, string, string> Told => new()
    {
        { "bpmn.flow.implicit-end", "A", Start() + Manual("A") + Flows("S-A") },
        { "bpmn.flow.implicit-end", "p1", One(Sub("P", Start("s"), Manual("p1"), Flows("s-p1")), "P") },
        { "bpmn.start-event.implicit", "p", Manual("A") + Manual("B") + Flows("A-B") },
        { "bpmn.start-event.implicit", "P", One(Sub("P", Manual("a")), "P") },
        { "bpmn.timer.cycle-interrupts", "T", One(Task("A") + Boundary("T", "A", "timeCycle:R/PT1H")) + Flows("T-E") },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public void What_the_standard_allows_runs_and_is_told(string code, string elementId, string drawn)
    {
        var compiled = DefinitionCompiler.Compile(Bytes(drawn), FeelEnvironment.Default, Known);
        Assert.NotNull(compiled.Definition);
        var finding = Assert.Single(compiled.Findings, f => f.Code == code && f.ElementId == elementId);
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.True(finding.Message.Length > 5 && finding.Remedy.Length > 2 && finding.Line > 0, finding.ToString());
    }

    [Theory]
    [MemberData(nameof(Structure))]
    [MemberData(nameof(Elements))]
    [MemberData(nameof(Words))]
    [MemberData(nameof(References))]
    public void It_is_refused_at_its_element_with_a_sentence_a_remedy_and_a_line(string code, string? elementId,
        string drawn)
    {
        var compiled = DefinitionCompiler.Compile(Bytes(drawn), FeelEnvironment.Default, Known);
        Assert.Null(compiled.Definition);
        var finding = compiled.Findings.FirstOrDefault(f => f.Code == code && f.ElementId == elementId);
        Assert.True(finding is not null, string.Join("\n", compiled.Findings));
        Assert.Equal(Severity.Refused, finding!.Severity);
        Assert.True(finding.Message.Length > 5 && finding.Remedy.Length > 2, finding.ToString());
        Assert.True(finding.Line > 0, finding.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<bpmn:process id=\"a\" isExecutable=\"true\"/><bpmn:process id=\"b\" isExecutable=\"true\"/>")]
    [InlineData("<bpmn:process id=\"a\"/><bpmn:process id=\"b\"/>")]
    public void A_file_holds_one_process_that_is_to_run(string inside) => Assert.Equal(
        "bpmn.process.not-one",
        Assert.Single(DefinitionCompiler.Compile(Drawn.File(inside), FeelEnvironment.Default, null).Findings).Code);

    [Theory]
    [InlineData("a&#10;b")]
    [InlineData("a&#x9a;b")]
    public void An_id_with_a_line_break_or_control_character_is_told_in_one_line(string id)
    {
        var finding = Assert.Single(Compile(Start(), End(), Flow("f", "S", id)).Findings);
        Assert.Equal("顺序流 f 的终点“a b”不存在。", finding.Message);
    }

    [Fact]
    public void A_process_that_is_not_executable_does_not_count_beside_one_that_is() =>
        Assert.NotNull(DefinitionCompiler.Compile(
        Drawn.File("<bpmn:process id=\"a\"/><bpmn:process id=\"b\" isExecutable=\"true\">" + One(Manual("A"))
            + "</bpmn:process>"),
        FeelEnvironment.Default, null).Definition);

    [Theory]
    [InlineData("funding-disbursement", "")]
    [InlineData("other", "be:noTimeoutOutcome=\"true\"")]
    public void No_outcome_by_time_where_each_decision_is_a_persons(string id, string attributes)
    {
        var compiled = DefinitionCompiler.Compile(
            Drawn.File($"<bpmn:process id=\"{id}\" {attributes}>" + Sla("<be:sla budget=\"5WD\" onTimeout=\"ok\"/>")
                + "</bpmn:process>"),
            FeelEnvironment.Default, null);
        Assert.Equal(("bpmn.sla.timeout-outcome-forbidden", "A"),
            (compiled.Findings[0].Code, compiled.Findings[0].ElementId));
    }

    [Theory]
    [InlineData("LD-{yyyy}")]
    [InlineData("LD-{seq:5}-{seq:5}")]
    [InlineData("LD-{year}-{seq:5}")]
    [InlineData("{seq}")]
    public void A_number_format_has_one_running_number(string format) => Assert.Equal(
        "bpmn.number-format.does-not-read",
        Assert.Single(DefinitionCompiler.Compile(
            Drawn.File($"<bpmn:process id=\"a\" be:numberFormat=\"{format}\">" + One(Manual("A")) + "</bpmn:process>"),
            FeelEnvironment.Default, null).Findings).Code);

    [Fact]
    public void What_breaks_the_drawing_is_not_followed_by_what_follows_from_it()
    {
        var compiled = Compile(Start(), "<bpmn:complexGateway id=\"A\"/>", End(), Flows("S-A-E"));
        Assert.Equal("bpmn.element.unsupported", Assert.Single(compiled.Findings).Code);
    }
}
