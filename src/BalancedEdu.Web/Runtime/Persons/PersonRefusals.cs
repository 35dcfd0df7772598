using BalancedEdu.Bpmn.Forms;

namespace BalancedEdu.Web.Runtime.Persons;

/// <summary>The words of what can't be said about whose accounts are whose.</summary>
internal static class PersonRefusals
{
    public static ActionRefusal NotYours { get; } = new(
        RefusalKind.NotFound, "person.not-yours", "没有这个页面，或者您无权认定同一人。", []);

    public static ActionRefusal ReasonMissing { get; } = OfField(
        "person.reason", "reason",
        $"没有写明依据，或超过 {NaturalPersons.ReasonLengthMax} 字。职责分离和回避以此为准，请写明后再提交。");

    public static ActionRefusal SameAccount { get; } = OfField(
        "person.same-account", "second", "两处填的是同一个账号。请填写此人的另一个账号。");

    public static ActionRefusal Stale { get; } = new(
        RefusalKind.Conflict, "person.stale", "没有改动：该账号的认定刚被他人改过，或已不在列表中。请核对现在的列表后再操作。", []);

    public static ActionRefusal OwnAccount { get; } = new(
        RefusalKind.Forbidden, "person.own-account",
        "不能拆分：这里有您自己的账号，拆开后您会不再受自己的回避限制。请由其他管理员操作。", []);

    public static ActionRefusal AccountUnknown(string field, string name) => OfField(
        "person.account-unknown", field,
        name.Length == 0 ? "没有填写账号。请填写姓名或用户名。" : $"没有账号叫“{name}”。请填写姓名或登录用的用户名，停用的也可以。");

    public static ActionRefusal AccountAmbiguous(
        string field, string name, IEnumerable<PersonAccount> found) => OfField(
        "person.account-ambiguous", field,
        $"叫“{name}”的不止一个账号：{string.Join("、", found.Select(a => $"{a.UserName}（{a.Unit}）"))}。请改填用户名。");

    public static ActionRefusal Already(string first, string second) => OfField(
        "person.one-already", "second", $"{first} 和 {second} 已认定为同一人，无须再认定。");

    private static ActionRefusal OfField(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
