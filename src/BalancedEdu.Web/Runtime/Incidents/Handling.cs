using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>A person handles an incident.</summary>
/// <param name="Row">The incident.</param>
/// <param name="Person">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Verb">What they call it: a refusal names it.</param>
internal sealed record Handling(IncidentRow Row, AppUser Person, string Reason, string Verb)
{
    /// <summary>Whether the incident is over with it, where that is not the engine's to say.</summary>
    public bool Closes { get; init; } = true;

    /// <summary>Of what a start has missed only this row; null: all of it.</summary>
    public long? Only { get; init; }

    /// <summary>What it is about in the case that records it.</summary>
    public string ElementId { get; init; } = Row.ElementId;

    public Actor Actor { get; } = new(Person.UserName!, Person.DisplayName);

    /// <summary>
    /// The incident's message with a line of who did what about it when and why: the only record of what belongs to no
    /// case.
    /// </summary>
    public string ToldAt(DateTimeOffset at, string what) =>
        $"{Row.Message}\n{Texts.Instant(at)} {Person.DisplayName}（{Actor.UserName}）{what}：{Reason.Trim()}";

    /// <summary>Adds the event that tells who did what about which incident and why.</summary>
    public void Record(
        StepContext step, string kind, long? taskId = null, IEnumerable<(string Name, string Value)>? more = null)
    {
        if (Closes && Row.Key is not null)
            step.Transition.ClosedIncidents.Add(Row.Id);
        step.Append(kind, ElementId, taskId, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteNumber("incident", Row.Id);
            w.WriteString("code", Row.Code);
            w.WriteString("reason", Reason.Trim());
            foreach (var (name, value) in more ?? [])
                w.WriteString(name, value);
            w.WriteEndObject();
        }));
    }
}
