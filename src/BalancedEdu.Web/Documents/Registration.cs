namespace BalancedEdu.Web.Documents;

/// <summary>Registers what makes documents.</summary>
public static class Registration
{
    /// <summary>Registers fonts, renderer and the 审批单; section <c>Documents</c>.</summary>
    public static IServiceCollection AddBalancedEduDocuments(
        this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.Configure<DocumentSettings>(configuration.GetSection("Documents"));
        services.AddSingleton<DocumentFonts>();
        services.AddSingleton<DocumentRenderer>();
        services.AddSingleton<ApprovalForm>();
        return services;
    }
}
