using System.Collections.Frozen;
using BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>A school as the roster reader needs it.</summary>
/// <param name="Code">Ten digits.</param>
/// <param name="Name">澄江区明德小学.</param>
/// <param name="DistrictCode">Six digits.</param>
/// <param name="DistrictName">澄江区.</param>
/// <param name="Kind">办学类型.</param>
/// <param name="FoundedYear">Null when unknown.</param>
/// <param name="MigrantPercent">0–100.</param>
public sealed record DirectorySchool(
    string Code, string Name, string DistrictCode, string DistrictName, string Kind, int? FoundedYear,
    decimal MigrantPercent);

/// <summary>The schools of the city (学校名录), found by code or by name.</summary>
public sealed class SchoolDirectory
{
    private readonly FrozenDictionary<string, DirectorySchool> _byCode;
    private readonly FrozenDictionary<string, DirectorySchool[]> _byName;
    private readonly FrozenSet<string> _districts;

    /// <summary>Takes the schools; a code that stands there twice is an error of the directory.</summary>
    public SchoolDirectory(IReadOnlyCollection<DirectorySchool> schools)
    {
        Schools = schools;
        _byCode = schools.ToFrozenDictionary(s => s.Code);
        _byName = schools.GroupBy(s => CellText.Compact(s.Name)).ToFrozenDictionary(g => g.Key, g => g.ToArray());
        _districts = schools.Select(s => s.DistrictCode).ToFrozenSet();
    }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<DirectorySchool> Schools { get; }

    /// <summary>The school with the code, or null.</summary>
    public DirectorySchool? WithCode(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>
    /// The schools with the name, white space and width of signs aside; more than one when it is not unique.
    /// </summary>
    public IReadOnlyList<DirectorySchool> WithName(string name) => _byName.GetValueOrDefault(CellText.Compact(name))
        ?? [];

    /// <summary>Whether a school of the district is in the directory.</summary>
    public bool HasDistrict(string code) => _districts.Contains(code);
}
