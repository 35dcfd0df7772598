using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>A signature beside the decision of a task.</summary>
/// <param name="UserName">Whose.</param>
/// <param name="Outcome">The outcome that was signed.</param>
/// <param name="Text">The fingerprint of the form that was signed.</param>
public sealed record CoSignature(string UserName, string Outcome, string Text);

/// <summary>
/// Whether as many people have signed a task as the law wants at it (<c>be:minPeople</c>). A signature is for one
/// outcome and one text of the form: for another it doesn't count. They stand in the events of the case.
/// </summary>
internal sealed class CoSignatures(BalancedEduDb db, TimeProvider time)
{
    /// <summary>The event of who was asked to sign.</summary>
    public const string Asked = "CoSignersAsked";

    /// <summary>The event of a signature.</summary>
    public const string Signed = "CoSigned";

    /// <summary>Null when who decides and who signed the same are people enough.</summary>
    public async Task<ActionRefusal?> CheckAsync(
        WorkTask task, UserTaskDetails details, Outcome outcome, FeelContext form, AppUser person,
        CancellationToken cancellation)
    {
        if (details.MinPeople <= 1 || task.SignerPlace is not null)
            return null;
        var signatures = await ReadAsync(task, cancellation);
        var text = FingerprintOf(form);
        var same = signatures.Where(s => s.Outcome == outcome.Id && s.Text == text).Select(s => s.UserName);
        var people = await PeopleAsync([.. same, person.UserName!], cancellation);
        if (people >= details.MinPeople)
            return null;
        var all = await PeopleAsync([.. signatures.Select(s => s.UserName), person.UserName!], cancellation);
        return all > people
            ? OperationRefusals.SignedOther(task, outcome.Name, details.MinPeople, people, all - people)
            : OperationRefusals.PeopleMissing(task, details.MinPeople, people);
    }

    /// <summary>All signatures of a task, in their order.</summary>
    public async Task<IReadOnlyList<CoSignature>> ReadAsync(WorkTask task, CancellationToken cancellation)
    {
        var events = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == task.CaseId && e.TaskId == task.Id && e.Kind == Signed)
            .OrderBy(e => e.Sequence).Select(e => new { e.Actor, e.Data }).ToListAsync(cancellation);
        return [.. events.Select(e => Of(e.Actor, e.Data))];
    }

    /// <summary>Whether somebody was asked to sign a task.</summary>
    public async Task<bool> WasAskedAsync(WorkTask task, string userName, CancellationToken cancellation)
    {
        var events = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == task.CaseId && e.TaskId == task.Id && e.Kind == Asked).Select(e => e.Data)
            .ToListAsync(cancellation);
        return events.SelectMany(NamesIn).Contains(userName);
    }

    /// <summary>Whom an event of <see cref="Asked"/> names.</summary>
    public static IReadOnlyList<string> NamesIn(string data)
    {
        using var json = JsonDocument.Parse(data);
        return [.. json.RootElement.GetProperty("to").EnumerateArray().Select(name => name.GetString()!)];
    }

    /// <summary>What an event of <see cref="Signed"/> says.</summary>
    public static CoSignature Of(string actor, string data)
    {
        using var json = JsonDocument.Parse(data);
        return new(
            actor, json.RootElement.GetProperty("outcome").GetString()!,
            json.RootElement.GetProperty("text").GetString()!);
    }

    /// <summary>
    /// What there is to sign: the form as it was saved without deciding (暂存). Null with the number of errors while
    /// it could not be handed in so.
    /// </summary>
    public (FeelContext? Form, int Errors) DraftOf(WorkTask task, UserTaskDetails details, PublishedBundle bundle)
    {
        if (details.Form is not { } id)
            return (FeelContext.Empty, 0);
        using var draft = JsonDocument.Parse(task.Draft ?? "{}");
        var initial = task.FormData is null ? FeelContext.Empty : Json.ToContext(task.FormData);
        var check = bundle.Forms[id].Check(draft.RootElement, initial, time.GetUtcNow());
        return check.Errors.Count == 0 ? (check.Data, 0) : (null, check.Errors.Count);
    }

    /// <summary>How many natural persons the accounts belong to.</summary>
    public async Task<int> PeopleAsync(IReadOnlyCollection<string> userNames, CancellationToken cancellation)
    {
        var people = await db.Users.Where(u => userNames.Contains(u.UserName!))
            .Select(u => new { u.UserName, u.PersonId }).ToListAsync(cancellation);
        return people.Select(p => p.PersonId is { } id ? (id, "") : ("", p.UserName)).Distinct().Count();
    }

    /// <summary>SHA-256 of the data, in whatever order its fields stand.</summary>
    public static string FingerprintOf(FeelContext form)
    {
        using var json = JsonDocument.Parse(Json.Of(form));
        var text = Json.Of(w => WriteSorted(w, json.RootElement));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteSorted(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    WriteSorted(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
