import { MAX_LOGO_LENGTH } from '#lib/domain/authorization/form-choices.ts';

/** Pixels: 40 × 14 mm of paper at 200 dpi, then smaller. */
const SIZES = [320, 200, 120] as const;

/** PNG on white, small enough for a setting; `null` if this browser cannot read it. */
export async function fitLogo(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const drawn = SIZES.map((width) => drawAtMost(picture, width));
  return drawn.find((url) => url !== null && url.length <= MAX_LOGO_LENGTH) ?? null;
}

function drawAtMost(picture: ImageBitmap, width: number): string | null {
  const share = Math.min(1, width / picture.width, width / 2 / picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * share));
  canvas.height = Math.max(1, Math.round(picture.height * share));
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}
