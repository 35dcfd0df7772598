using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Calendars;

/// <summary>
/// What administrators do with the calendar: upload an arrangement, look at what it moves, confirm or discard it. An
/// import is its own record: who, when, why, the file as it came.
/// </summary>
public sealed class CalendarActions
{
    /// <summary>Bytes of a file; the arrangement of a year has some two thousand.</summary>
    public const int FileBytesMax = 256 * 1024;

    /// <summary>Characters of a reason.</summary>
    public const int ReasonLengthMax = 500;

    private readonly BalancedEduDb _db;
    private readonly CalendarComparison _comparison;
    private readonly CalendarKeeper _keeper;
    private readonly Waker _waker;
    private readonly TimeProvider _time;

    internal CalendarActions(
        BalancedEduDb db, CalendarComparison comparison, CalendarKeeper keeper, Waker waker, TimeProvider time) =>
        (_db, _comparison, _keeper, _waker, _time) = (db, comparison, keeper, waker, time);

    /// <summary>Takes a file as a draft, with the count of what it would move. Nothing is in force by that.</summary>
    public async Task<Answer<CalendarImport>> UploadAsync(
        byte[] content, string fileName, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(person);
        if (!person.AdministersCity())
            return CalendarRefusals.NotYours;
        if (content.Length is 0 or > FileBytesMax)
            return CalendarRefusals.FileSize;
        if (CalendarFile.TryRead(content, out var why) is not { } years)
            return CalendarRefusals.OfFile(why!);
        var baseId = await CalendarKeeper.LastAsync(_db, cancellation);
        var current = await CalendarKeeper.ReadAsync(_db, cancellation);
        if (years.FirstOrDefault(y => y.Status == CalendarYearStatus.Provisional && current.IsOfficial(y.Year))
            is { } lesser)
            return CalendarRefusals.Downgrade(lesser.Year);
        var calendar = current.With([.. years]);
        if (calendar.Version == current.Version)
            return CalendarRefusals.Same;
        var counts = await _comparison.CountAsync(calendar, cancellation);
        var draft = new CalendarImport
        {
            BaseId = baseId,
            FileName = fileName.Length > 200 ? fileName[..200] : fileName,
            Content = Encoding.UTF8.GetString(content).TrimStart('\uFEFF'),
            Years = string.Join(
                "、", years.Select(y => $"{y.Year}（{(y.Status == CalendarYearStatus.Official ? "正式" : "暂定")}）")),
            Version = calendar.Version,
            Earlier = counts.Earlier,
            Later = counts.Later,
            Unmoved = counts.Unmoved,
            ImportedBy = person.UserName!,
            ImportedAt = _time.GetStoredNow(),
        };
        _db.CalendarImports.Add(draft);
        await _db.SaveChangesAsync(cancellation);
        return draft;
    }

    /// <summary>Puts a draft in force. Open clocks are derived anew by the sweeps, which are woken.</summary>
    public async Task<ActionRefusal?> ConfirmAsync(
        long id, string? reason, AppUser person, CancellationToken cancellation)
    {
        var (draft, refusal) = await FindAsync(id, reason, person, cancellation);
        if (draft is null)
            return refusal;
        if (draft.BaseId != await CalendarKeeper.LastAsync(_db, cancellation))
            return CalendarRefusals.Moved;
        if (await DecideAsync(draft, CalendarImportStatus.Confirmed, reason!, person, cancellation) is { } lost)
            return lost;

        // If we die here it is in force all the same: each node looks by itself.
        await _keeper.AdoptAsync(cancellation);
        _waker.Wake();
        return null;
    }

    /// <summary>Gives a draft up.</summary>
    public async Task<ActionRefusal?> DiscardAsync(
        long id, string? reason, AppUser person, CancellationToken cancellation)
    {
        var (draft, refusal) = await FindAsync(id, reason, person, cancellation);
        return draft is null
            ? refusal
            : await DecideAsync(draft, CalendarImportStatus.Discarded, reason!, person, cancellation);
    }

    private async Task<(CalendarImport? Draft, ActionRefusal? Refusal)> FindAsync(
        long id, string? reason, AppUser person, CancellationToken cancellation)
    {
        if (!person.AdministersCity())
            return (null, CalendarRefusals.NotYours);
        var found = await _db.CalendarImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellation);
        return found switch
        {
            null => (null, CalendarRefusals.Unknown(id)),
            { Status: not CalendarImportStatus.Draft } => (null, CalendarRefusals.Decided(found)),
            _ when reason?.Trim() is not { Length: > 0 and <= ReasonLengthMax } =>
                (null, CalendarRefusals.ReasonMissing),
            _ => (found, null),
        };
    }

    /// <summary>The row decides: whoever comes second changes nothing, and of one base only one is confirmed.</summary>
    private async Task<ActionRefusal?> DecideAsync(
        CalendarImport draft, CalendarImportStatus status, string reason, AppUser person,
        CancellationToken cancellation)
    {
        var (now, why) = (_time.GetStoredNow(), reason.Trim());
        try
        {
            var changed = await _db.CalendarImports
                .Where(i => i.Id == draft.Id && i.Status == CalendarImportStatus.Draft)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, status)
                    .SetProperty(i => i.DecidedBy, person.UserName).SetProperty(i => i.DecidedAt, now)
                    .SetProperty(i => i.Reason, why), cancellation);
            return changed == 1 ? null : CalendarRefusals.Moved;
        }
        catch (System.Data.Common.DbException e) when (TransitionStore.IsUniqueViolation(e))
        {
            return CalendarRefusals.Moved;
        }
    }
}
