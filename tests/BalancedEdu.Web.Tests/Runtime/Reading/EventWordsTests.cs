using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Reading;

public sealed class EventWordsTests
{
    [Fact]
    public async Task Every_kind_of_event_of_the_engine_has_words()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var scope = app.Services.CreateAsyncScope();
        var files = scope.ServiceProvider.GetRequiredService<CaseFiles>();
        var file = await files.FindAsync(await app.PersonAsync("peimingyuan"), started.CaseId, default);
        var kinds = typeof(ProcessEvent).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(ProcessEvent)) && !t.IsAbstract).Select(t => t.Name).ToList();
        Assert.True(kinds.Count > 40);
        var wordless = kinds.Where(kind => EventText.What(file!.Definition, EventOf(kind)).Any(char.IsAsciiLetter));
        Assert.Empty(wordless);
    }

    private static CaseEvent EventOf(string kind) => new() { Kind = kind, Actor = "system", Data = "{}", Hash = [] };
}
