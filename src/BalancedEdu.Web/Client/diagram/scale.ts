export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Free around the drawing, in its own units. */
export const margin = 16;

/** Below this scale the names of tasks cannot be read (12 px type at 9 px). */
export const smallestReadable = 0.75;

/** A drawing that is small is not blown up beyond its own size. */
export const largest = 1;

/** Fills the width where names stay readable; a wider drawing is scrolled. */
export function readableScale(drawing: Box, available: number): number {
  return Math.max(smallestReadable, wholeScale(drawing, available));
}

/** The whole width is seen, however small. */
export function wholeScale(drawing: Box, available: number): number {
  return Math.min(largest, available / (drawing.width + 2 * margin));
}

/** How large the drawing's box is (pixels) and what it shows (units): a narrow drawing stands in the middle. */
export function sizeAt(drawing: Box, scale: number, available: number): { width: number; height: number; viewbox: Box } {
  const width = Math.max(available, Math.ceil((drawing.width + 2 * margin) * scale));
  const height = Math.ceil((drawing.height + 2 * margin) * scale);
  const shown = width / scale;
  const x = drawing.x - (shown - drawing.width) / 2;
  return { width, height, viewbox: { x, y: drawing.y - margin, width: shown, height: height / scale } };
}
