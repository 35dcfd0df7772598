import type { Plugin } from 'vite';

/**
 * Words and formats that form-js 2.0.0 holds as literals, where its translate service cannot reach them.
 * Dates follow the browser's language there; a form of the bureau shows 2026-11-27 in every browser.
 */
export const literals: ReadonlyArray<readonly [found: string, replacement: string]> = [
  ['dateFormat: getLocaleDateFlatpickrConfig()', 'dateFormat: "Y-m-d"'],
  ['getLocaleReadableDateFormat()', '"年-月-日"'],
  ["'01/01/1900'", "'1900-01-01'"],
  ['children: "Browse"', 'children: "选择文件"'],
  ["valueLabel || 'Select'", "valueLabel || '选择'"],
  ['`Remove list item ${itemIndex + 1}`', '`移除第 ${itemIndex + 1} 行`'],
];

/** Replaces every literal and fails the build where one is gone: a newer form-js needs a new look at this list. */
export function replaceLiterals(code: string): string {
  return literals.reduce((text, [found, replacement]) => {
    if (!text.includes(found)) throw new Error(`form-js no longer contains ${found}: check form-js-literals.ts.`);
    return text.replaceAll(found, replacement);
  }, code);
}

export function formJsLiterals(): Plugin {
  return {
    name: 'form-js-literals',
    transform: (code, id) =>
      id.includes('form-js-viewer/dist/index.es.js') ? { code: replaceLiterals(code), map: null } : undefined,
  };
}
