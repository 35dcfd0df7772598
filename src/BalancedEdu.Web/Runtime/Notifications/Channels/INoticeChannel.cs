using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Notifications.Channels;

/// <summary>What is to be told in a step, with what the rules say of it.</summary>
/// <param name="Notice">What.</param>
/// <param name="Rule">The rule of its event.</param>
/// <param name="Text">In words, one line.</param>
internal sealed record NoticeFacts(Notice Notice, NotificationRule Rule, string Text);

/// <summary>
/// A way in which people are told: the notification centre, mail, group robots. Each puts its rows into the transition
/// of the step, whole or not at all with it; a sweep of its own delivers them, if they are to leave the database.
/// It may ask the staff, which is in memory, and no database: each step asks it.
/// </summary>
internal interface INoticeChannel
{
    /// <summary>Adds the rows of what is told.</summary>
    /// <param name="step">The step that wants it.</param>
    /// <param name="facts">What.</param>
    /// <param name="told">Whom, each once; at least one.</param>
    /// <param name="cancellation">Stops it.</param>
    ValueTask AddAsync(
        StepContext step, NoticeFacts facts, IReadOnlyList<Told> told, CancellationToken cancellation);
}
