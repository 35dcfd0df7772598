import { expect, it } from 'vitest';
import { readableScale, sizeAt, smallestReadable, wholeScale } from './scale';

const drawing = { x: 100, y: 50, width: 968, height: 268 };

it('fills the width that is there', () => {
  const { width, height, viewbox } = sizeAt(drawing, readableScale(drawing, 900), 900);
  expect([width, height]).toEqual([900, 270]);
  expect(viewbox.x).toBe(84);
});

it('scrolls sideways on a phone and keeps names readable', () => {
  expect(readableScale(drawing, 340)).toBe(smallestReadable);
  expect(sizeAt(drawing, smallestReadable, 340).width).toBe(750);
});

it('shows the whole on request, however small', () => {
  expect(wholeScale(drawing, 340)).toBeCloseTo(0.34);
  expect(sizeAt(drawing, 0.34, 340).width).toBe(340);
});

it('shows a small drawing at its own size, in the middle', () => {
  const small = { x: 0, y: 0, width: 168, height: 68 };
  const { width, viewbox } = sizeAt(small, readableScale(small, 700), 700);
  expect(width).toBe(700);
  expect(viewbox).toEqual({ x: -266, y: -16, width: 700, height: 100 });
});
