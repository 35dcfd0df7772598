import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { literals, replaceLiterals } from './form-js-literals';

it('finds every literal in the installed form-js and leaves none', () => {
  const file = new URL('./node_modules/@bpmn-io/form-js-viewer/dist/index.es.js', import.meta.url);
  const code = readFileSync(file, 'utf8');
  const replaced = replaceLiterals(code);
  for (const [found] of literals) expect(replaced).not.toContain(found);
});

it('stops the build where a literal is gone', () => expect(() => replaceLiterals('')).toThrow(/no longer contains/));
