/** A square code as the pixels of a picture, as a camera sees it at its best. */
import { QUIET_ZONE, squareOf } from '#lib/print-code/square.ts';

interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** `side`: modules of the code with its quiet zone. */
export function squarePixels(text: string, scale = 3): Pixels & { readonly side: number } {
  const square = squareOf(text);
  const side = square.size + 2 * QUIET_ZONE;
  const width = side * scale;
  const data = new Uint8ClampedArray(width ** 2 * 4).fill(255);
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++)
      if (square.get(Math.floor(x / scale) - QUIET_ZONE, Math.floor(y / scale) - QUIET_ZONE))
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return { data, width, height: width, side };
}
