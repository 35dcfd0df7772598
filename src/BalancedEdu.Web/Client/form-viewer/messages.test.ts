import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { messages, translate } from './messages';

const file = new URL('../node_modules/@bpmn-io/form-js-viewer/dist/index.es.js', import.meta.url);
const translated = /translate\((?:'((?:[^'\\]|\\.)+)'|"((?:[^"\\]|\\.)+)")/g;

it('has Chinese for every text that form-js translates', () => {
  const texts = [...readFileSync(file, 'utf8').matchAll(translated)].map((found) => found[1] ?? found[2] ?? '');
  const shown = texts.filter((text) => !text.startsWith('HELLO') && !text.startsWith('binding path'));
  expect(shown.length).toBeGreaterThan(30);
  expect(shown.filter((text) => messages[text] === undefined)).toEqual([]);
});

it('puts values in, also zero', () => {
  expect(translate('Field must have minimum value of {value}.', { value: 0 })).toBe('不小于 0');
});

it('leaves a text it does not know as it is', () => expect(translate('Hello {you}', {})).toBe('Hello {you}'));
