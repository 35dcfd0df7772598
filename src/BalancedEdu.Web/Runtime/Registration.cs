using BalancedEdu.Web.Runtime.Bundles;

namespace BalancedEdu.Web.Runtime;

/// <summary>Registers the runtime: what executes cases, and what wakes it.</summary>
public static class Registration
{
    /// <summary>Registers <see cref="ProcessRunner"/>, <see cref="TaskActions"/>, <see cref="BundleCatalog"/> and the sweeps.</summary>
    public static IServiceCollection AddBalancedEduRuntime(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<BundleCatalog>();
        services.AddSingleton<ProcessRunner>();
        services.AddScoped<TaskActions>();
        return services;
    }
}
