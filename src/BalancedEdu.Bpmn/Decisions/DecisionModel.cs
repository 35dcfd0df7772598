using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>The kinds of elements that a model can be asked for.</summary>
public enum DecisionElementKind
{
    /// <summary>A value from outside.</summary>
    InputData,

    /// <summary>A decision.</summary>
    Decision,

    /// <summary>A function written in the model.</summary>
    BusinessKnowledgeModel,

    /// <summary>Decisions offered as one function.</summary>
    DecisionService,
}

/// <summary>An element of a model.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id; the name where it has none.</param>
/// <param name="Name">The name that expressions and inputs call it.</param>
public sealed record DecisionElement(DecisionElementKind Kind, string Id, string Name);

/// <summary>A model, and what was found while it was read.</summary>
/// <param name="Model">
/// Null when the file itself can't be read. A model with refused findings runs as far as it can: what does not read
/// gives null with a warning; whether it may be published is told by the findings.
/// </param>
/// <param name="Findings">All that was found.</param>
public sealed record DecisionReading(DecisionModel? Model, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether the model must not be published.</summary>
    public bool IsRefused => Findings.Any(finding => finding.Severity == Severity.Refused);
}

/// <summary>
/// A DMN model (1.1 to 1.5): read once, all FEEL in it parsed and bound, evaluated often, from any thread.
/// </summary>
public sealed class DecisionModel
{
    private readonly DmnFile _file;
    private readonly FeelEnvironment _environment;

    internal DecisionModel(DmnFile file, FeelEnvironment environment)
    {
        (_file, _environment) = (file, environment);
        Elements = [.. file.Elements.Select(element => new DecisionElement(element.Kind, element.Id, element.Name))];
    }

    /// <summary>The name of the model.</summary>
    public string Name => _file.Name;

    /// <summary>The namespace by which other models import it.</summary>
    public string Namespace => _file.Namespace;

    /// <summary>The elements of the file itself, in its order.</summary>
    public IReadOnlyList<DecisionElement> Elements { get; }

    /// <summary>
    /// Reads a model. DTDs are off; size, depth and number of elements are limited (<see cref="DmnLimits"/>).
    /// </summary>
    /// <param name="xml">The file.</param>
    /// <param name="imports">Gives the file of a namespace that is imported, or null; null when there are none.</param>
    /// <param name="environment">The host's functions and time zone.</param>
    public static DecisionReading Read(
        ReadOnlyMemory<byte> xml, Func<string, ReadOnlyMemory<byte>?>? imports, FeelEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var findings = new DmnFindings();
        var file = new DmnReader(imports ?? (_ => null), environment).Read(xml, findings);
        return new(file is null ? null : new DecisionModel(file, environment), findings.All);
    }

    /// <summary>The element of an id or, when no element has that id, of a name; null when there is none.</summary>
    public DecisionElement? Find(string idOrName) =>
        ElementOf(idOrName) is { } element ? new(element.Kind, element.Id, element.Name) : null;

    /// <summary>
    /// The value of a decision, of a decision service or of a business knowledge model on inputs. Errors give null and
    /// a warning, as in FEEL; one budget (<see cref="FeelLimits.MaxSteps"/>) covers all decisions that run.
    /// </summary>
    /// <param name="idOrName">The element; one that is not there gives null and a warning.</param>
    /// <param name="inputs">
    /// Input data, parameters and a service's input decisions, by name. Those of an imported model stand under their
    /// own name, or in a context under the name of the import or under the namespace.
    /// </param>
    /// <param name="now">The instant that <c>now()</c> and <c>today()</c> tell.</param>
    public FeelResult Evaluate(string idOrName, FeelContext inputs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return ElementOf(idOrName) is { } element
            ? FeelExpression.Of(new AskedNode(_file, element, inputs), _environment).Evaluate(FeelContext.Empty, now)
            : new FeelResult(FeelValue.Null, [$"模型“{DmnFindings.Cut(Name)}”里没有“{DmnFindings.Cut(idOrName)}”"]);
    }

    private DrgElement? ElementOf(string idOrName)
    {
        ArgumentNullException.ThrowIfNull(idOrName);
        return _file.ById.GetValueOrDefault(idOrName) ?? _file.ByName.GetValueOrDefault(idOrName);
    }
}
