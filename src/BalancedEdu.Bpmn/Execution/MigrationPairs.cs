using BalancedEdu.Bpmn.Execution.Commands;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// What is said to be called otherwise in another version. All that an instance has done stands under the ids of its
/// elements: a pair that is not true would take it from those that are meant.
/// </summary>
public static class MigrationPairs
{
    /// <summary>Why a pair can't be true, as the end of a sentence that begins with the element; or null.</summary>
    /// <param name="from">The version until now.</param>
    /// <param name="to">The other version.</param>
    /// <param name="id">An element or flow of the version until now.</param>
    /// <param name="elements">Old ids and new ids, with this one.</param>
    public static string? WhyNot(
        ProcessDefinition from, ProcessDefinition to, string id, IReadOnlyDictionary<string, string> elements)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(elements);
        string Now(string other) => elements.GetValueOrDefault(other, other);
        var target = LabelOf(to, Now(id));
        if (from.Find(id) is { } node)
            return IsStillThere(to, node, Now) ? $"在新版本里仍有，不能对应到 {target}"
                : to.Find(Now(id)) is { } after && MigrationCheck.IsSameKind(after, node) ? null
                : $"在新版本里是另一种元素（{target}）";
        var flow = from.FindFlow(id);
        return flow is not null && to.FindFlow(id)?.Target.Id == Now(flow.Target.Id)
            ? $"在新版本里仍有，不能对应到 {target}"
            : to.FindFlow(Now(id)) is null ? $"在新版本里是另一种元素（{target}）" : null;
    }

    /// <summary>How a sentence names an element or flow; its id when there is none.</summary>
    public static string LabelOf(ProcessDefinition definition, string id)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Find(id)?.Label
            ?? (definition.FindFlow(id) is { } flow ? $"{flow.Source.Label}到{flow.Target.Label}的顺序流" : id);
    }

    /// <summary>
    /// Whether a version has the element under its own id: what its expressions and its separation of duties say of
    /// that id is meant for it. An event is another one where it waits at another place.
    /// </summary>
    internal static bool IsStillThere(ProcessDefinition to, FlowNode before, Func<string, string> now) =>
        to.Find(before.Id) is { } same && MigrationCheck.IsSameKind(same, before)
        && (before is Activity || MigrateInstanceHandler.Stays(to, before, id => id == before.Id ? id : now(id)));
}
