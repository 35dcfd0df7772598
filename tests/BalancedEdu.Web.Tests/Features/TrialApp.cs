using System.Net;
using System.Text.RegularExpressions;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features;

/// <summary>The application with the trial process, for the tests of a class; each starts its own cases.</summary>
public sealed class TrialApp : IAsyncLifetime
{
    /// <summary>The application.</summary>
    public ProductApp App { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => App = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);

    /// <inheritdoc/>
    public async Task DisposeAsync() => await App.DisposeAsync();
}

/// <summary>What a person does in a browser without scripts.</summary>
internal static partial class Browsing
{
    /// <summary>Starts a trial case and answers its review, which 裴明远 or 方启恒 may claim.</summary>
    public static async Task<WorkTask> StartReviewAsync(this ProductApp app, string subject = "明德小学")
    {
        var started = await app.StartCaseAsync("trial", new([new("subject", FeelValue.Of(subject))]));
        return await app.OpenTaskAsync(started.CaseId, "REVIEW");
    }

    /// <summary>A task as it is now.</summary>
    public static async Task<WorkTask> TaskAsync(this ProductApp app, long id)
    {
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().SingleAsync(t => t.Id == id);
    }

    /// <summary>Posts a form of a page, with its token.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient browser, string page, string address, params (string Name, string Value)[] fields)
    {
        var token = ProductApp.AntiforgeryToken(await browser.GetStringAsync(page));
        using var form = new FormUrlEncodedContent(fields
            .Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await browser.PostAsync(address, form);
    }

    /// <summary>Claims a task as 裴明远 and answers it with its new revision.</summary>
    public static async Task<WorkTask> ClaimAsync(this HttpClient browser, ProductApp app, WorkTask task)
    {
        var answer = await browser.SubmitAsync(
            $"/Tasks/{task.Id}", $"/Tasks/{task.Id}/Claim", ("revision", $"{task.Revision}"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return await app.TaskAsync(task.Id);
    }

    /// <summary>The page as a person reads it: without markup, entities as characters.</summary>
    public static string Read(string html) =>
        Space().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Replace('\u00a0', ' ');

    /// <summary>The tasks of a list, in its order.</summary>
    public static IReadOnlyList<long> TasksIn(string html) =>
        [.. RowLink().Matches(html).Select(m => long.Parse(m.Groups[1].Value, null))];

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>|<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("""<h3>.*?<a href="/Tasks/(\d+)">""")]
    private static partial Regex RowLink();
}
