namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>Registers the queries that pages read through.</summary>
public static class Registration
{
    /// <summary>Registers inbox, cases, deadlines.</summary>
    public static IServiceCollection AddBalancedEduReading(this IServiceCollection services) => services
        .AddScoped<WorkBoundaries>()
        .AddScoped<InboxQuery>()
        .AddScoped<InboxFacetQuery>()
        .AddScoped<TaskRightsQuery>()
        .AddScoped<Deadlines>()
        .AddScoped<CaseFiles>()
        .AddScoped<CaseStandings>()
        .AddScoped<CaseSearch>()
        .AddScoped<StartableProcesses>();
}
