export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Below this scale the names of tasks cannot be read (12 px type at 9 px): the box scrolls sideways instead. */
export const smallestScale = 0.75;

/** A drawing that is small is not blown up beyond its own size. */
export const largestScale = 1;

/**
 * How large the drawing's box is (pixels) and what it shows (units of the drawing),
 * where `available` pixels are there and `margin` units shall stay free around the drawing.
 */
export function fit(drawing: Box, available: number, margin: number): { width: number; height: number; viewbox: Box } {
  const wide = drawing.width + 2 * margin;
  const high = drawing.height + 2 * margin;
  const scale = Math.min(largestScale, Math.max(smallestScale, available / wide));
  const width = Math.max(available, Math.ceil(wide * scale));
  const height = Math.ceil(high * scale);
  const shown = width / scale;
  const x = drawing.x - (shown - drawing.width) / 2;
  return { width, height, viewbox: { x, y: drawing.y - margin, width: shown, height: height / scale } };
}
