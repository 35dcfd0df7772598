using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Model;

/// <summary>Work of a process: tasks and sub-processes.</summary>
public abstract class Activity : FlowNode
{
    /// <summary>How often it is done, or null for once.</summary>
    public MultiInstanceLoopCharacteristics? Loop { get; init; }

    /// <summary>Events on its border, in document order.</summary>
    public IReadOnlyList<BoundaryEvent> BoundaryEvents { get; internal set; } = [];
}

/// <summary>Work of a person.</summary>
public sealed class UserTask : Activity
{
    /// <summary>What the extension words say.</summary>
    public required UserTaskDetails Details { get; init; }

    /// <inheritdoc/>
    public override string Word => "userTask";
}

/// <summary><c>be:input</c>: what a job is given.</summary>
/// <param name="Name">The name the handler knows it by.</param>
/// <param name="Value">Literal or FEEL.</param>
public sealed record JobInput(string Name, TextOrFeel Value);

/// <summary><c>be:output</c>: what is kept of a job's outputs.</summary>
/// <param name="Name">The variable that is set.</param>
/// <param name="Value">FEEL over <c>result</c> and its entries.</param>
public sealed record JobOutput(string Name, FeelExpression Value);

/// <summary>Work of a registered handler.</summary>
public sealed class ServiceTask : Activity
{
    /// <summary><c>be:job</c>: the handler's name.</summary>
    public required string Job { get; init; }

    /// <summary>What the handler is given.</summary>
    public required IReadOnlyList<JobInput> Inputs { get; init; }

    /// <summary>What is kept; empty when all outputs stand under the element's id.</summary>
    public required IReadOnlyList<JobOutput> Outputs { get; init; }

    /// <inheritdoc/>
    public override string Word => "serviceTask";
}

/// <summary><c>be:mail</c> and <c>be:mailTo</c>: a mail that is sent when a token passes.</summary>
/// <param name="Template">The template's id.</param>
/// <param name="To">Recipients, comma-separated, or FEEL that gives a list of them.</param>
public sealed record MailMessage(string Template, TextOrFeel To);

/// <summary>Sends a mail and goes on.</summary>
public sealed class SendTask : Activity
{
    /// <summary>The mail.</summary>
    public required MailMessage Mail { get; init; }

    /// <inheritdoc/>
    public override string Word => "sendTask";
}

/// <summary>Work that the engine knows nothing of; the token passes.</summary>
public sealed class ManualTask : Activity
{
    /// <inheritdoc/>
    public override string Word => "manualTask";
}

/// <summary>A task without a type; the token passes.</summary>
public sealed class AbstractTask : Activity
{
    /// <inheritdoc/>
    public override string Word => "task";
}

/// <summary>An embedded sub-process.</summary>
public sealed class SubProcess : Activity
{
    /// <inheritdoc/>
    public override string Word => "subProcess";
}

/// <summary>How often an activity is done; the words of the file are explained in Reading/README.md.</summary>
/// <param name="IsSequential">One after the other, or all at once.</param>
/// <param name="Cardinality">FEEL that gives the number of instances, or null.</param>
/// <param name="Collection">FEEL that gives a list with one item an instance, or null.</param>
/// <param name="Item">The variable that holds the item, or null.</param>
/// <param name="ResultCollection">The variable that gets the list of results.</param>
/// <param name="ResultItem">FEEL for one result, or null for the result of the activity.</param>
/// <param name="CompletionCondition">FEEL that ends it early when true, or null.</param>
public sealed record MultiInstanceLoopCharacteristics(
    bool IsSequential, FeelExpression? Cardinality, FeelExpression? Collection, string? Item, string ResultCollection,
    FeelExpression? ResultItem, FeelExpression? CompletionCondition);
