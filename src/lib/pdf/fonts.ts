import type { jsPDF } from 'jspdf';
import { neededFaces, type Face } from './printable-letters.ts';

export type Weight = 'normal' | 'bold';
type FontFile = `${Face}-${'Regular' | 'Bold'}.ttf`;
export type LoadFont = (file: FontFile) => Promise<Uint8Array>;

/** Font of all forms; the other two cover characters that it lacks. */
export const FAMILY = 'NotoSans' satisfies Face;

/** Chinese has one weight: it is two megabytes. */
const FILES: Readonly<Record<Face, Partial<Readonly<Record<Weight, FontFile>>>>> = {
  NotoSans: { normal: 'NotoSans-Regular.ttf', bold: 'NotoSans-Bold.ttf' },
  NotoNaskhArabic: { normal: 'NotoNaskhArabic-Regular.ttf', bold: 'NotoNaskhArabic-Bold.ttf' },
  NotoSansSC: { normal: 'NotoSansSC-Regular.ttf' }
};

const kept = new Map<FontFile, Promise<Uint8Array>>();

/** Reads the site's static files, each once for all prints. */
export const siteFonts: LoadFont = (file) => {
  const font = kept.get(file) ?? fetchFont(`/fonts/${file}`);
  kept.set(file, font);
  font.catch(() => kept.delete(file));
  return font;
};

async function fetchFont(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`font ${url} not available: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

export function weightOf(face: Face, weight: Weight): Weight {
  return FILES[face][weight] ? weight : 'normal';
}

function readFace(
  face: Face,
  loadFont: LoadFont
): Promise<readonly (readonly [Weight, FontFile, Uint8Array])[]> {
  const files = Object.entries(FILES[face]) as [Weight, FontFile][];
  return Promise.all(files.map(async ([weight, file]) => [weight, file, await loadFont(file)] as const));
}

/** Fonts for these words that are neither on this device nor reachable now. */
export async function listLackingFaces(
  words: string,
  loadFont: LoadFont = siteFonts
): Promise<readonly Face[]> {
  const lacking = await Promise.all(
    neededFaces(words).map((face) =>
      readFace(face, loadFont).then(
        () => [],
        () => [face]
      )
    )
  );
  return lacking.flat();
}

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
  for (const [weight] of files) copyAsLetters(doc, face, weight);
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

/** Text copied from the file has a letter for each joined form; lam with alef is two letters, for which it has no room. */
function copyAsLetters(doc: jsPDF, face: Face, style: string): void {
  doc.internal.events.subscribe('buildDocument', () => {
    const { toUnicode } = insideFont(doc, face, style);
    for (const [glyph, code] of Object.entries(toUnicode)) {
      const letter = String.fromCharCode(code).normalize('NFKC');
      if (code >= 0xfb50 && letter.length === 1) toUnicode[Number(glyph)] = letter.charCodeAt(0);
    }
  });
}

type CodeMap = Readonly<Record<number, number>>;
type FontsInside = jsPDF['internal'] & {
  getFont(family: string, style: string): { metadata: FontInside };
};
interface FontInside {
  readonly cmap: { readonly unicode: { readonly codeMap: CodeMap } };
  /** Codes of the drawn glyphs. */
  readonly toUnicode: Record<number, number>;
}

function codeMapOf(doc: jsPDF, face: Face, style: string): CodeMap {
  return insideFont(doc, face, style).cmap.unicode.codeMap;
}

/** Private in jsPDF, so its version is pinned and a test checks this. */
function insideFont(doc: jsPDF, face: Face, style: string): FontInside {
  return (doc.internal as FontsInside).getFont(face, style).metadata;
}
