using System.Globalization;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Api;

/// <summary>A body that says which revision of a task was seen; <c>If-Match</c> may say it instead.</summary>
internal interface ISeen
{
    /// <summary>The revision, or null.</summary>
    int? Revision { get; }
}

/// <summary>Which revision of a task a program has seen.</summary>
internal static class ApiRevision
{
    /// <summary>A revision as an entity tag.</summary>
    public static string TagOf(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>
    /// The revision of the body or of <c>If-Match</c>. Refused: <c>api.revision-missing</c>,
    /// <c>api.revision-contradicts</c>.
    /// </summary>
    public static (int Revision, ActionRefusal? Refusal) Of(HttpRequest request, ISeen body)
    {
        var header = request.Headers.IfMatch.ToString().Trim('"');
        int? tag = int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;
        if ((body.Revision ?? tag) is not { } revision || (header.Length > 0 && tag is null))
            return (0, OperationRefusals.Field(
                "api.revision-missing", "revision", "没有办理：没有说明看到的是任务的哪一版。请填写 revision，或用 If-Match 发送任务的 ETag。"));
        return tag is null || tag == revision ? (revision, null) : (0, OperationRefusals.Field(
            "api.revision-contradicts", "revision", "没有办理：revision 与 If-Match 不一致。请只发送一个。"));
    }
}
