using System.Reflection;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace BalancedEdu.Web.Tests.App;

/// <summary>
/// Lets a host's pipeline go when the host ends. ASP.NET Core never disposes the limiter of its rate limiting
/// middleware, whose timer then holds the middleware, what comes after it, and every service: 9 MB a host.
/// </summary>
internal sealed class Pipeline : IStartupFilter, IAsyncDisposable
{
    private RequestDelegate? _first;

    /// <inheritdoc/>
    /// <remarks>The last component is built first; in between nothing flows into timers that start there.</remarks>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(built =>
        {
            ExecutionContext.RestoreFlow();
            return _first = built;
        });
        next(app);
        app.Use(built =>
        {
            ExecutionContext.SuppressFlow();
            return built;
        });
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        for (var next = _first; next is not null; next = Fields<RequestDelegate>(next.Target).FirstOrDefault())
        {
            foreach (var limiter in Fields<PartitionedRateLimiter<HttpContext>>(next.Target))
                await limiter.DisposeAsync();
        }
        _first = null;
    }

    private static IEnumerable<T> Fields<T>(object? target) where T : class => target is null
        ? []
        : target.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(f => typeof(T).IsAssignableFrom(f.FieldType)).Select(f => f.GetValue(target)).OfType<T>();
}
