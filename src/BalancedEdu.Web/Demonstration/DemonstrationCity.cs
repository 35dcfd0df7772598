using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using CsvHelper;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Demonstration;

/// <summary>An account that the login page shows in demonstration mode.</summary>
/// <param name="UserName">What is typed.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="Post">市教育局 基础教育科.</param>
public sealed record DemonstrationAccount(string UserName, string DisplayName, string Post);

/// <summary>The invented city 临澄市: districts, 277 schools, posts, and people for each of them.</summary>
public sealed class DemonstrationCity(BalancedEduDb db, ILookupNormalizer normalizer, IPasswordHasher<AppUser> hasher)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Demonstration");

    private static readonly (string Code, string Name, string Key)[] Districts =
    [
        ("329900", "市直", "shizhi"), ("329901", "澄江区", "chengjiang"), ("329902", "云浦区", "yunpu"),
        ("329903", "南屏区", "nanping"), ("329971", "临澄高新区", "gaoxin"), ("329981", "东洲市", "dongzhou"),
        ("329982", "茅岭市", "maoling"), ("329983", "沙汀市", "shating"),
    ];

    private static readonly string[] Surnames = [.. "陈林黄张李王吴刘蔡杨许郑谢洪郭邱曾廖赖徐周叶苏庄江吕何罗高萧".Select(c => $"{c}")];
    private static readonly string[] GivenNames =
        ["怀瑾", "思齐", "景行", "若谷", "书瑶", "明哲", "清扬", "子衿", "嘉树", "望舒", "云舟", "以恒", "知行", "安澜", "静姝", "承宇"];

    /// <summary>Fills an empty database; does nothing when there are schools already. One transaction.</summary>
    /// <param name="posts">The posts, in the database already.</param>
    /// <param name="password">The password of all accounts.</param>
    /// <param name="cancellation">Stops it; nothing is kept then.</param>
    public async Task SeedAsync(
        IReadOnlyList<Position> posts, string password, CancellationToken cancellation)
    {
        if (await db.Schools.AnyAsync(cancellation))
            return;
        db.Districts.AddRange(Districts.Select(d => new District { Code = d.Code, Name = d.Name }));
        var schools = ReadSchools();
        db.Schools.AddRange(schools);

        // One hash for all: the password is public, and a thousand separate hashes would cost a minute at start.
        var people = OfficePeople(posts.ToDictionary(p => p.Id))
            .Concat(DistrictPeople()).Concat(SchoolPeople(schools)).ToList();
        var hash = hasher.HashPassword(people[0], password);
        foreach (var person in people)
        {
            person.PasswordHash = hash;
            person.NormalizedUserName = normalizer.NormalizeName(person.UserName);
            person.NormalizedEmail = normalizer.NormalizeEmail(person.Email);
        }
        db.Users.AddRange(people);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Accounts worth trying first, one for each kind of work.</summary>
    public static IReadOnlyList<DemonstrationAccount> Accounts { get; } =
    [
        new("peimingyuan", "裴明远", "市教育局 基础教育科"),
        new("p3299010001", Name(16), "澄江区明德小学 校长"),
        new("chengjiang-edu", Name(1), "澄江区 教育科"),
        new("wenjingzhi", "温敬之", "市教育局 教育督导室"),
        new("duxue1", "柳青禾", "责任督学"),
        new("jiangyuan", "江予安", "市教育局 分管局领导"),
        new("shenzhiyuan", "沈知远", "市教育局 发展规划科"),
        new("boyu", "柏雨", "市自然资源和规划局 受理窗口"),
        new("dingruoshui", "丁若水", "市教育局 财务科"),
        new("hezhiqiu", "贺知秋", "市财政局 预算科"),
        new("developer1", "汪澄远", "澄远置业有限公司"),
        new("admin", "管理员", "信息中心"),
    ];

    private static CsvReader Open(string file)
    {
        var reader = new CsvReader(new StreamReader(Path.Combine(Folder, file)), CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        return reader;
    }

    private static List<School> ReadSchools()
    {
        using var reader = Open("schools.csv");
        var schools = new List<School>();
        while (reader.Read())
            schools.Add(new School
            {
                Code = reader.GetField("学校代码")!,
                Name = reader.GetField("学校名称")!,
                DistrictCode = reader.GetField("区划代码")!,
                Kind = reader.GetField("办学类型")!,
                Setting = reader.GetField("城乡类型")!,
                FoundedYear = reader.GetField<int>("建校年份"),
                MigrantPercent = reader.GetField<decimal>("随迁子女占比(%)"),
            });
        return schools;
    }

    private static List<AppUser> OfficePeople(Dictionary<string, Position> positions)
    {
        using var reader = Open("accounts.csv");
        var people = new List<AppUser>();
        while (reader.Read())
        {
            var position = positions[reader.GetField("岗位")!];
            var unit = reader.GetField("单位") is { Length: > 0 } named ? named : position.BureauName;
            people.Add(Person(reader.GetField("账号")!, reader.GetField("姓名")!, unit, position.Name, position.Id));
        }
        return people;
    }

    private static IEnumerable<AppUser> DistrictPeople() => Districts.SelectMany((d, i) => new[]
    {
        Person($"{d.Key}-edu", Name(i), $"{d.Name}教育主管部门", "教育科", "district.edu", d.Code),
        Person($"{d.Key}-gov", Name(i + 8), $"{d.Name}政府", "政府办公室", "district-gov", d.Code),
    });

    private static IEnumerable<AppUser> SchoolPeople(List<School> schools) => schools.SelectMany((s, i) => new[]
    {
        Person($"p{s.Code}", Name(3 * i + 16), s.Name, "校长", "school.principal", s.DistrictCode, s.Code),
        Person($"f{s.Code}", Name(3 * i + 17), s.Name, "报账员", "school.finance", s.DistrictCode, s.Code),
        Person($"r{s.Code}", Name(3 * i + 18), s.Name, "学籍管理员", "school.registrar", s.DistrictCode, s.Code),
    });

    private static string Name(int index) =>
        Surnames[index * 7 % Surnames.Length] + GivenNames[(index * 5 + index / Surnames.Length) % GivenNames.Length];

    private static AppUser Person(
        string userName, string name, string unit, string title, string position, string? district = null,
        string? school = null)
    {
        var user = new AppUser
        {
            UserName = userName,
            DisplayName = name,
            UnitName = unit,
            Title = title,
            Email = $"{userName}@lincheng.example",
            EmailConfirmed = true,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        user.Holdings.Add(new()
        {
            UserId = user.Id, PositionId = position, DistrictCode = district, SchoolCode = school,
        });
        return user;
    }
}
