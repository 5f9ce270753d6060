/** The size of a page that is drawn for the reading of its codes. */

/** Telephones draw no larger canvas: it stays empty, without an error. */
const MAX_PIXELS = 16_000_000;
/** Scales of a PDF’s 72 units an inch: 200, then 300 dots an inch. */
const SCALES = [200 / 72, 300 / 72];

/** Smaller for large pages: programs that scan often make one unit of each dot. */
export function pageScales({ width, height }: { readonly width: number; readonly height: number }): number[] {
  const most = Math.sqrt(MAX_PIXELS / (width * height));
  return [...new Set(SCALES.map((scale) => Math.min(scale, most)))];
}
