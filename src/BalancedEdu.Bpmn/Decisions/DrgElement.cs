using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>A node of the decision requirements graph. Filled while reading, unchanged afterwards.</summary>
internal abstract class DrgElement(DmnFile file, string id, string name, int line)
{
    /// <summary>The file that it stands in.</summary>
    public DmnFile File { get; } = file;

    public string Id { get; } = id;

    public string Name { get; } = name;

    public int Line { get; } = line;

    /// <summary>What kind it is, in the words of DMN.</summary>
    public abstract DecisionElementKind Kind { get; }

    /// <summary>As a sentence names it.</summary>
    public string Label => $"{KindName}“{DmnFindings.Cut(Name)}”";

    /// <summary>The type of its variable; what it gives is made to fit.</summary>
    public FeelType Type { get; set; } = FeelType.Any;

    private string KindName => Kind switch
    {
        DecisionElementKind.InputData => "输入",
        DecisionElementKind.Decision => "决策",
        DecisionElementKind.BusinessKnowledgeModel => "业务知识模型",
        _ => "决策服务",
    };
}

/// <summary>A value that comes from outside.</summary>
internal sealed class InputData(DmnFile file, string id, string name, int line) : DrgElement(file, id, name, line)
{
    public override DecisionElementKind Kind => DecisionElementKind.InputData;
}

/// <summary>A decision: what it needs, and the logic that gives its value.</summary>
internal sealed class Decision(DmnFile file, string id, string name, int line) : DrgElement(file, id, name, line)
{
    public override DecisionElementKind Kind => DecisionElementKind.Decision;

    public Requirements Requirements { get; set; } = Requirements.None;

    /// <summary>Null where the model has none.</summary>
    public Node? Logic { get; set; }

    /// <summary>Whether it needs itself by some way; then it can't run.</summary>
    public bool IsCyclic { get; set; }
}

/// <summary>What is called as a function.</summary>
internal abstract class Invocable(DmnFile file, string id, string name, int line) : DrgElement(file, id, name, line)
{
    /// <summary>The function, the same for every evaluation.</summary>
    public FeelValue Function { get; set; }
}

/// <summary>A function that is written in the model.</summary>
internal sealed class BusinessKnowledgeModel(DmnFile file, string id, string name, int line)
    : Invocable(file, id, name, line)
{
    public override DecisionElementKind Kind => DecisionElementKind.BusinessKnowledgeModel;

    public Requirements Requirements { get; set; } = Requirements.None;

    public IReadOnlyList<Parameter> Parameters { get; set; } = [];
}

/// <summary>Decisions that are offered as one function of their inputs.</summary>
internal sealed class DecisionService(DmnFile file, string id, string name, int line)
    : Invocable(file, id, name, line)
{
    public override DecisionElementKind Kind => DecisionElementKind.DecisionService;

    public IReadOnlyList<Decision> Outputs { get; set; } = [];

    /// <summary>Decisions inside; for the check of cycles.</summary>
    public IReadOnlyList<Decision> Encapsulated { get; set; } = [];

    public IReadOnlyList<InputData> InputData { get; set; } = [];

    /// <summary>Decisions whose values the caller brings.</summary>
    public IReadOnlyList<Decision> InputDecisions { get; set; } = [];

    /// <summary>In the order of the parameters: input data, then input decisions (DMN 1.5, 10.4).</summary>
    public IEnumerable<DrgElement> Parameters => InputData.Concat<DrgElement>(InputDecisions);
}
