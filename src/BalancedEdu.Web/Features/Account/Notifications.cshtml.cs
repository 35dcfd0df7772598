using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Notifications;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Account;

/// <summary>通知设置: who is told of what, and how the reader wants it by mail.</summary>
public sealed class NotificationsModel(NotificationPreferences preferences, CurrentUser current) : PageModel
{
    /// <summary>The rules with the reader's choices; of a refused form what was chosen.</summary>
    public IReadOnlyList<NotificationPreference> Preferences { get; private set; } = [];

    /// <summary>Where mails go, or null.</summary>
    public string? Address { get; private set; }

    /// <summary>What was refused, or null.</summary>
    public ActionRefusal? Refused { get; private set; }

    /// <summary>The table.</summary>
    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        Address = person.Email;
        Preferences = await preferences.ReadAsync(person.UserName!, cancellation);
    }

    /// <summary>保存.</summary>
    public async Task<IActionResult> OnPostAsync(
        Dictionary<NotificationEvent, NotificationMode> choices, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        Refused = ModelState.IsValid
            ? await preferences.SaveAsync(person.UserName!, choices, cancellation)
            : new(RefusalKind.Invalid, "notification.form", "有一项不是可用的值，没有保存。请刷新页面后再选。", []);
        if (Refused is null)
        {
            new Toast("已保存通知设置").Put(TempData);
            return Redirect("/Account/Notifications");
        }
        await OnGetAsync(cancellation);
        Preferences =
        [
            .. Preferences.Select(p => !p.Rule.Fixed && choices.TryGetValue(p.Rule.Event, out var mode)
                ? p with { Mode = mode } : p),
        ];
        Response.StatusCode = RefusalStatus.Of(Refused.Kind);
        return Page();
    }

    /// <summary>What a way is called.</summary>
    public static string NameOf(NotificationMode mode) => mode switch
    {
        NotificationMode.AtOnce => "立即发邮件",
        NotificationMode.Digest => "并入每日汇总",
        NotificationMode.None => "不发邮件",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such way."),
    };

    /// <summary>What a way of the digest itself is called.</summary>
    public static string NameOf(NotificationRule rule, NotificationMode mode) =>
        rule?.Event != NotificationEvent.DailyDigest ? NameOf(mode)
        : mode == NotificationMode.Digest ? "发送" : "不发送";
}
