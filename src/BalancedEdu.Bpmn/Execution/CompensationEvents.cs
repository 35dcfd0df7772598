using System.Text.Json;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>An activity is done and can be undone.</summary>
/// <param name="Compensation">All about it.</param>
public sealed record CompensationRecorded(CompensationState Compensation) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Compensation.ElementId;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Compensation.Id);
        writer.WriteNumber("instance", Compensation.InstanceId);
        writer.WriteNumber("scope", Compensation.ScopeId);
    }
}

/// <summary>Undoing begins.</summary>
/// <param name="Id">The element instance that waits until all is undone.</param>
/// <param name="Element">The element in the definition.</param>
/// <param name="Compensations">What is undone; the last one first.</param>
public sealed record CompensationStarted(long Id, string Element, IReadOnlyList<long> Compensations) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("count", Compensations.Count);
    }
}

/// <summary>One thing is being undone: it can not be undone again.</summary>
/// <param name="Id">The element instance that waits until all is undone.</param>
/// <param name="Element">The activity that is undone.</param>
/// <param name="CompensationId">What is undone.</param>
public sealed record CompensationTaken(long Id, string Element, long CompensationId) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("id", Id);
        writer.WriteNumber("compensation", CompensationId);
    }
}

/// <summary>What was done inside of something that is undone now belongs to the undoing.</summary>
/// <param name="FromScopeId">The scope that was completed.</param>
/// <param name="ToScopeId">The scope that undoes it.</param>
public sealed record CompensationsMoved(long FromScopeId, long ToScopeId) : ProcessEvent
{
    private protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteNumber("from", FromScopeId);
        writer.WriteNumber("to", ToScopeId);
    }
}

/// <summary>Something can no longer be undone: its scope is over.</summary>
/// <param name="CompensationId">What can not be undone.</param>
/// <param name="Element">The activity.</param>
public sealed record CompensationForgotten(long CompensationId, string Element) : ProcessEvent
{
    /// <inheritdoc/>
    public override string ElementId => Element;

    private protected override void WriteMembers(Utf8JsonWriter writer) => writer.WriteNumber("id", CompensationId);
}
