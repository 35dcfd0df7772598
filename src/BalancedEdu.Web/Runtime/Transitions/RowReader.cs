using System.Data.Common;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>Reads rows by the place of their columns in the queries of <see cref="TransitionStore"/>.</summary>
internal sealed class RowReader(DbDataReader reader, bool isPostgres)
{
    public Case Case() => new()
    {
        Id = reader.GetInt64(0),
        Number = reader.GetString(1),
        ProcessId = reader.GetString(2),
        BundleVersionId = reader.GetInt64(3),
        Title = reader.GetString(4),
        Status = (CaseStatus)reader.GetInt32(5),
        Version = reader.GetInt64(6),
        State = Compressed.Unpack((byte[])reader.GetValue(7)),
        StartedAt = Instant(8),
        EndedAt = InstantOrNull(9),
        StartedBy = reader.GetString(10),
        ApplicantName = reader.GetString(11),
        DistrictCode = TextOrNull(12),
        SchoolCode = TextOrNull(13),
        BusinessKey = TextOrNull(14),
        LastSequence = reader.GetInt64(15),
        LastHash = (byte[])reader.GetValue(16),
        ParentCaseId = IdOrNull(17),
        CallRowId = IdOrNull(18),
    };

    public OpenTask OpenTask() => new(
        reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), TextOrNull(4),
        reader.GetInt32(5), Instant(6))
    {
        Owner = TextOrNull(7),
        BackTo = TextOrNull(8),
    };

    public PastDecision Decision() => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), Instant(4))
    {
        OnBehalfOf = TextOrNull(5),
    };

    public ClockRow Clock() => new()
    {
        Id = reader.GetInt64(0),
        CaseId = reader.GetInt64(1),
        TaskId = reader.IsDBNull(2) ? null : reader.GetInt64(2),
        Name = reader.GetString(3),
        ClockId = reader.GetString(4),
        Budget = reader.GetString(5),
        Law = reader.GetString(6),
        StartedAt = Instant(7),
        Pauses = reader.GetString(8),
        Paused = reader.GetBoolean(9),
        Extension = TextOrNull(10),
        CalendarVersion = reader.GetString(11),
        DueAt = Instant(12),
        Provisional = reader.GetBoolean(13),
        EndedAt = InstantOrNull(14),
        Warn = TextOrNull(15),
        Organisation = TextOrNull(16),
    };

    private long? IdOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private DateTimeOffset? InstantOrNull(int column) => reader.IsDBNull(column) ? null : Instant(column);

    private DateTimeOffset Instant(int column) =>
        isPostgres ? reader.GetFieldValue<DateTimeOffset>(column) : new(reader.GetInt64(column), TimeSpan.Zero);
}
