using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>
/// The table of places. A place is shown when its page exists and the person may open it; the page itself checks the
/// right again.
/// </summary>
public sealed class Navigation(
    LinkGenerator links, IOptions<BureauSettings> bureau, InboxQuery inbox, CurrentUser current)
{
    private static readonly string[] Leaders = ["edu.leader", "nrp.leader", "fin.leader", "city-gov"];

    private static readonly Place[] Views =
    [
        new("待我办", "inbox", "/Inbox/Index") { View = "mine", Key = "g i", Count = c => c.Mine },
        new("待认领", "claim", "/Inbox/Index") { View = "claimable", Count = c => c.Unclaimed },
        new("今日到期", "day", "/Inbox/Index") { View = "today", Count = c => c.Today, Tone = CountTone.Warm },
        new("即将逾期", "clock", "/Inbox/Index") { View = "near", Count = c => c.Near, Tone = CountTone.Warm },
        new("已逾期", "alert", "/Inbox/Index") { View = "overdue", Count = c => c.Overdue, Tone = CountTone.Hot },
        new("已停表", "stop", "/Inbox/Index") { View = "paused", Count = c => c.Paused },
        new("抄送待阅", "mail", "/Inbox/Index") { View = "copied", Count = c => c.Copied },
        new("我发起", "send", "/Inbox/Index") { View = "started", Count = c => c.Started },
        new("已办", "done", "/Inbox/Index") { View = "done" },
        new("我关注", "star", "/Inbox/Index") { View = "followed", Count = c => c.Followed },
        new("代理给我的", "swap", "/Inbox/Index") { View = "delegated", Count = c => c.Delegated, Counted = true },
        new("待指派", "users", "/Inbox/Index") { View = "unassigned", Count = c => c.Unassigned, Counted = true },
    ];

    private static readonly Place[] Ledgers =
    [
        new("大班额整改", "desk", "/Ledgers/LargeClasses") { Key = "g d" },
        new("黄红牌", "alert", "/Ledgers/Cards") { Posts = ClockRights.Supervision },
    ];

    private static readonly Place[] Work =
    [
        new("发起事项", "plus", "/Start/Index") { Key = "g s" },
        new("查询事项", "search", "/Cases/Index"),
        new("数据导入", "upload", "/Imports/Roster"),
        new("延期审批", "clock", "/Clocks/Extensions") { Posts = Leaders },
        new("流程与表单", "flow", "/Definitions/Index") { Posts = [CityAdministration.Post] },
        new("工作日历", "day", "/Administration/Calendar") { OfCity = true },
        new("单位休息日", "stop", "/Administration/DaysOff") { OfCity = true },
        new("异常", "alert", "/Incidents/Index") { OfCity = true },
        new("作业", "gear", "/Administration/Jobs") { OfCity = true },
        new("邮件", "mail", "/Administration/Mail") { OfCity = true },
        new("群机器人", "users", "/Administration/Webhooks") { OfCity = true },
        new("休假委托", "swap", "/Account/Delegations"),
        new("同一人认定", "user", "/Administration/Persons") { OfCity = true },
        new("离职移交", "users", "/Administration/Departures") { OfCity = true },
    ];

    private static readonly Place[] PhoneTabs =
    [
        new("收件箱", "inbox", "/Inbox/Index"),
        new("台账", "stack", "/Ledgers/LargeClasses"),
        new("发起", "plus", "/Start/Index"),
        new("查询", "search", "/Cases/Index"),
        new("我的", "user", "/Account/Me"),
    ];

    /// <summary>The shell for the person behind the request.</summary>
    public async Task<ShellModel> ReadAsync(HttpContext context)
    {
        var person = await current.GetAsync(context.RequestAborted);
        // The same query as the inbox itself, so that the numbers agree.
        var counts = await inbox.CountAsync(person, context.RequestAborted);
        var posts = person.Holdings.Select(holding => holding.PositionId).ToHashSet(StringComparer.Ordinal);
        NavigationItem[] Items(Place[] places) =>
        [
            .. places.Where(place => !place.OfCity || person.AdministersCity())
                .Select(place => Item(context, place, counts, posts)).OfType<NavigationItem>(),
        ];
        NavigationGroup[] groups =
        [
            new(null, "收件箱视图", Items(Views)),
            new("台账", "台账", Items(Ledgers)),
            new("办理与管理", "办理与管理", Items(Work)),
        ];
        return new ShellModel(
            bureau.Value.Name, person.DisplayName, person.Title.Length > 0 ? person.Title : person.UnitName,
            [.. groups.Where(group => group.Items.Count > 0)],
            Items(PhoneTabs), counts.Overdue, Theme.Of(context.Request)) { Unread = counts.Unread };
    }

    private NavigationItem? Item(HttpContext context, Place place, InboxCounts counts, HashSet<string> posts)
    {
        if (place.Posts is { } wanted && !posts.Overlaps(wanted)) return null;
        var url = links.GetPathByPage(context, place.Page, values: place.View is { } view ? new { view } : null);
        if (url is null) return null;
        var count = place.Count?.Invoke(counts);
        if (place.Counted && count is null) return null;
        var tone = count > 0 ? place.Tone : CountTone.Plain;
        return new(place.Title, place.Icon, url, IsCurrent(context, place), count, tone, place.Key);
    }

    /// <summary>The inbox without a view is 待我办.</summary>
    private static bool IsCurrent(HttpContext context, Place place)
    {
        var page = context.GetRouteValue("page") as string;
        if (!string.Equals(page, place.Page, StringComparison.OrdinalIgnoreCase)) return false;
        if (place.View is null) return true;
        var view = context.Request.Query["view"].ToString();
        return place.View == (view.Length == 0 ? "mine" : view);
    }

    private sealed record Place(string Title, string Icon, string Page)
    {
        public string? View { get; init; }

        public string? Key { get; init; }

        public Func<InboxCounts, int?>? Count { get; init; }

        /// <summary>Whether it is only for those who have a count there.</summary>
        public bool Counted { get; init; }

        public CountTone Tone { get; init; }

        /// <summary>Only for holders of one of these; null: for everybody.</summary>
        public string[]? Posts { get; init; }

        /// <summary>Only for administrators of the whole city.</summary>
        public bool OfCity { get; init; }
    }
}

/// <summary>Registers what the frame around every page needs.</summary>
public static class ShellServices
{
    /// <summary>Registers the navigation and its counts.</summary>
    public static IServiceCollection AddShell(this IServiceCollection services) => services.AddScoped<Navigation>();
}
