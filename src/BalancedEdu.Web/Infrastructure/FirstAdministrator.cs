using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Infrastructure;

/// <summary>How the first person gets in.</summary>
public sealed class AdministratorSettings
{
    /// <summary>The user name of the first administrator.</summary>
    public string UserName { get; set; } = "admin";

    /// <summary>Its password; used once, while there is no account at all. Empty: none is made.</summary>
    public string InitialPassword { get; set; } = "";
}

/// <summary>Makes the first administrator of an empty installation.</summary>
public sealed class FirstAdministrator(
    BalancedEduDb db, UserManager<AppUser> users, IOptions<AdministratorSettings> settings,
    ILogger<FirstAdministrator> log)
{
    /// <summary>Does nothing once there is any account.</summary>
    /// <exception cref="InvalidOperationException">The password is too weak; the message says why.</exception>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        var wanted = settings.Value;
        if (wanted.InitialPassword.Length == 0 || await db.Users.AnyAsync(cancellation))
            return;
        var user = new AppUser { UserName = wanted.UserName, DisplayName = "管理员", UnitName = "信息中心" };
        user.Holdings.Add(new() { UserId = user.Id, PositionId = "system.admin" });
        var made = await users.CreateAsync(user, wanted.InitialPassword);
        if (!made.Succeeded)
            throw new InvalidOperationException(
                "Administrator:InitialPassword: " + string.Join(" ", made.Errors.Select(e => e.Description)));
        log.LogInformation("The first administrator {UserName} was made", wanted.UserName);
    }
}
