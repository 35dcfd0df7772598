using System.Reflection;
using BalancedEdu.Web.Data;
using Xunit.Sdk;

namespace BalancedEdu.Web.Tests.App;

/// <summary>Runs a <c>[Theory]</c> once on each database; further values follow the provider.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DatabasesAttribute(params object[] values) : DataAttribute
{
    /// <summary>The values after the provider.</summary>
    public object[] Values { get; } = values;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [[DatabaseProvider.Sqlite, .. Values], [DatabaseProvider.PostgreSql, .. Values]];
}
