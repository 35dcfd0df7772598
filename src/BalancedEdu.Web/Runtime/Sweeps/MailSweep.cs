using BalancedEdu.Web.Mail;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>Delivers mails that are due.</summary>
internal sealed class MailSweep(MailDispatcher mails) : ISweep
{
    public bool FollowsSteps => true;

    public Task<int> RunAsync(CancellationToken cancellation) => mails.DispatchAsync(cancellation);
}
