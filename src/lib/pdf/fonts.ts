/** The type faces that printing embeds. They are fetched when the first sheet is printed, then kept. */
import type { jsPDF } from 'jspdf';

/** As the drawing program knows them. */
export const FACES = ['NotoSans', 'NotoNaskhArabic', 'NotoSansSC'] as const;
export type Face = (typeof FACES)[number];
export type Weight = 'normal' | 'bold';
export type FontFile = `${Face}-${'Regular' | 'Bold'}.ttf`;
/** Gives the bytes of a font file; rejects when it cannot be had. */
export type LoadFont = (file: FontFile) => Promise<Uint8Array>;

/** The font of every form; the other two are for letters that it lacks. */
export const FAMILY = 'NotoSans' satisfies Face;

/** Chinese comes in one weight: it is two megabytes. */
const FILES: Readonly<Record<Face, Partial<Readonly<Record<Weight, FontFile>>>>> = {
  NotoSans: { normal: 'NotoSans-Regular.ttf', bold: 'NotoSans-Bold.ttf' },
  NotoNaskhArabic: { normal: 'NotoNaskhArabic-Regular.ttf', bold: 'NotoNaskhArabic-Bold.ttf' },
  NotoSansSC: { normal: 'NotoSansSC-Regular.ttf' }
};

/** Reads from the site's own static files; `base` ends with a slash. */
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

/** Shared by all that is printed: a face is fetched once. */
export const siteFonts = fontsFrom('/fonts/');

/** The weight that there is. */
export function weightOf(face: Face, weight: Weight): Weight {
  return FILES[face][weight] ? weight : 'normal';
}

/** All weights of a face; rejects where one cannot be had. */
export async function readFace(
  face: Face,
  loadFont: LoadFont
): Promise<readonly (readonly [Weight, FontFile, Uint8Array])[]> {
  const files = Object.entries(FILES[face]) as [Weight, FontFile][];
  return Promise.all(files.map(async ([weight, file]) => [weight, file, await loadFont(file)] as const));
}

/** Embeds all weights of a face; what is told to be there is in each of them. */
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

/** jsPDF takes a font as a string of one character a byte. */
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

/** Not in jsPDF's public face: the reason why its version is pinned. A test holds it. */
function codeMapOf(doc: jsPDF, face: Face, style: string): Readonly<Record<number, number>> {
  const inside = doc.internal as unknown as { getFont(family: string, style: string): FontInside };
  return inside.getFont(face, style).metadata.cmap.unicode.codeMap;
}
