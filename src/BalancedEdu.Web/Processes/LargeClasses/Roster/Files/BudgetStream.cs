namespace BalancedEdu.Web.Processes.LargeClasses.Roster.Files;

/// <summary>
/// What a workbook may still unpack; shared by all of its parts, because sizes declared in a zip can lie.
/// </summary>
internal sealed class UnpackBudget(long bytes)
{
    private long _left = bytes;

    /// <exception cref="RosterFileException">The budget is used up.</exception>
    public void Take(int count)
    {
        _left -= count;
        if (_left < 0)
            throw new RosterFileException(
                "roster.file.too-large", "工作簿解压后过大，不像班额统计表。请只保留统计表，另存为新的 .xlsx 后上传。");
    }
}

/// <summary>A read-only stream that stops when the budget is used up.</summary>
internal sealed class BudgetStream(Stream inner, UnpackBudget budget) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        budget.Take(read);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
