using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Model;

/// <summary>Work of a process: tasks and sub-processes.</summary>
public abstract class Activity : FlowNode
{
    /// <summary>How often it is done, or null for once.</summary>
    public LoopCharacteristics? Loop { get; internal set; }

    /// <summary>Whether it only runs to undo another activity.</summary>
    public bool IsForCompensation { get; internal set; }

    /// <summary>How many tokens must have come before it starts; 1 but for rare drawings.</summary>
    public int StartQuantity { get; internal set; } = 1;

    /// <summary>How many tokens it sends along each flow when it is done; 1 but for rare drawings.</summary>
    public int CompletionQuantity { get; internal set; } = 1;

    /// <summary>What it is given as variables of its own before it works, in document order.</summary>
    public IReadOnlyList<DataAssociation> DataInputs { get; internal set; } = [];

    /// <summary>What is kept of what it gives when it is done, in document order.</summary>
    public IReadOnlyList<DataAssociation> DataOutputs { get; internal set; } = [];

    /// <summary>The activity that undoes this one, or null.</summary>
    public Activity? CompensationHandler { get; internal set; }

    /// <summary>Events on its border, in document order; those for compensation only mark the handler.</summary>
    public IReadOnlyList<BoundaryEvent> BoundaryEvents { get; internal set; } = [];

    /// <summary>
    /// The events on the border that catch what is thrown: all that listen to a signal, else the first one.
    /// </summary>
    internal IReadOnlyList<BoundaryEvent> CatchersOf(EventDefinition thrown)
    {
        var catchers = BoundaryEvents.Where(boundary => !ProcessDefinition.WaitsForAll(boundary)
            && ProcessDefinition.PartsOf(boundary.Definition).Any(part => part is not null && part.Catches(thrown)));
        return thrown is SignalEventDefinition ? [.. catchers] : [.. catchers.Take(1)];
    }
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

/// <summary>Sends a mail or a message and goes on.</summary>
public sealed class SendTask : Activity
{
    /// <summary>The mail, or null where a message is sent.</summary>
    public MailMessage? Mail { get; init; }

    /// <summary>The message, or null where a mail is sent.</summary>
    public MessageEventDefinition? Message { get; init; }

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

/// <summary>Waits for a message.</summary>
public sealed class ReceiveTask : Activity
{
    /// <summary>The message.</summary>
    public required MessageEventDefinition Message { get; init; }

    /// <summary>Whether the message starts an instance here.</summary>
    public bool Instantiate { get; init; }

    /// <inheritdoc/>
    public override string Word => "receiveTask";
}

/// <summary>FEEL that is evaluated when a token passes.</summary>
public sealed class ScriptTask : Activity
{
    /// <summary>The script.</summary>
    public required FeelExpression Script { get; init; }

    /// <summary><c>be:resultVariable</c>: the variable that is set; null for the element's id.</summary>
    public string? ResultVariable { get; init; }

    /// <inheritdoc/>
    public override string Word => "scriptTask";
}

/// <summary>A decision that was read: from inputs by name, at an instant, to a value and what went wrong.</summary>
public delegate FeelResult DecisionLogic(FeelContext inputs, DateTimeOffset now);

/// <summary>A DMN decision that is evaluated when a token passes.</summary>
public sealed class BusinessRuleTask : Activity
{
    /// <summary><c>be:decision</c>: the id of the decision in the bundle.</summary>
    public required string Decision { get; init; }

    /// <summary>The decision itself; null where a process is read without its bundle.</summary>
    public DecisionLogic? Logic { get; init; }

    /// <summary>What the decision is given beyond the variables that are visible.</summary>
    public required IReadOnlyList<JobInput> Inputs { get; init; }

    /// <summary><c>be:resultVariable</c>: the variable that is set; null for the element's id.</summary>
    public string? ResultVariable { get; init; }

    /// <inheritdoc/>
    public override string Word => "businessRuleTask";
}

/// <summary>Which version of a called process runs.</summary>
public enum CalledVersion
{
    /// <summary>The one that was the latest when the caller was published.</summary>
    Bound,

    /// <summary>The one that is the latest when the call is made.</summary>
    Latest,
}

/// <summary>Runs another process and waits for its end.</summary>
public sealed class CallActivity : Activity
{
    /// <summary>The id of the called process.</summary>
    public required string CalledElement { get; init; }

    /// <summary><c>be:version</c>.</summary>
    public CalledVersion Version { get; init; }

    /// <summary>The child's first variables.</summary>
    public required IReadOnlyList<JobInput> Inputs { get; init; }

    /// <summary>What is kept of the child's variables; empty when all stand under the element's id.</summary>
    public required IReadOnlyList<JobOutput> Outputs { get; init; }

    /// <inheritdoc/>
    public override string Word => "callActivity";
}

/// <summary>An embedded or event sub-process.</summary>
public class SubProcess : Activity
{
    /// <summary>Whether it has no flows and is started by an event while its surroundings run.</summary>
    public bool TriggeredByEvent { get; init; }

    /// <inheritdoc/>
    public override string Word => "subProcess";
}

/// <summary>A sub-process that can be cancelled as a whole, with what it did undone.</summary>
public sealed class Transaction : SubProcess
{
    /// <inheritdoc/>
    public override string Word => "transaction";
}

/// <summary>A sub-process whose activities people start when they want to.</summary>
public sealed class AdHocSubProcess : SubProcess
{
    /// <summary>Whether only one activity may be open at a time.</summary>
    public bool IsSequential { get; init; }

    /// <summary>FEEL that ends it when true; null: it ends when all of its activities were done.</summary>
    public FeelExpression? CompletionCondition { get; init; }

    /// <summary>Whether what is still open is ended with it; else it waits for that.</summary>
    public bool CancelRemainingInstances { get; init; } = true;

    /// <inheritdoc/>
    public override string Word => "adHocSubProcess";
}
