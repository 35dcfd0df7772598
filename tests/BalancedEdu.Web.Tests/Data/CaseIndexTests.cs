using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Data;

/// <summary>
/// What a step changes stands in no index of its case: PostgreSQL writes the row in its page then, and no index anew.
/// </summary>
public sealed class CaseIndexTests
{
    [Theory, Databases]
    public async Task No_index_of_cases_names_what_a_step_changes(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var db = app.Open();
        string[] changed = ["version", "state", "status", "ended_at", "last_sequence", "last_hash"];
        var indexes = db.Model.FindEntityType(typeof(Case))!.GetIndexes().ToList();
        Assert.NotEmpty(indexes);
        Assert.All(indexes, i =>
        {
            Assert.Empty(i.Properties.Select(p => p.GetColumnName()).Intersect(changed));
            Assert.DoesNotContain(changed, c => i.GetFilter()?.Contains(c, StringComparison.Ordinal) == true);
        });
    }
}
