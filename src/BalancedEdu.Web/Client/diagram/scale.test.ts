import { expect, it } from 'vitest';
import { ownScale, sizeAt, wholeScale } from './scale';

const drawing = { x: 100, y: 50, width: 968, height: 268 };

it('scrolls sideways on a phone and keeps names readable', () => {
  const { width, height, viewbox } = sizeAt(drawing, ownScale, 340);
  expect([width, height]).toEqual([1000, 300]);
  expect(viewbox).toEqual({ x: 84, y: 34, width: 1000, height: 300 });
});

it('shows the whole on request, however small', () => {
  expect(wholeScale(drawing, 340)).toBeCloseTo(0.34);
  expect(sizeAt(drawing, 0.34, 340).width).toBe(340);
});

it('shows a small drawing at its own size, in the middle', () => {
  const small = { x: 0, y: 0, width: 168, height: 68 };
  expect(wholeScale(small, 700)).toBe(1);
  const { width, viewbox } = sizeAt(small, ownScale, 700);
  expect(width).toBe(700);
  expect(viewbox).toEqual({ x: -266, y: -16, width: 700, height: 100 });
});
