using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Web.Runtime;

/// <summary>Evaluates what the host evaluates itself: titles and budgets.</summary>
public static class FeelText
{
    /// <summary>The text, or what its expression gives for the variables; empty when that is null.</summary>
    public static string Evaluate(this TextOrFeel text, FeelContext variables, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Expression is null)
            return text.Text;
        var value = text.Expression.Evaluate(new Scope(variables), now).Value;
        return value.IsNull ? "" : value.AsString() ?? value.ToString();
    }

    private sealed class Scope(FeelContext variables) : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value) => variables.TryGet(name, out value);
    }
}
