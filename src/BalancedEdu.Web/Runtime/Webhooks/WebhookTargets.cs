using System.Net;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Webhooks;

/// <summary>What an administrator typed about a robot.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">Its format.</param>
/// <param name="Url">The address; empty: the one that is kept.</param>
/// <param name="Secret">The secret; empty: the one that is kept.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Enabled">Whether it is told anything.</param>
public sealed record WebhookInput(
    string? Name, WebhookKind Kind, string? Url, string? Secret, IReadOnlyList<NotificationEvent> Events, bool Enabled)
{
    /// <summary>Whether the secret that is kept goes, and requests are no longer signed.</summary>
    public bool DropSecret { get; init; }
}

/// <summary>A robot with how it stands.</summary>
/// <param name="Target">The robot.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Waiting">Messages that wait.</param>
/// <param name="Dead">Messages that were given up.</param>
/// <param name="LeftAlone">Whether this node leaves it alone for now.</param>
public sealed record WebhookLine(
    WebhookTarget Target, IReadOnlyList<NotificationEvent> Events, int Waiting, int Dead, bool LeftAlone);

/// <summary>Group robots: what administrators see and do. Addresses and secrets are never given out again.</summary>
public sealed class WebhookTargets(
    BalancedEduDb db, WebhookSecrets secrets, WebhookSender sender, WebhookGuard guard, CircuitBreaker breaker,
    IOptions<WebhookSettings> settings, IOptions<Mail.MailSettings> mail, TimeProvider time,
    ILogger<WebhookTargets> log)
{
    /// <summary>Messages on a page.</summary>
    public const int PageSize = 50;

    private const int NameLengthMax = 40;

    private const int UrlLengthMax = 1000;

    /// <summary>All robots, by name; none for who does not administer the city.</summary>
    public async Task<IReadOnlyList<WebhookLine>> ListAsync(AppUser person, CancellationToken cancellation)
    {
        var counts = await db.WebhooksFor(person)
            .Where(w => w.Status == OutboxStatus.Pending || w.Status == OutboxStatus.Dead)
            .GroupBy(w => new { w.TargetId, w.Status }).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => (g.Key.TargetId, g.Key.Status), g => g.Count, cancellation);
        var shut = breaker.Shut.ToHashSet(StringComparer.Ordinal);
        var targets = await Targets(person).AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancellation);
        return
        [
            .. targets.Select(t => new WebhookLine(
                t, EventsOf(t), counts.GetValueOrDefault((t.Id, OutboxStatus.Pending)),
                counts.GetValueOrDefault((t.Id, OutboxStatus.Dead)), shut.Contains(WebhookSweep.CircuitOf(t.Id)))),
        ];
    }

    /// <summary>Its messages, the newest first; those that were given up before all others.</summary>
    public async Task<(IReadOnlyList<OutboxWebhook> Rows, long? Before)> MessagesAsync(
        long target, bool deadOnly, long? before, AppUser person, CancellationToken cancellation)
    {
        var rows = db.WebhooksFor(person).AsNoTracking().Where(w => w.TargetId == target);
        if (deadOnly)
            rows = rows.Where(w => w.Status == OutboxStatus.Dead);
        if (before is not null)
            rows = rows.Where(w => w.Id < before);
        var page = await rows.OrderByDescending(w => w.Id).Take(PageSize + 1).ToListAsync(cancellation);
        return page.Count > PageSize ? (page[..PageSize], page[PageSize - 1].Id) : (page, null);
    }

    /// <summary>Events that can be told to a group.</summary>
    public static IReadOnlyList<NotificationEvent> Choosable { get; } =
    [
        .. Enum.GetValues<NotificationEvent>().Except([NotificationEvent.DailyDigest, NotificationEvent.System]),
    ];

    /// <summary>What a robot is told of.</summary>
    public static IReadOnlyList<NotificationEvent> EventsOf(WebhookTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return
        [
            .. target.Events.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(e => Enum.TryParse<NotificationEvent>(e, out var known) ? known : default)
                .Where(e => e != default),
        ];
    }

    /// <summary>Makes one, or changes one that is still as it was seen.</summary>
    /// <param name="id">The robot; null: a new one.</param>
    /// <param name="revision">What was seen of it.</param>
    /// <param name="input">What was typed.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Answer<WebhookTarget>> SaveAsync(
        long? id, int revision, WebhookInput input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!person.AdministersCity())
            return WebhookRefusals.Unknown;
        var target = id is null ? null
            : await Targets(person).SingleOrDefaultAsync(t => t.Id == id, cancellation);
        if (id is not null && target is null)
            return WebhookRefusals.Unknown;
        if (target is not null && target.Revision != revision)
            return WebhookRefusals.Stale(target);
        if (await CheckAsync(target, input, cancellation) is { } refusal)
            return refusal;
        if (target is null)
            db.WebhookTargets.Add(target = new()
            {
                Name = "", Host = "", ProtectedUrl = "", Events = "", ChangedBy = "",
            });
        Write(target, input, person);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.NumberSeries.Where(n => n.Key == StaffList.StampKey)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.Next, x => x.Next + 1), cancellation) == 0)
            throw new InvalidOperationException("The stamp of the staff is gone.");
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        breaker.Answered(WebhookSweep.CircuitOf(target.Id));
        log.LogInformation("{User} set up webhook target {Target} ({Host})", person.UserName, target.Id, target.Host);
        return target;
    }

    /// <summary>Sends a trial at once, and answers what the robot said.</summary>
    public async Task<Answer<WebhookDelivery>> TryAsync(long id, AppUser person, CancellationToken cancellation)
    {
        if (await Targets(person).AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellation)
            is not { } target)
            return WebhookRefusals.Unknown;
        var message = new WebhookMessage(
            "测试消息", $"{person.DisplayName}在平台上发送了这条测试消息，收到即表示配置正确。",
            mail.Value.PublicUrl.TrimEnd('/') + "/");
        var delivery = await sender.SendAsync(target, message, cancellation);
        log.LogInformation("{User} tried webhook target {Target}: {Delivery}", person.UserName, id,
            delivery.GetType().Name);
        return delivery;
    }

    private IQueryable<WebhookTarget> Targets(AppUser person) => db.WebhookTargets.ForCityAdministrator(db, person);

    private void Write(WebhookTarget target, WebhookInput input, AppUser person)
    {
        (target.Name, target.Kind, target.Enabled) = (input.Name!.Trim(), input.Kind, input.Enabled);
        target.Events = string.Join(',', input.Events.Distinct());
        if (input.Url?.Trim() is { Length: > 0 } url)
            (target.Host, target.ProtectedUrl) = (new Uri(url).Authority, secrets.Protect(url));
        if (input.DropSecret || input.Kind == WebhookKind.WeCom)
            target.ProtectedSecret = null;
        else if (input.Secret?.Trim() is { Length: > 0 } secret)
            target.ProtectedSecret = secrets.Protect(secret);
        target.Revision++;
        (target.ChangedBy, target.ChangedAt) = (person.UserName!, time.GetStoredNow());
    }

    /// <summary>In order of precedence: the name, the format, the address, the secret, the events.</summary>
    private async Task<ActionRefusal?> CheckAsync(
        WebhookTarget? target, WebhookInput input, CancellationToken cancellation)
    {
        var name = input.Name?.Trim() ?? "";
        if (name.Length is 0 or > NameLengthMax)
            return WebhookRefusals.Field("name", "webhook.name", $"请填写名称，不超过 {NameLengthMax} 字。");
        if (await db.WebhookTargets.AnyAsync(
            t => t.Name == name && (target == null || t.Id != target.Id), cancellation))
            return WebhookRefusals.Field("name", "webhook.name-taken", $"已经有叫“{name}”的群机器人。请换一个名称。");
        if (!Enum.IsDefined(input.Kind))
            return WebhookRefusals.Field("kind", "webhook.kind", "请选择钉钉、企业微信或飞书。");
        var url = input.Url?.Trim() ?? "";
        if (url.Length == 0 && (target is null || target.Kind != input.Kind))
            return WebhookRefusals.Field("url", "webhook.url-missing", "请粘贴群机器人的 Webhook 地址。");
        if (url.Length > 0 && await CheckUrlAsync(input.Kind, url, cancellation) is { } refused)
            return refused;
        if (input.Kind == WebhookKind.WeCom && !string.IsNullOrWhiteSpace(input.Secret))
            return WebhookRefusals.Field(
                "secret", "webhook.secret-unused", "企业微信的群机器人没有加签密钥，地址里的 key 就是凭证。请把密钥留空。");
        if (input.Events.Count == 0 || input.Events.Except(Choosable).Any())
            return WebhookRefusals.Field("events", "webhook.events", "请至少选一种要发到群里的事项。");
        return null;
    }

    private async Task<ActionRefusal?> CheckUrlAsync(WebhookKind kind, string url, CancellationToken cancellation)
    {
        ActionRefusal No(string code, string message) => WebhookRefusals.Field("url", code, message);
        if (url.Length > UrlLengthMax || !Uri.TryCreate(url, UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http") || address.Host.Length == 0)
            return No("webhook.url", "这不是完整的网址。请从群机器人的设置里复制以 https:// 开头的 Webhook 地址。");
        if (address.Scheme == "http" && !settings.Value.AllowHttp)
            return No("webhook.url-https", "地址须以 https:// 开头。内网接收端确需 http 时，请先在配置 Webhooks:AllowHttp 中放开。");
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
            return No("webhook.url-user", "地址里不能有用户名、密码或 #。请只粘贴 Webhook 地址。");
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query);
        var wanted = kind switch { WebhookKind.DingTalk => "access_token", WebhookKind.WeCom => "key", _ => null };
        if (wanted is not null && (!query.TryGetValue(wanted, out var token) || token.ToString().Length == 0))
            return No("webhook.url-token", $"{WebhookFormat.NameOf(kind)}的地址里应有 {wanted}=。请重新复制完整的地址。");
        return await FindAsync(address.Host, cancellation) is { Count: > 0 } found && !found.Any(guard.MayReach)
            ? No("webhook.url-private", $"{address.Host} 是内部网络的地址，不能作为接收端。确需发往内网时，请先在配置 Webhooks:PrivateNetworks 中放开。")
            : null;
    }

    /// <summary>A name that means nothing now may do so when a message goes out: it is judged then.</summary>
    private static async Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host.Trim('[', ']'), cancellation);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return [];
        }
    }
}

/// <summary>The words of what can't be done with a robot.</summary>
internal static class WebhookRefusals
{
    public static ActionRefusal Unknown { get; } = new(
        RefusalKind.NotFound, "webhook.unknown", "没有这个群机器人，或者您无权管理。", []);

    public static ActionRefusal Stale(WebhookTarget target) => new(
        RefusalKind.Conflict, "webhook.stale", $"“{target.Name}”已被 {target.ChangedBy} 改过。请刷新页面，核对后再保存。", []);

    public static ActionRefusal Field(string field, string code, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
