using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>Registers what people do with tasks beside deciding them.</summary>
internal static class Registration
{
    /// <summary>Registers the operations of approvals.md §1–§2.</summary>
    public static void AddTaskOperations(this IServiceCollection services)
    {
        services.AddScoped<TaskDoor>();
        services.AddScoped<Receivers>();
        services.AddSingleton<TaskHanding>();
        services.AddSingleton<Separation>();
        services.AddScoped(p => new TaskTransfers(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<TaskDoor>(),
            p.GetRequiredService<Receivers>(), p.GetRequiredService<TaskHanding>(),
            p.GetRequiredService<Refusals>()));
        services.AddScoped(p => new TaskDelegations(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<TaskDoor>(),
            p.GetRequiredService<Receivers>(), p.GetRequiredService<TaskHanding>(),
            p.GetRequiredService<Refusals>(), p.GetRequiredService<Separation>()));
        services.AddScoped(p => new TaskSigners(
            p.GetRequiredService<TaskDoor>(), p.GetRequiredService<Receivers>(),
            p.GetRequiredService<TaskHanding>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<Refusals>()));
        services.AddScoped(p => new SignerRemovals(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<TaskDoor>(),
            p.GetRequiredService<BundleCatalog>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<TaskHanding>(), p.GetRequiredService<Refusals>()));
        services.AddScoped<CoSignatures>();
        services.AddScoped<IJobHandler, AgreeAgain>();
        services.AddScoped(p => new CoSigning(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<TaskDoor>(),
            p.GetRequiredService<Receivers>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<Notices>(), p.GetRequiredService<Refusals>()));
        services.AddScoped(p => new SignatureDesk(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<TaskDoor>(),
            p.GetRequiredService<TaskHandover>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<Notices>(), p.GetRequiredService<CoSignatures>(),
            p.GetRequiredService<Separation>()));
        services.AddScoped(p => new TaskRecusals(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<TaskDoor>(),
            p.GetRequiredService<Redrawing>(), p.GetRequiredService<ProcessRunner>()));
        services.AddScoped<ReturnPlanning>();
        services.AddScoped<PersonalPhrases>();
        services.AddScoped<BulkAgreement>();
        services.AddScoped(p => new TaskReturns(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<TaskDoor>(),
            p.GetRequiredService<ReturnPlanning>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<TaskHanding>(), p.GetRequiredService<Refusals>()));
    }
}
