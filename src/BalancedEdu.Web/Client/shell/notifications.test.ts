import { describe, expect, it } from 'vitest';
import { badgeOf, labelOf, streamFrom } from './notifications';

describe('the bell', () => {
  it('shows up to 99', () => {
    expect([0, 1, 99, 100].map(badgeOf)).toEqual(['0', '1', '99', '99+']);
  });

  it('says how many are unread, and nothing of none', () => {
    expect(labelOf(0)).toBe('通知');
    expect(labelOf(120)).toBe('通知，120 条未读');
  });

  it('goes on where it was', () => {
    expect(streamFrom('')).toBe('/Notifications/Stream');
    expect(streamFrom('17.3')).toBe('/Notifications/Stream?last=17.3');
  });
});
