using BalancedEdu.Web.Processes.Documents;
using BalancedEdu.Web.Processes.Funding;
using BalancedEdu.Web.Processes.Land;
using BalancedEdu.Web.Processes.LargeClasses;
using BalancedEdu.Web.Processes.Organisation;
using BalancedEdu.Web.Processes.Turnkey;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes;

/// <summary>Registers the job handlers that the shipped workflows name, and the dated rules they go by.</summary>
public static class Registration
{
    /// <summary>Registers them. Rules that contradict themselves stop the start, not a case.</summary>
    public static IServiceCollection AddBalancedEduProcesses(this IServiceCollection services)
    {
        services.AddSingleton(PerPupilStandard.Shipped());
        services.AddSingleton(LandRules.Shipped());
        services.AddSingleton(RatioRule.Shipped());
        services.AddScoped<HolderDirectory>();
        services.AddScoped<IJobHandler, DeriveVariables>();
        services.AddScoped<IJobHandler, ListHolders>();
        services.AddScoped<IJobHandler, PrecheckLand>();
        services.AddScoped<IJobHandler, IssueLandOpinion>();
        services.AddScoped<IJobHandler, RegisterTurnkey>();
        services.AddScoped<IJobHandler, CheckCompletionRatio>();
        services.AddScoped<IJobHandler, ReleasePermitHold>();
        services.AddScoped<IJobHandler, ListFundingSchools>();
        services.AddScoped<IJobHandler, CalculateFunds>();
        services.AddScoped<IJobHandler, RegisterShortfall>();
        services.AddScoped<IJobHandler, IssuePayInstructions>();
        services.AddScoped<IJobHandler, IssueDocumentJob>();
        services.AddScoped<IJobHandler, IssueSupervisionOrder>();
        services.AddLargeClasses();
        return services;
    }
}
