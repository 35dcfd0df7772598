import { expect, it } from 'vitest';
import { otherTheme, themeCookieFor } from './theme';

it('turns dark from light and from nothing, and back', () => {
  expect([otherTheme('light'), otherTheme(undefined), otherTheme('dark')]).toEqual(['dark', 'dark', 'light']);
});

it('keeps the choice for the whole site, and only over https where the page is', () => {
  expect(themeCookieFor('dark', false)).toBe('be-theme=dark; path=/; max-age=31536000; samesite=lax');
  expect(themeCookieFor('dark', true)).toMatch(/; secure$/);
});
