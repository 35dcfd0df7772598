using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Features.Definitions;

/// <summary>Who may look at definitions.</summary>
public static class DefinitionRights
{
    /// <summary>Posts that may.</summary>
    public static readonly string[] Readers = [CityAdministration.Post];
}
