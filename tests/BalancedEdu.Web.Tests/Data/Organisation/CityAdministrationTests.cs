using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Data.Organisation;

public sealed class CityAdministrationTests
{
    [Theory]
    [Databases("system.admin", "", "", true)]
    [Databases("system.admin", "329901", "", false)]
    [Databases("system.admin", "", "3299010001", false)]
    [Databases("system.admin", "329901", "3299010001", false)]
    [Databases("edu.leader", "", "", false)]
    public async Task Only_who_holds_the_post_for_the_whole_city_administers_it(
        DatabaseProvider provider, string post, string district, string school, bool does)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await GiveAsync(app, post, district, school);
        var person = await app.PersonAsync("peimingyuan");
        await using var db = app.Open();
        Assert.Equal(does, person.AdministersCity());
        Assert.Equal(does, await db.CityRightsOf(person).AnyAsync());
        Assert.Equal(
            does ? await db.Districts.CountAsync() : 0,
            await db.Districts.ForCityAdministrator(db, person).CountAsync());
        Assert.Equal(does, await db.CityAdministrators().AnyAsync(u => u.Id == person.Id));
    }

    [Theory, Databases]
    public async Task A_disabled_account_is_not_among_those_who_administer_the_city(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == "admin").ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
        Assert.DoesNotContain("admin", await db.CityAdministrators().Select(u => u.UserName).ToListAsync());
    }

    [Theory, Databases]
    public async Task The_pages_of_the_city_are_not_there_for_who_administers_one_district(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await GiveAsync(app, CityAdministration.Post, "329901", "");
        using var district = await app.SignInAsync("peimingyuan");
        using var city = await app.SignInAsync("admin");
        var (small, large) = (await district.GetStringAsync("/Inbox"), await city.GetStringAsync("/Inbox"));
        foreach (var page in (string[])
            [
                "/Administration/Calendar", "/Administration/DaysOff", "/Incidents", "/Administration/Jobs",
                "/Administration/Mail", "/Administration/Webhooks", "/Administration/Departures",
                "/Administration/Persons",
            ])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await district.GetAsync(page)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await city.GetAsync(page)).StatusCode);
            Assert.DoesNotContain($"href=\"{page}\"", small, StringComparison.Ordinal);
            Assert.Contains($"href=\"{page}\"", large, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await district.GetAsync("/Administration/Mail/Addresses")).StatusCode);
    }

    private static async Task GiveAsync(ProductApp app, string post, string district, string school)
    {
        await using var db = app.Open();
        var person = await db.Users.SingleAsync(u => u.UserName == "peimingyuan");
        db.Holdings.Add(new()
        {
            UserId = person.Id, PositionId = post, DistrictCode = district.Length == 0 ? null : district,
            SchoolCode = school.Length == 0 ? null : school,
        });
        await db.SaveChangesAsync();
    }
}
