using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>抄送: passes a case to people to be read.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="To">Names or user names; each text may hold several.</param>
/// <param name="Note">What is said with it, or null; up to <see cref="CaseWork.NoteLengthMax"/> characters.</param>
public sealed record CopyCase(long CaseId, IReadOnlyList<string> To, string? Note)
{
    /// <summary>What makes a repetition by a program recognisable, or null.</summary>
    public string? Once { get; init; }
}

/// <summary>
/// 抄送, 传阅: whoever may read a case passes it to others, who may then read it and find it among what is unread. It
/// never holds the case up. Refused: <c>case.unknown</c>, <c>case.copy-nobody</c>, <c>case.copy-too-many</c>,
/// <c>people.unknown</c>, <c>people.ambiguous</c>, <c>case.note-too-long</c>.
/// </summary>
public sealed class CaseCopying(CaseWork work)
{
    /// <summary>How many people at once.</summary>
    public const int PeopleMax = 500;

    /// <summary>How many names the event shows; it holds all of them.</summary>
    internal const int NamesShown = 10;

    /// <summary>Passes it on. Who had it before has it again, unread.</summary>
    public Task<ActionRefusal?> CopyAsync(CopyCase input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        return work.RunAsync(
            "抄送", work.Db.VisibleCases(person), input.CaseId, head => PlanAsync(input, head, person, cancellation),
            cancellation, input.Once);
    }

    /// <summary>已阅: the reader has opened it.</summary>
    public Task ReadAsync(long caseId, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var now = work.Time.GetStoredNow();
        return work.Db.CaseCopies.Where(c => c.CaseId == caseId && c.UserName == person.UserName && c.ReadAt == null)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.ReadAt, now), cancellation);
    }

    private async Task<CasePlan> PlanAsync(
        CopyCase input, CaseHead head, AppUser person, CancellationToken cancellation)
    {
        var verb = $"抄送 {head.Number}";
        var named = PeopleText.Read(input.To, await work.Staff.NowAsync(cancellation));
        if (named.WhyNot(verb, "to") is { } unknown)
            return unknown;
        var people = named.People.Where(p => p.UserName != person.UserName).ToList();
        if (people.Count == 0)
            return CaseRefusals.Invalid("case.copy-nobody", "to", $"不能{verb}：没有填写要抄送的人，或只填了您自己。请填写姓名或用户名。");
        if (people.Count > PeopleMax)
            return CaseRefusals.Invalid(
                "case.copy-too-many", "to", $"不能{verb}：一次最多抄送 {PeopleMax} 人，您填了 {people.Count} 人。请分批抄送。");
        var note = input.Note?.Trim() ?? "";
        if (note.Length > CaseWork.NoteLengthMax)
            return CaseRefusals.NoteTooLong("抄送", head);
        return new StepRequest(head.Id, null, CaseWork.ActorOf(person))
        {
            Host = (step, stop) => WriteAsync(step, people, note, stop),
        };
    }

    private async Task WriteAsync(
        StepContext step, List<Person> people, string note, CancellationToken cancellation)
    {
        step.Append("CaseCopied", null, null, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("names", string.Join('、', people.Take(NamesShown).Select(p => p.DisplayName)));
            w.WriteNumber("count", people.Count);
            w.WriteString("note", note);
            w.WriteStartArray("to");
            foreach (var p in people)
                w.WriteStringValue(p.UserName);
            w.WriteEndArray();
            w.WriteEndObject();
        }));
        step.Transition.Correspondence.AddRange(people.Select(p => new Statement(
            """
            INSERT INTO case_copies (case_id, user_name, sent_by, sent_at, note, read_at)
            VALUES ($1, $2, $3, $4, $5, NULL)
            ON CONFLICT (case_id, user_name) DO UPDATE SET sent_by = $3, sent_at = $4, note = $5, read_at = NULL
            """,
            [step.Case.Id, p.UserName, step.Actor.UserName, step.Now, note])));
        await work.Notices.AddAsync(
            step, CaseTemplates.Copied, string.Create(CultureInfo.InvariantCulture, $"copy/{step.Case.LastSequence}"),
            people, null,
            new([new("by", FeelValue.Of(step.Actor.DisplayName)), new("note", FeelValue.Of(note))]), false,
            cancellation);
    }
}
