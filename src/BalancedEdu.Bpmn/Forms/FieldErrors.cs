using System.Globalization;

namespace BalancedEdu.Bpmn.Forms;

/// <summary>
/// The catalogue of what can be wrong with a field. The labels stand in the form; the sentences don't repeat them.
/// </summary>
internal static class FieldErrors
{
    public static FieldError NotAnObject() => new("", "form.not-an-object", "表单数据没有收到，请刷新页面后重新填写。");

    public static FieldError Required(string key) => new(key, "form.required", "请填写此项。");

    public static FieldError WrongKind(string key, string expected) =>
        new(key, "form.wrong-kind", $"应当是{expected}，请重新填写。");

    public static FieldError NotANumber(string key) => new(key, "form.not-a-number", "请填写数字。");

    public static FieldError TooManyDecimals(string key, int digits) => new(
        key, "form.decimals", digits == 0 ? "请填写整数。" : $"小数最多 {digits} 位。");

    public static FieldError OffStep(string key, decimal previous, decimal next) => new(
        key, "form.increment", $"最接近的可用数值是 {Show(previous)} 和 {Show(next)}。");

    public static FieldError TooSmall(string key, decimal min) => new(key, "form.min", $"不能小于 {Show(min)}。");

    public static FieldError TooLarge(string key, decimal max) => new(key, "form.max", $"不能大于 {Show(max)}。");

    public static FieldError TooShort(string key, int min, int have) => new(
        key, "form.min-length", $"至少 {min} 个字，现有 {have} 个。");

    public static FieldError TooLong(string key, int max, int have) => new(
        key, "form.max-length", $"最多 {max} 个字，现有 {have} 个。");

    public static FieldError OffPattern(string key, string? message, string pattern) => new(
        key, "form.pattern", message ?? $"格式不符，应当匹配 {pattern}。");

    public static FieldError NotEmail(string key) => new(key, "form.email", "请填写正确的电子邮箱，如 name@example.cn。");

    public static FieldError NotPhone(string key) => new(key, "form.phone", "请填写带国家代码的电话，如 +8613800138000。");

    public static FieldError NotAnOption(string key) => new(key, "form.not-an-option", "请从列出的选项中选择。");

    public static FieldError Twice(string key) => new(key, "form.twice", "同一选项只能选一次。");

    public static FieldError NotADate(string key) => new(key, "form.not-a-date", "请填写正确的日期，如 2026-10-09。");

    public static FieldError NotATime(string key) => new(key, "form.not-a-time", "请填写正确的时间，如 09:30。");

    public static FieldError NotADateTime(string key) => new(key, "form.not-a-date-time", "请填写正确的日期和时间。");

    public static FieldError Past(string key) => new(key, "form.past-date", "不能早于今天。");

    public static FieldError TooManyItems(string key, int max) => new(key, "form.too-many-items", $"最多 {max} 行。");

    public static FieldError FixedItems(string key, int count) => new(key, "form.fixed-items", $"这里固定 {count} 行，不能增减。");

    private static string Show(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);
}
