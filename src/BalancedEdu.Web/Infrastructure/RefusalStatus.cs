using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Infrastructure;

/// <summary>The kind of a refusal decides the status of the answer.</summary>
public static class RefusalStatus
{
    /// <summary>404, 403, 409 or 422.</summary>
    public static int Of(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of refusal."),
    };
}
