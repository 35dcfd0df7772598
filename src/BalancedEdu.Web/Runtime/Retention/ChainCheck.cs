using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>What is wrong with the history of a case.</summary>
/// <param name="Case">The number of the case.</param>
/// <param name="Code">Stable and dotted.</param>
/// <param name="Message">What was found, in a sentence.</param>
public sealed record ChainFault(string Case, string Code, string Message);

/// <summary>
/// Follows the chain of one case event by event. Only the first break is told: what comes after it proves nothing.
/// </summary>
/// <param name="number">The case, for the faults.</param>
internal sealed class ChainCheck(string number)
{
    private byte[] _previous = [];
    private long _last;
    private ChainFault? _fault;

    /// <summary>The next event as it is stored.</summary>
    /// <param name="e">The event.</param>
    /// <param name="readable">Whether its moves could be unpacked; what can't was not written by us.</param>
    public void Add(CaseEvent e, bool readable = true)
    {
        if (_fault is not null)
            return;
        if (e.Sequence > _last + 1)
            _fault = Fault("audit.gap", $"缺第 {_last + 1} 条事件（其后是第 {e.Sequence} 条），有事件被删除。");
        else if (e.Sequence <= _last || !readable || !EventChain.HashOf(_previous, e).AsSpan().SequenceEqual(e.Hash))
            _fault = Fault(
                "audit.altered",
                $"第 {e.Sequence} 条事件（{e.Kind}，{Texts.Instant(e.At)}，{e.Actor}）与哈希链不符，它被改动过或是插入的。");
        (_previous, _last) = (e.Hash, e.Sequence);
    }

    /// <summary>The first fault after all events, or null: the end must be where the case says that it is.</summary>
    /// <param name="lastSequence">The number of the last event by the case.</param>
    /// <param name="lastHash">Its hash by the case.</param>
    public ChainFault? End(long lastSequence, byte[] lastHash)
    {
        if (_fault is not null)
            return _fault;
        if (_last < lastSequence)
            return Fault("audit.tail-removed", $"事项记到第 {lastSequence} 条事件，却只有 {_last} 条，末尾被截去。");
        if (_last > lastSequence)
            return Fault("audit.tail-added", $"事项只记到第 {lastSequence} 条事件，却有 {_last} 条，末尾是后加的。");
        return _previous.AsSpan().SequenceEqual(lastHash)
            ? null
            : Fault("audit.head", $"末条（第 {_last} 条）事件的哈希与事项所记不符，整条链被换过。");
    }

    private ChainFault Fault(string code, string message) => new(number, code, message);
}
