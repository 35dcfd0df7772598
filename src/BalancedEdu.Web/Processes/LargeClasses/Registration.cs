using BalancedEdu.Web.Processes.LargeClasses.Importing;
using BalancedEdu.Web.Processes.LargeClasses.Jobs;
using BalancedEdu.Web.Processes.LargeClasses.Ledger;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;

namespace BalancedEdu.Web.Processes.LargeClasses;

/// <summary>Registers what only the process of large classes needs.</summary>
public static class Registration
{
    /// <summary>Registers the import of rosters, the ledger and the jobs of the process.</summary>
    public static IServiceCollection AddLargeClasses(this IServiceCollection services) => services
        .AddSingleton(ClassSizeStandards.LoadShipped())
        .AddSingleton(new RosterLimits())
        .AddScoped<RosterPreviews>()
        .AddScoped<RosterImports>()
        .AddScoped<RosterChanges>()
        .AddScoped<RosterCounts>()
        .AddScoped<LedgerQuery>()
        .AddSingleton<ISweep, RosterImportSweep>()
        .AddSingleton<ICaseLedger, LargeClassLedger>()
        .AddScoped<IJobHandler, Classify>()
        .AddScoped<IJobHandler, FreezeTransfer>()
        .AddScoped<IJobHandler, RosterCount>()
        .AddScoped<IJobHandler, CapPlan>()
        .AddScoped<IJobHandler, CloseTicket>()
        .AddScoped<IJobHandler, LookBack>();
}
