using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Assignment;

/// <summary>What nobody could do is not published.</summary>
public sealed class AssignmentFindingsTests
{
    [Theory]
    [InlineData("assignee=\"nobody\"", "bundle.assignment.person-unknown", "没有这个启用的账号")]
    [InlineData("candidateUsers=\"admin,nobody\"", "bundle.assignment.person-unknown", "“nobody”")]
    [InlineData(
        "candidateGroups=\"edu.basic\" whenEmpty=\"person:gone\"", "bundle.assignment.person-unknown", "“gone”")]
    [InlineData("candidateGroups=\"developer-guest\" whenEmpty=\"refuse\"", "bpmn.group.unknown", "developer-guest")]
    [InlineData("candidateGroups=\"edu.hr\" whenEmpty=\"refuse\"", "bundle.assignment.nobody", "edu.hr")]
    [InlineData("assignee=\"=checker\" whenEmpty=\"refuse\"", "bundle.assignment.not-known-in-advance", "运行时才知道")]
    [InlineData("candidateGroups=\"edu.basic\" whenEmpty=\"refuse\"", "", "")]
    [InlineData("candidateGroups=\"edu.basic\" whenEmpty=\"person:admin\"", "", "")]
    public async Task What_nobody_can_do_is_refused_with_element_and_line(string words, string code, string says)
    {
        using var duty = new Duty().Add("plain", "candidateGroups=\"edu.basic\"");
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, duty.Folder);
        await using (var db = app.Open())
            await db.Holdings.Where(h => h.PositionId == "edu.hr").ExecuteDeleteAsync();
        duty.Add("checked", words);
        var publications = await app.Services.GetRequiredService<BundlePublisher>().PublishFolderAsync(default);
        var publication = Assert.Single(publications, p => p.Name == "checked");
        if (code.Length == 0)
        {
            Assert.Empty(publication.Findings);
            Assert.Equal(1, publication.Version);
            return;
        }
        Assert.Null(publication.Version);
        var finding = Assert.Single(publication.Findings);
        Assert.Equal((code, "FIRST"), (finding.Code, finding.ElementId));
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.NotEqual("", finding.Remedy);
        Assert.True(finding.Line > 0);
    }
}
