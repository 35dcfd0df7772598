using System.Text.Json;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// Something that happened in an instance: the only thing that changes its state, and its audit trail.
/// </summary>
public abstract record ProcessEvent
{
    private protected ProcessEvent()
    {
    }

    /// <summary>The stable name of the kind: <c>UserTaskCompleted</c>.</summary>
    public string Kind => GetType().Name;

    /// <summary>The element in the definition that it is about, or null.</summary>
    public virtual string? ElementId => null;

    /// <summary>Writes the event as one JSON object; its first member <c>kind</c> is <see cref="Kind"/>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("kind", Kind);
        if (ElementId is not null)
            writer.WriteString("element", ElementId);
        WriteMembers(writer);
        writer.WriteEndObject();
    }

    private protected abstract void WriteMembers(Utf8JsonWriter writer);
}
