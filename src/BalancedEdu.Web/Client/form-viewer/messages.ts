/** What form-js says, in Chinese; the rules of words are those of the whole product: say how to put it right. */
export const messages: Readonly<Record<string, string>> = {
  'Field is required.': '这一项必填',
  'Value is not a number.': '须填数字',
  'Value is expected to be an integer.': '须填整数',
  'Value is expected to have at most 1 decimal digit.': '最多 1 位小数',
  'Value is expected to have at most {value} decimal digits.': '最多 {value} 位小数',
  'Please select a valid value, the two nearest valid values are {previousValue} and {nextValue}.':
    '最接近的可填值是 {previousValue} 和 {nextValue}',
  'Field must match pattern {value}.': '格式不符，应为 {value}',
  'Field must have minimum value of {value}.': '不小于 {value}',
  'Field must have maximum value of {value}.': '不大于 {value}',
  'Min validation value is not a valid number.': '表单的最小值不是数字，告知管理员',
  'Max validation value is not a valid number.': '表单的最大值不是数字，告知管理员',
  'Field must have minimum length of {value}.': '至少 {value} 个字',
  'Field must have maximum length of {value}.': '最多 {value} 个字',
  'Field must be a valid international phone number. (e.g. +4930664040900)': '须填带国家码的电话，如 +8613800000000',
  'Field must be a valid email.': '须填邮箱地址，如 name@example.cn',
  'Date and time must both be entered.': '日期和时间都要填',
  Date: '日期',
  Time: '时间',
  Search: '搜索',
  'Skip to search': '跳到搜索',
  'Remove tag': '移除',
  'No results': '没有结果',
  'All values selected': '已全部选中',
  'Nothing to show.': '没有内容',
  'No content to show.': '没有内容',
  "External content couldn't be loaded.": '外部内容没有读到',
  '{page} of {total}': '第 {page} 页，共 {total} 页',
  'Previous page': '上一页',
  'Next page': '下一页',
  'Click to sort by {value} descending': '按{value}从大到小',
  'Click to sort by {value} ascending': '按{value}从小到大',
  'Click to remove sorting': '取消排序',
  'No files selected': '没有选文件',
  '{value} files selected': '已选 {value} 个文件',
  'Document reference is not defined.': '没有说明是哪份文件',
  'Unable to download document': '文件没有下载成功，稍后再试',
  'Download {fileName}': '下载 {fileName}',
  'Add new': '添加',
  'Expand all ({value})': '展开全部（{value}）',
  Collapse: '收起',
  Increment: '加',
  Decrement: '减',
};

/** Words that form-js wanted and the table does not have: an island that knows its own gaps. */
export const missing = new Set<string>();

export function translate(template: string, replacements: Readonly<Record<string, unknown>> = {}): string {
  const known = messages[template];
  if (known === undefined) missing.add(template);
  return (known ?? template).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = replacements[name];
    return value === undefined || value === null ? whole : String(value);
  });
}
