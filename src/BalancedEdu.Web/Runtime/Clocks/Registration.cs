using BalancedEdu.Web.Data;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using BalancedEdu.Web.Runtime.Clocks.Cards;
using BalancedEdu.Web.Runtime.Clocks.DaysOff;
using BalancedEdu.Web.Runtime.Clocks.Defaults;
using BalancedEdu.Web.Runtime.Clocks.Extensions;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>Registers what people do with clocks.</summary>
internal static class Registration
{
    /// <summary>Registers extensions.</summary>
    public static IServiceCollection AddBalancedEduClocks(this IServiceCollection services)
    {
        services.AddSingleton<ExtensionSteps>();
        services.AddScoped<ExtensionReading>();
        services.AddSingleton<CalendarKeeper>();
        services.AddSingleton<CalendarSteps>();
        services.AddScoped<CalendarComparison>();
        services.AddScoped<CalendarReading>();
        services.AddScoped(p => new CalendarActions(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<CalendarComparison>(),
            p.GetRequiredService<CalendarKeeper>(), p.GetRequiredService<Waker>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddScoped<Organisations>();
        services.AddScoped<DayOffReading>();
        services.AddScoped(p => new DayOffActions(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<Organisations>(),
            p.GetRequiredService<CalendarKeeper>(), p.GetRequiredService<Waker>(),
            p.GetRequiredService<Refusals>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped<CardRegister>();
        services.AddScoped(p => new OpinionActions(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<Notices>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped<SupervisionRegister>();
        services.AddScoped(p => new ExtensionActions(
            p.GetRequiredService<BalancedEduDb>(), p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<BundleCatalog>(), p.GetRequiredService<ExtensionSteps>(),
            p.GetRequiredService<DatedRules<ClockRules>>(), p.GetRequiredService<OfficeTime>(),
            p.GetRequiredService<TimeProvider>()));
        return services;
    }
}
