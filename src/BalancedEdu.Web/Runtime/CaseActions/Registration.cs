using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.CaseActions;

internal static class Registration
{
    /// <summary>Registers what people do with cases as a whole.</summary>
    public static IServiceCollection AddCaseActions(this IServiceCollection services) => services
        .AddScoped(p => new CaseWork(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<BundleCatalog>(), p.GetRequiredService<StaffList>(),
            p.GetRequiredService<Notices>(), p.GetRequiredService<Recipients>(), p.GetRequiredService<TaskClocks>(),
            p.GetRequiredService<OfficeTime>(), p.GetRequiredService<RowIds>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<CaseWork>>()))
        .AddScoped<CaseCopying>()
        .AddScoped<CaseFollowing>()
        .AddScoped<CaseWithdrawal>()
        .AddScoped<WithdrawalAnswering>()
        .AddScoped<TaskUrging>()
        .AddScoped<TaskTakingBack>()
        .AddScoped<TaskOpening>()
        .AddScoped<CaseSuspension>()
        .AddScoped<CaseMigration>()
        .AddScoped<CaseTermination>();
}
