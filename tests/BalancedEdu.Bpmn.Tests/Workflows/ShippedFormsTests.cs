using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Workflows;

/// <summary>What a form of a task only shows, the task must give it.</summary>
public sealed class ShippedFormsTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    /// <summary>All bundles.</summary>
    public static TheoryData<string> Bundles => [.. Shipped.Ids];

    [Theory, MemberData(nameof(Bundles))]
    public void Every_field_that_is_only_shown_is_filled_by_its_task(string id)
    {
        var missing =
            from task in Shipped.Definition(id).Nodes.OfType<UserTask>()
            where task.Details.Form is not null
            let given = Given(task.Details.FormData)
            from key in Shown(id, task.Details.Form!)
            where !given.Contains(key)
            select $"{task.Id} {task.Details.Form}: {key}";

        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(Bundles))]
    public void Every_task_has_a_form_and_a_limit(string id) => Assert.Empty(
        Shipped.Definition(id).Nodes.OfType<UserTask>()
            .Where(task => task.Details.Form is null || task.Details.Sla is null).Select(task => task.Id));

    [Fact]
    public void What_only_time_decides_is_no_choice_of_a_person()
    {
        var tasks = Shipped.Definition("land-joint-approval").Nodes.OfType<UserTask>().ToList();
        var timed = tasks.Where(task => task.Details.Sla!.OnTimeout is not null).ToList();

        Assert.Equal(["LD03", "LD04", "LD03b", "LD08"], timed.Select(task => task.Id));
        Assert.All(timed, t => Assert.DoesNotContain(
            t.Details.Choices, choice => $"outcome:{choice.Id}" == t.Details.Sla!.OnTimeout));
    }

    /// <summary>The keys don't depend on the values: without variables they are all there, and null.</summary>
    private static HashSet<string> Given(TextOrFeel? formData)
    {
        var given = formData?.Expression?.Evaluate(new Nothing(), Now).Value.AsContext();
        return [.. (given ?? FeelContext.Empty).Select(entry => entry.Key)];
    }

    private static IEnumerable<string> Shown(string id, string form)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Shipped.Folder, id, form + ".form")));
        return Shown(json.RootElement).ToList();
    }

    private static IEnumerable<string> Shown(JsonElement owner)
    {
        foreach (var component in owner.GetProperty("components").EnumerateArray())
            switch (component.GetProperty("type").GetString())
            {
                case "group":
                    foreach (var key in Shown(component))
                        yield return key;
                    break;
                case "table":
                    yield return component.GetProperty("dataSource").GetString()!.TrimStart('=');
                    break;
                case var _ when component.TryGetProperty("readonly", out var only)
                    && only.ValueKind == JsonValueKind.True:
                    yield return component.GetProperty("key").GetString()!;
                    break;
            }
    }

    private sealed class Nothing : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value)
        {
            value = FeelValue.Null;
            return false;
        }
    }
}
