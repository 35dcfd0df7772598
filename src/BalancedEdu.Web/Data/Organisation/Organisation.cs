using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.AspNetCore.Identity;

namespace BalancedEdu.Web.Data.Organisation;

/// <summary>An administrative division (区划) of the city, the city itself included.</summary>
public sealed class District
{
    /// <summary>Six digits: <c>329901</c>; <c>329900</c> is the city itself.</summary>
    public required string Code { get; set; }

    /// <summary>澄江区.</summary>
    public required string Name { get; set; }
}

/// <summary>A school (校点) of the city.</summary>
public sealed class School
{
    /// <summary>Ten digits, of which the first six are the district's.</summary>
    public required string Code { get; set; }

    /// <summary>澄江区明德小学.</summary>
    public required string Name { get; set; }

    /// <summary>The district it lies in.</summary>
    public required string DistrictCode { get; set; }

    /// <summary>办学类型: 小学, 教学点, 初中, 九年制, 特教.</summary>
    public required string Kind { get; set; }

    /// <summary>城乡类型: 城区, 镇区, 乡村.</summary>
    public required string Setting { get; set; }

    /// <summary>The year of its foundation; null when unknown.</summary>
    public int? FoundedYear { get; set; }

    /// <summary>Percentage of children of migrant workers, 0–100.</summary>
    public decimal MigrantPercent { get; set; }
}

/// <summary>A post (岗位) that tasks are given to, such as <c>edu.basic</c>: the group of BPMN.</summary>
public sealed class Position
{
    /// <summary>Dotted, stable: <c>school.principal</c>.</summary>
    public required string Id { get; set; }

    /// <summary>基础教育科.</summary>
    public required string Name { get; set; }

    /// <summary>The unit it belongs to: <c>edu-bureau</c>.</summary>
    public required string Bureau { get; set; }

    /// <summary>The Chinese name of that unit: 市教育局.</summary>
    public required string BureauName { get; set; }

    /// <summary>The post that is set over it (上级岗位), or null.</summary>
    public string? Superior { get; set; }
}

/// <summary>A person with an account.</summary>
public sealed class AppUser : IdentityUser
{
    /// <summary>The person's name: 沈知远.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The unit as shown: 市教育局, 澄江区明德小学.</summary>
    public required string UnitName { get; set; }

    /// <summary>The office or post as shown: 基础教育科; may be empty.</summary>
    public string Title { get; set; } = "";

    /// <summary>Whether the account may no longer sign in nor be given tasks (离职, 停用).</summary>
    public bool Disabled { get; set; }

    /// <summary>
    /// Which natural person it is, when they have several accounts: the accounts with the same text are one person to
    /// the separation of duties. Null: nobody else's.
    /// </summary>
    public string? PersonId { get; set; }

    /// <summary>The posts the person holds.</summary>
    public List<PositionHolding> Holdings { get; } = [];

    /// <summary>
    /// In whose place the person may act now; not of the row, but looked up with whoever asks. Without it a person has
    /// their own rights only.
    /// </summary>
    [NotMapped]
    public IReadOnlyList<Represented> ActsFor { get; set; } = [];

    /// <summary>
    /// The name of the token by which a program acts as the person; null: the person acts at a page. Not of the row.
    /// </summary>
    [NotMapped]
    public string? Via { get; set; }
}

/// <summary>A person holds a post, perhaps only for one district or one school.</summary>
public sealed class PositionHolding
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The person's account id.</summary>
    public required string UserId { get; set; }

    /// <summary>The post.</summary>
    public required string PositionId { get; set; }

    /// <summary>The district the post is held for; null: the whole city.</summary>
    public string? DistrictCode { get; set; }

    /// <summary>The school the post is held for; null: not bound to a school.</summary>
    public string? SchoolCode { get; set; }
}
