import { expect, it } from 'vitest';
import { fit, smallestScale } from './fit';

const drawing = { x: 100, y: 50, width: 968, height: 268 };

it('fills the width that is there', () => {
  const { width, height, viewbox } = fit(drawing, 900, 16);
  expect([width, height]).toEqual([900, 270]);
  expect(viewbox.x).toBe(84);
});

it('scrolls sideways on a phone and keeps names readable', () => {
  expect(fit(drawing, 340, 16).width).toBe(1000 * smallestScale);
});

it('shows a small drawing at its own size, in the middle', () => {
  const { width, viewbox } = fit({ x: 0, y: 0, width: 168, height: 68 }, 700, 16);
  expect(width).toBe(700);
  expect(viewbox).toEqual({ x: -266, y: -16, width: 700, height: 100 });
});
