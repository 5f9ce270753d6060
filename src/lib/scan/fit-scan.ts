/** A HEIC photograph becomes a JPEG if this browser reads it. `scans.take` judges everything else. */
import { BEGINNING_BYTES } from '#lib/domain/file/pieces.ts';
import { MAX_SCAN_BYTES, scanTypeOf } from '#lib/domain/file/scan.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';

const HEIC = /^image\/hei[cf]$/;
/** Longer edge in pixels: A4 at 300, 200 and 150 dpi. */
const EDGES = [3508, 2339, 1754] as const;
const QUALITY = 0.8;

export async function fitScan(file: Blob): Promise<Result<Blob>> {
  const type = scanTypeOf(new Uint8Array(await file.slice(0, BEGINNING_BYTES).arrayBuffer()));
  const isPicture = type === null ? HEIC.test(file.type) : type !== 'application/pdf';
  if (!isPicture || (type !== null && file.size <= MAX_SCAN_BYTES)) return accept(file);
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return refuse({ code: 'scan.unreadable' });
  try {
    for (const edge of EDGES) {
      const smaller = await drawAtMost(picture, edge);
      if (smaller !== null && smaller.size <= MAX_SCAN_BYTES) return accept(smaller);
    }
    return refuse({ code: 'scan.unreadable' });
  } finally {
    picture.close();
  }
}

function drawAtMost(picture: ImageBitmap, edge: number): Promise<Blob | null> {
  const share = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * share);
  canvas.height = Math.round(picture.height * share);
  const pen = canvas.getContext('2d');
  if (pen === null) return Promise.resolve(null);
  // JPEG has no transparency, and paper is white.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((tell) => canvas.toBlob(tell, 'image/jpeg', QUALITY));
}
