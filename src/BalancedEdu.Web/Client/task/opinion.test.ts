import { expect, it } from 'vitest';
import { lengthOf, refusalOf } from './opinion';

it('counts what is left after trimming', () => expect(lengthOf('  材料不齐\n')).toBe(4));

it.each([
  ['', 0, null],
  ['', 1, '须写明意见'],
  ['同意', 1, null],
  ['材料不齐', 10, '说明至少 10 个字，现在 4 个字'],
  ['材料不齐，请补充证明文件', 10, null],
] as const)('"%s" with at least %i characters: %s', (text, least, refusal) => {
  expect(refusalOf(text, least)).toBe(refusal);
});
