using BalancedEdu.Web.Mail.Bounces;
using BalancedEdu.Web.Runtime.Sweeps;

namespace BalancedEdu.Web.Mail;

/// <summary>Registers what sends mail.</summary>
public static class MailRegistration
{
    /// <summary>Registers the dispatcher and the sender; section <c>Mail</c>.</summary>
    public static IServiceCollection AddBalancedEduMail(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.Configure<MailSettings>(configuration.GetSection("Mail"));
        services.AddSingleton<MailSender>();
        services.AddSingleton<MailDispatcher>();
        services.AddScoped<MailDesk>();
        services.Configure<BounceSettings>(configuration.GetSection("Bounces"));
        services.AddScoped<BounceDesk>();
        services.AddSingleton<ISweep, BounceSweep>();
        return services;
    }
}
