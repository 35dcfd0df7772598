export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export interface Size { readonly width: number; readonly height: number; readonly viewbox: Box }

/** Free around the drawing, in its own units. */
export const margin = 16;

/** The drawing's own size: names stand at 12 px, the smallest type that is read without effort. */
export const ownScale = 1;

/** The whole width is seen, however small; a small drawing is not blown up. */
export function wholeScale(drawing: Box, available: number): number {
  return Math.min(ownScale, available / (drawing.width + 2 * margin));
}

/** How large the drawing's box is (pixels) and what it shows (units): a narrow drawing stands in the middle. */
export function sizeAt(drawing: Box, scale: number, available: number): Size {
  const width = Math.max(available, Math.ceil((drawing.width + 2 * margin) * scale));
  const height = Math.ceil((drawing.height + 2 * margin) * scale);
  const shown = width / scale;
  const x = drawing.x - (shown - drawing.width) / 2;
  return { width, height, viewbox: { x, y: drawing.y - margin, width: shown, height: height / scale } };
}
