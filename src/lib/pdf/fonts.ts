/** The two weights that every form embeds. They are fetched when the first form is printed, then kept. */
import type { jsPDF } from 'jspdf';

export type FontFile = 'NotoSans-Regular.ttf' | 'NotoSans-Bold.ttf';
/** Gives the bytes of a font file; rejects when it cannot be had. */
export type LoadFont = (file: FontFile) => Promise<Uint8Array>;

export const FAMILY = 'NotoSans';
const WEIGHTS = [
  ['NotoSans-Regular.ttf', 'normal'],
  ['NotoSans-Bold.ttf', 'bold']
] as const;

/** Reads from the site's own static files; `base` ends with a slash. */
export function fontsFrom(base: string): LoadFont {
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

/** Embeds both weights and tells which characters they have. */
export async function embedFonts(doc: jsPDF, loadFont: LoadFont): Promise<(code: number) => boolean> {
  for (const [file, style] of WEIGHTS) {
    doc.addFileToVFS(file, bytesToBinary(await loadFont(file)));
    doc.addFont(file, FAMILY, style, undefined, 'Identity-H');
  }
  const maps = WEIGHTS.map(([, style]) => codeMapOf(doc, style));
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
function codeMapOf(doc: jsPDF, style: string): Readonly<Record<number, number>> {
  const inside = doc.internal as unknown as { getFont(family: string, style: string): FontInside };
  return inside.getFont(FAMILY, style).metadata.cmap.unicode.codeMap;
}
