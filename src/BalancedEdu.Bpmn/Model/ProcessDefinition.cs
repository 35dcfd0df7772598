namespace BalancedEdu.Bpmn.Model;

/// <summary>A process that was drawn, compiled once for running: immutable, shared by all of its instances.</summary>
public sealed class ProcessDefinition
{
    /// <summary>The id of the BPMN process: <c>large-class-rectification</c>.</summary>
    public string Id => throw new NotImplementedException();

    /// <summary>Its Chinese name.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary><c>be:numberFormat</c>: <c>DB-{yyyy}-{seq:5}</c>.</summary>
    public string NumberFormat => throw new NotImplementedException();

    /// <summary><c>be:titleExpression</c>: FEEL over the first variables.</summary>
    public TextOrFeel Title => throw new NotImplementedException();

    /// <summary><c>be:initiators</c>: position ids that may start a case by hand; empty when none may.</summary>
    public IReadOnlyList<string> Initiators => throw new NotImplementedException();

    /// <summary>The form of the none start event (<c>be:form</c>), or null.</summary>
    public string? StartForm => throw new NotImplementedException();

    /// <summary>The id of the none start event; form data is stored under it.</summary>
    public string StartEventId => throw new NotImplementedException();

    /// <summary>Named clocks of the case.</summary>
    public IReadOnlyList<CaseClock> Clocks => throw new NotImplementedException();

    /// <summary>The Chinese name of an element, or its id where it has none.</summary>
    public string NameOf(string elementId) => throw new NotImplementedException();

    /// <summary>What the extension words say of a user task.</summary>
    /// <exception cref="KeyNotFoundException">There is no user task of that id.</exception>
    public UserTaskDetails UserTask(string elementId) => throw new NotImplementedException();
}
