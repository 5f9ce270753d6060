/**
 * Font per character. Names can be in any script, so text is drawn in runs, each in a font with its characters. Only
 * needed fonts load.
 */
import type { jsPDF } from 'jspdf';
import { embedFace, FAMILY, type Face, type LoadFont } from './fonts.ts';
import { listLackingFaces } from './lacking-faces.ts';
import { neededFaces, NON_JOINER } from './printable-letters.ts';

export interface FaceRun {
  readonly face: Face;
  readonly text: string;
}

interface Embedded {
  readonly face: Face;
  readonly has: (code: number) => boolean;
}

/** A direction mark; a font with a glyph for it must not treat it as a letter. */
const ARABIC_MARK = 0x61c;

export class Faces {
  readonly #faces: readonly Embedded[];

  private constructor(faces: readonly Embedded[]) {
    this.#faces = faces;
  }

  /** Embeds the fonts that these words need. Rejects if one is unavailable. */
  static async embedFor(doc: jsPDF, words: string, loadFont: LoadFont): Promise<Faces> {
    return Faces.#embed(doc, neededFaces(words), loadFont);
  }

  /** The same, but skips unavailable fonts for rare characters, which are then missing. */
  static async embedAtHand(doc: jsPDF, words: string, loadFont: LoadFont): Promise<Faces> {
    const lacking = await listLackingFaces(words, loadFont);
    const atHand = neededFaces(words).filter((face) => face === FAMILY || !lacking.includes(face));
    return Faces.#embed(doc, atHand, loadFont);
  }

  static async #embed(doc: jsPDF, needed: readonly Face[], loadFont: LoadFont): Promise<Faces> {
    const faces: Embedded[] = [];
    for (const face of needed) faces.push({ face, has: await embedFace(doc, face, loadFont) });
    return new Faces(faces);
  }

  has(code: number): boolean {
    if (code === NON_JOINER) return this.#faces.some(({ face }) => face === 'NotoNaskhArabic');
    return code !== ARABIC_MARK && this.#faces.some((one) => one.has(code));
  }

  /** A space or sign stays with the text before it, if that font has it. */
  runsOf(text: string): FaceRun[] {
    if (this.#faces.length === 1) return [{ face: FAMILY, text }];
    const runs: { face: Face; text: string }[] = [];
    for (const letter of text) {
      const last = runs.at(-1);
      const face = this.#faceOf(letter, last?.face);
      if (last && last.face === face) last.text += letter;
      else runs.push({ face, text: letter });
    }
    return runs;
  }

  #faceOf(letter: string, before: Face | undefined): Face {
    const code = letter.codePointAt(0) ?? 0;
    const isNeutral = !/[\p{L}\p{N}]/u.test(letter);
    const having = this.#faces.filter((one) => one.has(code)).map(({ face }) => face);
    if (isNeutral && before !== undefined && having.includes(before)) return before;
    return having[0] ?? FAMILY;
  }
}
