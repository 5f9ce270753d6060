/** Pictures drawn smaller on this device, on white: JPEG has no transparency, and paper is white. */
import { MAX_LOGO_LENGTH } from '#lib/domain/authorization/form-choices.ts';
import { BEGINNING_BYTES } from '#lib/domain/file/pieces.ts';
import { MAX_SCAN_BYTES, scanTypeOf } from '#lib/domain/file/scan.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';

const HEIC = /^image\/hei[cf]$/;
/** Longer edge in pixels: A4 at 300, 200 and 150 dpi. */
const SCAN_EDGES = [3508, 2339, 1754] as const;
const QUALITY = 0.8;
/** Pixels: 40 × 14 mm of paper at 200 dpi, then smaller. */
const LOGO_WIDTHS = [320, 200, 120] as const;

/** A HEIC photograph becomes a JPEG if this browser reads it. `scans.take` judges everything else. */
export async function fitScan(file: Blob, most = MAX_SCAN_BYTES): Promise<Result<Blob>> {
  const type = scanTypeOf(new Uint8Array(await file.slice(0, BEGINNING_BYTES).arrayBuffer()));
  const isPicture = type === null ? HEIC.test(file.type) : type !== 'application/pdf';
  if (!isPicture || (type !== null && file.size <= most)) return accept(file);
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return refuse({ code: 'scan.unreadable' });
  try {
    for (const edge of SCAN_EDGES) {
      const canvas = drawnAt(picture, edge / Math.max(picture.width, picture.height));
      const smaller = await new Promise<Blob | null>((tell) =>
        canvas ? canvas.toBlob(tell, 'image/jpeg', QUALITY) : tell(null)
      );
      if (smaller !== null && smaller.size <= most) return accept(smaller);
    }
    return refuse({ code: 'scan.unreadable' });
  } finally {
    picture.close();
  }
}

/** PNG, small enough for a setting; `null` if this browser cannot read it. */
export async function fitLogo(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const drawn = LOGO_WIDTHS.map((width) =>
    drawnAt(picture, Math.min(width / picture.width, width / 2 / picture.height))?.toDataURL('image/png')
  );
  return drawn.find((url) => url !== undefined && url.length <= MAX_LOGO_LENGTH) ?? null;
}

/** Never larger than the picture. Null if this browser cannot draw. */
function drawnAt(picture: ImageBitmap, share: number): HTMLCanvasElement | null {
  const [width, height] = [picture.width, picture.height].map((size) =>
    Math.max(1, Math.round(size * Math.min(1, share)))
  ) as [number, number];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  return canvas;
}
