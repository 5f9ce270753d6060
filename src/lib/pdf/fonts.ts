/** Fonts embedded in prints; fetched for the first sheet, then kept. */
import type { jsPDF } from 'jspdf';

/** Names as jsPDF uses them. */
export const FACES = ['NotoSans', 'NotoNaskhArabic', 'NotoSansSC'] as const;
export type Face = (typeof FACES)[number];
export type Weight = 'normal' | 'bold';
type FontFile = `${Face}-${'Regular' | 'Bold'}.ttf`;
/** Bytes of a font file; rejects if unavailable. */
export type LoadFont = (file: FontFile) => Promise<Uint8Array>;

/** Font of all forms; the other two cover characters that it lacks. */
export const FAMILY = 'NotoSans' satisfies Face;

/** Chinese has one weight: it is two megabytes. */
const FILES: Readonly<Record<Face, Partial<Readonly<Record<Weight, FontFile>>>>> = {
  NotoSans: { normal: 'NotoSans-Regular.ttf', bold: 'NotoSans-Bold.ttf' },
  NotoNaskhArabic: { normal: 'NotoNaskhArabic-Regular.ttf', bold: 'NotoNaskhArabic-Bold.ttf' },
  NotoSansSC: { normal: 'NotoSansSC-Regular.ttf' }
};

/** Reads the site's static files; `base` ends with a slash. */
function fontsFrom(base: string): LoadFont {
  const kept = new Map<FontFile, Promise<Uint8Array>>();
  return (file) => {
    const font = kept.get(file) ?? fetchFont(base + file);
    kept.set(file, font);
    font.catch(() => kept.delete(file));
    return font;
  };
}

async function fetchFont(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`font ${url} not available: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Shared by all prints: each font loads once. */
export const siteFonts = fontsFrom('/fonts/');

export function weightOf(face: Face, weight: Weight): Weight {
  return FILES[face][weight] ? weight : 'normal';
}

/** All weights of a font; rejects if one is unavailable. */
export async function readFace(
  face: Face,
  loadFont: LoadFont
): Promise<readonly (readonly [Weight, FontFile, Uint8Array])[]> {
  const files = Object.entries(FILES[face]) as [Weight, FontFile][];
  return Promise.all(files.map(async ([weight, file]) => [weight, file, await loadFont(file)] as const));
}

/** Embeds all weights of a font; only characters in every weight count as present. */
export async function embedFace(
  doc: jsPDF,
  face: Face,
  loadFont: LoadFont
): Promise<(code: number) => boolean> {
  const files = await readFace(face, loadFont);
  for (const [weight, file, bytes] of files) {
    doc.addFileToVFS(file, bytesToBinary(bytes));
    doc.addFont(file, face, weight, undefined, 'Identity-H');
  }
  const maps = files.map(([weight]) => codeMapOf(doc, face, weight));
  return (code) => maps.every((map) => (map[code] ?? 0) !== 0);
}

/** jsPDF expects a font as a string, one character per byte. */
function bytesToBinary(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

interface FontInside {
  readonly metadata: {
    readonly cmap: { readonly unicode: { readonly codeMap: Readonly<Record<number, number>> } };
  };
}

/** Private in jsPDF, so its version is pinned and a test checks this. */
function codeMapOf(doc: jsPDF, face: Face, style: string): Readonly<Record<number, number>> {
  const inside = doc.internal as unknown as { getFont(family: string, style: string): FontInside };
  return inside.getFont(face, style).metadata.cmap.unicode.codeMap;
}
