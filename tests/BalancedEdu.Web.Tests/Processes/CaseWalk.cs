using System.Text.Json;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Processes;

/// <summary>A case of a shipped procedure, worked through by the people of 临澄市.</summary>
internal sealed class CaseWalk : IAsyncDisposable
{
    private CaseWalk(ProductApp app, StartedCase started) => (App, Started) = (app, started);

    public ProductApp App { get; }

    public StartedCase Started { get; }

    /// <summary>Starts a case with its start form, as the page of starting does, in a city prepared for it.</summary>
    public static Task<CaseWalk> StartAsync(
        DatabaseProvider provider, string processId, string startEvent, string form, string by, string district,
        Action<BalancedEduDb>? before = null) =>
        StartAsync(
            provider, processId, $$"""{ "{{startEvent}}": { "form": {{form}} } }""", by, (district, null), before);

    /// <summary>Starts a case with its first variables.</summary>
    public static async Task<CaseWalk> StartAsync(
        DatabaseProvider provider, string processId, string variables, string by,
        (string District, string? School) place, Action<BalancedEduDb>? before = null)
    {
        var app = await ProductApp.StartAsync(provider);
        await using (var db = app.Open())
        {
            before?.Invoke(db);
            await db.SaveChangesAsync();
        }
        using var json = JsonDocument.Parse(variables);
        var started = await app.StartCaseAsync(
            processId, FeelValue.FromJson(json.RootElement).AsContext()!, by, place.District, place.School);
        await app.SweepAsync();
        return new(app, started);
    }

    /// <summary>Decides the only open task of an element.</summary>
    public async Task DoAsync(string element, string by, string outcome, string? comment = null, string? form = null)
    {
        await App.CompleteAsync(Started.CaseId, element, by, outcome, comment, form);
        await App.SweepAsync();
    }

    /// <summary>Decides the open task of one seat.</summary>
    public async Task SeatAsync(
        string element, string seat, string by, string outcome, string? comment = null, string? form = null)
    {
        await using var db = App.Open();
        var task = await db.Tasks.AsNoTracking().SingleAsync(t => t.CaseId == Started.CaseId && t.ElementId == element
            && t.Status == WorkTaskStatus.Open && t.SeatName == seat);
        var refusal = await App.DecideAsync(by, task, outcome, comment, form);
        Assert.True(refusal is null, $"{refusal?.Code} {refusal?.Message}");
        await App.SweepAsync();
    }

    /// <summary>The elements with open tasks, and the seats where there are several.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync()
    {
        await using var db = App.Open();
        var tasks = await db.Tasks.AsNoTracking()
            .Where(t => t.CaseId == Started.CaseId && t.Status == WorkTaskStatus.Open).OrderBy(t => t.Id).ToListAsync();
        return [.. tasks.Select(t => t.LoopCounter > 0 ? $"{t.ElementId} {t.SeatName}" : t.ElementId)];
    }

    /// <summary>A variable of the case.</summary>
    public async Task<FeelValue> VariableAsync(string name)
    {
        await using var db = App.Open();
        var state = (await db.Cases.AsNoTracking().SingleAsync(c => c.Id == Started.CaseId)).State;
        return ProcessState.FromJson(state).Variables.TryGet(name, out var value) ? value : FeelValue.Null;
    }

    /// <summary>Expects the case to be done, without anything that a person must mend.</summary>
    public async Task ExpectCompletedAsync()
    {
        await using var db = App.Open();
        Assert.Empty(await db.Incidents.Select(i => i.Message).ToListAsync());
        var (jobs, mails) = (db.OutboxJobs, db.OutboxMails);
        Assert.Empty(await jobs.Where(j => j.Status == OutboxStatus.Dead).Select(j => j.LastError).ToListAsync());
        Assert.Empty(await mails.Where(m => m.Status == OutboxStatus.Dead).Select(m => m.LastError).ToListAsync());
        Assert.Equal(CaseStatus.Completed, (await db.Cases.SingleAsync(c => c.Id == Started.CaseId)).Status);
    }

    /// <summary>Subjects of the mails of one template.</summary>
    public async Task<IReadOnlyList<string>> SubjectsAsync(string template)
    {
        await using var db = App.Open();
        return await db.OutboxMails.Where(m => m.Template == template).Select(m => m.Subject!).Distinct().ToListAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
