using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>
/// Collects what is wrong with a DMN file: the catalogue of all that can be found, so that the sentences can be read in
/// a row.
/// </summary>
internal sealed class DmnFindings
{
    private readonly List<Finding> _all = [];

    /// <summary>All findings so far.</summary>
    public IReadOnlyList<Finding> All => _all;

    /// <summary>How many of them refuse the file.</summary>
    public int Refusals { get; private set; }

    public void FileTooLarge(int bytes, int max) => Refuse(
        "dmn.file.too-large", null, $"文件有 {bytes / 1024} KB，超过上限 {max / 1024} KB。", "拆分为几个模型，用 import 引用。", 0);

    public void FileTooDeep(int max, int line) => Refuse(
        "dmn.file.too-deep", null, $"元素嵌套超过 {max} 层。", "把内层的表达式移到业务知识模型里。", line);

    public void FileTooManyNodes(int max, int line) => Refuse(
        "dmn.file.too-many-nodes", null, $"文件的元素和属性超过 {max} 个。", "拆分为几个模型，用 import 引用。", line);

    public void FileNotXml(string message, int line) => Refuse(
        "dmn.file.not-xml", null, $"文件不是可读取的 XML：{Cut(message)}", "用决策设计器重新导出；不允许 DTD 和外部实体。", line);

    public void NotDmn(string root, int line) => Refuse(
        "dmn.file.not-dmn", null, $"根元素是 {Cut(root)}，不是 DMN 1.1–1.5 的 definitions。", "请选择 DMN 文件（.dmn）。", line);

    public void WithoutName(string word, string? id, int line) => Refuse(
        "dmn.element.without-name", id, $"元素 {word} 没有名称。", "填写 name。", line);

    public void IdTwice(string id, int line) => Refuse(
        "dmn.element.id-twice", id, $"id“{Cut(id)}”用了两次。", "给其中一个元素换 id。", line);

    public void NameTwice(DrgElement element) => Refuse(
        "dmn.element.name-twice", element, $"{element.Label} 与另一个元素同名，表达式分不清说的是哪个。", "给其中一个改名。");

    public void ImportWithoutModel(string name, string ns, int line) => Refuse(
        "dmn.import.unknown", null, $"导入“{Cut(name)}”要的模型“{Cut(ns)}”不在这里。", "把那个 DMN 文件一并加入。", line);

    public void ImportRefused(string name, string ns, int count, int line) => Refuse(
        "dmn.import.refused", null, $"导入“{Cut(name)}”的模型“{Cut(ns)}”自己有 {count} 处不能运行。", "先改正那个模型。", line);

    public void ImportCycle(string name, string ns, int line) => Refuse(
        "dmn.import.cycle", null, $"导入“{Cut(name)}”的模型“{Cut(ns)}”又导入本模型。", "把共用的部分移到第三个模型。", line);

    public void TooManyImports(int max, int line) => Refuse(
        "dmn.import.too-many", null, $"直接和间接导入的模型超过 {max} 个。", "合并模型。", line);

    public void ImportNotDmn(string name, string type, int line) => Refuse(
        "dmn.import.not-dmn", null, $"导入“{Cut(name)}”的类型“{Cut(type)}”不是 DMN。", "只能导入 DMN 模型。", line);

    public void UnknownReference(DrgElement element, string word, string href, int line) => Refuse(
        "dmn.reference.unknown", element.Id, $"{element.Label} 的 {word} 引用的“{Cut(href)}”不存在。", "改正引用，或补上被引用的元素。", line);

    public void WrongReference(DrgElement element, string word, DrgElement found, int line) => Refuse(
        "dmn.reference.wrong-kind", element.Id, $"{element.Label} 的 {word} 不能引用{found.Label}。", "改用与它相称的连线。", line);

    public void Cycle(IReadOnlyList<DrgElement> cycle) => Refuse(
        "dmn.requirement.cycle", cycle[0],
        $"需求成环：{Cut(string.Join(" → ", cycle.Take(9).Append(cycle[0]).Select(element => element.Label)))}。",
        "去掉其中一条连线。");

    public void UnknownType(string? id, string type, int line) => Refuse(
        "dmn.type.unknown", id, $"类型“{Cut(type)}”不存在。", "改用 FEEL 的类型，或定义这个类型。", line);

    public void TypeCycle(string type, int line) => Refuse(
        "dmn.type.cycle", null, $"类型“{Cut(type)}”的定义绕回了自己。", "让它引用 FEEL 的类型。", line);

    public void TypeTwice(string type, int line) => Refuse(
        "dmn.type.name-twice", null, $"类型“{Cut(type)}”定义了两次。", "给其中一个改名。", line);

    public void WithoutLogic(DrgElement element) => Note(
        "dmn.decision.without-logic", element, $"{element.Label} 没有决策逻辑，结果总是 null。", "补上决策表或表达式；只作决策服务的输入时可以没有。");

    public void UnknownExpression(DrgElement element, string word, int line) => Refuse(
        "dmn.expression.unknown", element.Id, $"{element.Label} 用了不认识的表达式 {Cut(word)}。", "改用 DMN 的表达式。", line);

    public void ExpressionMissing(DrgElement element, string word, int line) => Refuse(
        "dmn.expression.missing", element.Id, $"{element.Label} 的 {word} 里缺少表达式。", "填写表达式，或删去这一项。", line);

    public void WrongLanguage(DrgElement element, string language, int line) => Refuse(
        "dmn.expression.language", element.Id, $"{element.Label} 用了表达式语言“{Cut(language)}”，本系统只懂 FEEL。",
        "改写为 FEEL。", line);

    public void FeelDoesNotParse(string? id, string owner, string text, FeelSyntaxException wrong, int line) => Refuse(
        "dmn.feel.does-not-parse", id, $"{owner} 的“{Cut(text)}”不是正确的 FEEL：{Cut(wrong.Message)}。",
        "按 FEEL 的语法改正。", line);

    public void ExternalFunction(DrgElement element, string kind, int line) => Refuse(
        "dmn.function.external", element.Id, $"{element.Label} 用了 {Cut(kind)} 外部函数，本系统不运行外部代码。", "改写为 FEEL。", line);

    public void UnknownHitPolicy(DrgElement element, string policy, int line) => Refuse(
        "dmn.decision-table.unknown-hit-policy", element.Id, $"{element.Label} 的命中策略“{Cut(policy)}”不存在。",
        "可以是：UNIQUE、ANY、PRIORITY、FIRST、RULE ORDER、OUTPUT ORDER、COLLECT。", line);

    public void UnknownAggregation(DrgElement element, string aggregation, int line) => Refuse(
        "dmn.decision-table.unknown-aggregation", element.Id, $"{element.Label} 的汇总方式“{Cut(aggregation)}”不存在。",
        "可以是：SUM、COUNT、MIN、MAX。", line);

    public void WrongCells(DrgElement element, int rule, string kind, int cells, int columns, int line) => Refuse(
        "dmn.decision-table.wrong-cells", element.Id, $"{element.Label} 的规则 {rule} 有 {cells} 个{kind}，决策表有 {columns} 列。",
        "补齐或删去单元格。", line);

    public void AggregationOfSeveral(DrgElement element, int line) => Refuse(
        "dmn.decision-table.aggregation-of-several", element.Id, $"{element.Label} 有几个输出列，不能汇总。",
        "只留一个输出列，或去掉汇总方式。", line);

    public void WithoutOutput(DrgElement element, int line) => Refuse(
        "dmn.decision-table.without-output", element.Id, $"{element.Label} 的决策表没有输出列。", "至少加一个输出列。", line);

    public void OutputWithoutName(DrgElement element, int line) => Refuse(
        "dmn.decision-table.output-without-name", element.Id, $"{element.Label} 有几个输出列，其中有的没有名称或同名。",
        "给每个输出列不同的 name。", line);

    public void PriorityWithoutValues(DrgElement element, string policy, int line) => Refuse(
        "dmn.decision-table.without-output-values", element.Id, $"{element.Label} 的命中策略是 {policy}，却没有输出值的先后次序。",
        "按先后填写输出值（outputValues）。", line);

    public void WrongRow(DrgElement element, int row, int cells, int columns, int line) => Refuse(
        "dmn.relation.wrong-cells", element.Id, $"{element.Label} 的关系表第 {row} 行有 {cells} 格，表有 {columns} 列。",
        "补齐或删去单元格。", line);

    public void NameMissing(DrgElement element, string word, int line) => Refuse(
        "dmn.expression.without-name", element.Id, $"{element.Label} 里的 {word} 没有名称。", "填写名称。", line);

    public void EntryTwice(DrgElement element, string name, int line) => Refuse(
        "dmn.expression.name-twice", element.Id, $"{element.Label} 里“{Cut(name)}”出现了两次。", "给其中一个改名。", line);

    public void ServiceWithoutOutput(DrgElement element) => Refuse(
        "dmn.decision-service.without-output", element, $"{element.Label} 没有输出决策。", "至少指定一个输出决策。");

    public static string Cut(string text) => text.Length <= 120 ? text : text[..119] + "…";

    private void Refuse(string code, DrgElement element, string message, string remedy) =>
        Refuse(code, element.Id, message, remedy, element.Line);

    private void Refuse(string code, string? elementId, string message, string remedy, int line)
    {
        Refusals++;
        // A file of a hundred thousand faults is as wrong as one of a few hundred.
        if (_all.Count < DmnLimits.MaxFindings)
            _all.Add(new(code, Severity.Refused, elementId, message, remedy, line));
    }

    private void Note(string code, DrgElement element, string message, string remedy)
    {
        if (_all.Count < DmnLimits.MaxFindings)
            _all.Add(new(code, Severity.Info, element.Id, message, remedy, element.Line));
    }
}
