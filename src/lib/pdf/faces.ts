/**
 * Which face draws which letter. A name may be written in any script, whatever the language of the sheet:
 * the text is drawn run by run, each in a face that has its letters, and only needed faces are fetched.
 */
import type { jsPDF } from 'jspdf';
import { embedFace, type Face, type LoadFont } from './fonts.ts';

const ARABIC = /[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]/;
const CHINESE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;

export interface FaceRun {
  readonly face: Face;
  readonly text: string;
}

export class Faces {
  readonly #faces: readonly { readonly face: Face; readonly has: (code: number) => boolean }[];

  private constructor(faces: readonly { readonly face: Face; readonly has: (code: number) => boolean }[]) {
    this.#faces = faces;
  }

  /** Embeds what these words need. Rejects where a font cannot be had. */
  static async embedFor(doc: jsPDF, words: string, loadFont: LoadFont): Promise<Faces> {
    const needed: Face[] = ['NotoSans'];
    if (ARABIC.test(words)) needed.push('NotoNaskhArabic');
    if (CHINESE.test(words)) needed.push('NotoSansSC');
    const faces = [];
    for (const face of needed) faces.push({ face, has: await embedFace(doc, face, loadFont) });
    return new Faces(faces);
  }

  has(code: number): boolean {
    return this.#faces.some((one) => one.has(code));
  }

  /** A space or sign between stays with what stands before it, where that face has it. */
  runsOf(text: string): FaceRun[] {
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
    return having[0] ?? 'NotoSans';
  }
}
