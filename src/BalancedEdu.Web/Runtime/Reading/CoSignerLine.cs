using System.Text.Json;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>Somebody who was asked to sign beside who does a task (共同签署).</summary>
/// <param name="UserName">The account.</param>
/// <param name="Name">The person's name.</param>
/// <param name="At">When they signed last, or null.</param>
/// <param name="OutcomeName">The outcome that they signed; empty before.</param>
public sealed record CoSignerLine(string UserName, string Name, DateTimeOffset? At, string OutcomeName)
{
    /// <summary>Those of a task, in the order in which they were asked; the last signature of each.</summary>
    public static IReadOnlyList<CoSignerLine> Of(CaseFile file, WorkTask task)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(task);
        var events = file.Events.Where(e => e.TaskId == task.Id).ToList();
        return
        [
            .. events.Where(e => e.Kind == CoSignatures.Asked).SelectMany(e => Asked(e.Data))
                .DistinctBy(one => one.UserName)
                .Select(one => events.LastOrDefault(e => e.Kind == CoSignatures.Signed && e.Actor == one.UserName)
                    is { } signed
                    ? one with { At = signed.At, OutcomeName = OutcomeOf(signed.Data) }
                    : one),
        ];
    }

    private static IReadOnlyList<CoSignerLine> Asked(string data)
    {
        using var json = JsonDocument.Parse(data);
        var names = json.RootElement.GetProperty("names").EnumerateArray().Select(name => name.GetString()!);
        return [.. CoSignatures.NamesIn(data).Zip(names, (user, name) => new CoSignerLine(user, name, null, ""))];
    }

    private static string OutcomeOf(string data)
    {
        using var json = JsonDocument.Parse(data);
        return json.RootElement.GetProperty("outcomeName").GetString()!;
    }
}
