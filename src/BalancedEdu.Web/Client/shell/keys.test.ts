import { describe, expect, it } from 'vitest';
import { isTyping, meaningOf, nextIndex } from './keys';

const key = (over: Partial<KeyboardEvent>): KeyboardEvent =>
  ({ isComposing: false, keyCode: 65, ctrlKey: false, metaKey: false, altKey: false, target: null, ...over }) as
    KeyboardEvent;

describe('keys', () => {
  it.each([
    ['j', { kind: 'move', by: 1 }],
    ['k', { kind: 'move', by: -1 }],
    ['x', { kind: 'tick' }],
    ['/', { kind: 'search' }],
    ['?', { kind: 'help' }],
    ['Enter', { kind: 'open' }],
    ['a', { kind: 'press', key: 'a' }],
    ['Tab', { kind: 'none' }],
    ['A', { kind: 'none' }],
  ])('%s means its action', (pressed, action) => expect(meaningOf(pressed, false)).toEqual(action));

  it('reads g and a letter as one key', () => {
    expect(meaningOf('g', false)).toEqual({ kind: 'prefix' });
    expect(meaningOf('i', true)).toEqual({ kind: 'press', key: 'g i' });
  });

  it.each([
    ['a composing input method', { isComposing: true }],
    ['the first key of an input method', { keyCode: 229 }],
    ['a shortcut of the browser', { ctrlKey: true }],
  ])('leaves %s alone', (_, over) => expect(isTyping(key(over))).toBe(true));

  it('takes a key on the page itself', () => expect(isTyping(key({}))).toBe(false));

  it.each([
    [-1, 1, 3, 0],
    [-1, -1, 3, 2],
    [0, -1, 3, 0],
    [2, 1, 3, 2],
    [1, 1, 3, 2],
  ] as const)('moves from %i by %i of %i to %i', (from, by, count, to) => expect(nextIndex(from, by, count)).toBe(to));
});
