/** Fonts that a sheet needs and this device cannot get now, known before printing. */
import { readFace, siteFonts, type Face, type LoadFont } from './fonts.ts';
import type { AuthorizationAct, PrintOptions } from './print-request.ts';
import { neededFaces } from './printable-letters.ts';

/** Fonts that are neither on this device nor reachable. */
export async function listLackingFaces(
  words: string,
  loadFont: LoadFont = siteFonts
): Promise<readonly Face[]> {
  const needed = neededFaces(words);
  const areHad = await Promise.all(needed.map((face) => isHad(face, loadFont)));
  return needed.filter((_, index) => !areHad[index]);
}

function isHad(face: Face, loadFont: LoadFont): Promise<boolean> {
  return readFace(face, loadFont).then(
    () => true,
    () => false
  );
}

/** All text by authorities on the sheet; the form's own words use the form's font. */
export function wordsOnForm(act: AuthorizationAct, { related, mark }: PrintOptions): string {
  return JSON.stringify([act.body, related?.shipment?.body, related?.endorsement?.body, mark]);
}
