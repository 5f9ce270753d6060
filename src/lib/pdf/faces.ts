/**
 * Font per character. Names can be in any script, so text is measured and drawn in runs, each in a font with its
 * characters. Only needed fonts load.
 */
import type { jsPDF } from 'jspdf';
import { embedFace, FAMILY, listLackingFaces, weightOf, type LoadFont } from './fonts.ts';
import { neededFaces, NON_JOINER, type Face } from './printable-letters.ts';

interface FaceRun {
  readonly face: Face;
  readonly text: string;
}

interface Embedded {
  readonly face: Face;
  readonly has: (code: number) => boolean;
}

export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly bold?: boolean;
  /** Grey from 0 (ink) to 255. */
  readonly grey?: number;
}

interface Across {
  /** Millimetres from the top to its middle. */
  readonly y: number;
  readonly size: number;
  readonly ink: readonly [number, number, number];
  readonly opacity: number;
}

/** A direction mark; a font with a glyph for it must not treat it as a letter. */
const ARABIC_MARK = 0x61c;
export const MILLIMETRES_PER_POINT = 25.4 / 72;
/** Fraction of the size, matching a bold font's extra stroke width. */
const THICKER = 0.03;
const SLOPE = 45;
const PAGE_MIDDLE = 105;
const AS_GIVEN = { isInputVisual: true, isOutputVisual: true, isInputRtl: false, isOutputRtl: false };
const AFTER_LAM = /(?<=[\ufedf\ufee0])/;

export class Faces {
  readonly doc: jsPDF;
  readonly #faces: readonly Embedded[];

  private constructor(doc: jsPDF, faces: readonly Embedded[]) {
    this.doc = doc;
    this.#faces = faces;
  }

  /**
   * Embeds the fonts that these words need. An unavailable one rejects, or if `own` is given leaves its characters
   * missing, unless the sheet's own words, like these, need it.
   */
  static async embed(doc: jsPDF, words: string, loadFont: LoadFont, own?: string): Promise<Faces> {
    const lacking = own === undefined ? [] : await listLackingFaces(words, loadFont);
    const kept = neededFaces(own ?? '');
    const needed = neededFaces(words).filter((face) => kept.includes(face) || !lacking.includes(face));
    const faces: Embedded[] = [];
    for (const face of needed) faces.push({ face, has: await embedFace(doc, face, loadFont) });
    return new Faces(doc, faces);
  }

  has(code: number): boolean {
    if (code === NON_JOINER) return this.#faces.some(({ face }) => face === 'NotoNaskhArabic');
    return code !== ARABIC_MARK && this.#faces.some((one) => one.has(code));
  }

  measure(text: string, { size, bold }: TextStyle): number {
    this.doc.setFontSize(size);
    return this.#runsOf(text).reduce((sum, run) => {
      this.#setFace(run.face, bold);
      return sum + this.doc.getTextWidth(run.text);
    }, 0);
  }

  draw(text: string, x: number, baseline: number, { size, bold, grey }: TextStyle): void {
    let at = x;
    this.doc.setFontSize(size);
    this.doc.setTextColor(grey ?? 0);
    for (const run of this.#runsOf(text)) {
      this.#setFace(run.face, bold);
      if (bold && weightOf(run.face, 'bold') !== 'bold') this.#drawThick(run.text, at, baseline);
      else this.#drawAsGiven(run.text, at, baseline);
      at += this.doc.getTextWidth(run.text);
    }
  }

  /** A word across the sheet in drawing order, rising to the right, light enough to read through. */
  drawAcross(word: string, { y, size, ink, opacity }: Across): void {
    this.#setFace(this.#runsOf(word)[0]?.face ?? FAMILY, true);
    this.doc.setFontSize(size);
    const shift = (this.doc.getTextWidth(word) / 2) * Math.SQRT1_2;
    this.doc.saveGraphicsState();
    this.doc.setGState(this.doc.GState({ opacity }));
    this.doc.setTextColor(...ink);
    this.#drawAsGiven(word, PAGE_MIDDLE - shift + 7, y + shift + 7, SLOPE);
    this.doc.restoreGraphicsState();
  }

  #setFace(face: Face, bold = false): void {
    this.doc.setFont(face, weightOf(face, bold ? 'bold' : 'normal'));
  }

  /**
   * Draws characters in the given order, `angle` in degrees, rising. jsPDF would reverse right-to-left text again, and
   * join lam with an alef that is adjacent on paper but not in the word.
   */
  #drawAsGiven(text: string, x: number, y: number, angle = 0): void {
    const radians = (angle * Math.PI) / 180;
    let way = 0;
    for (const piece of text.split(AFTER_LAM)) {
      const [right, down] = [way * Math.cos(radians), -way * Math.sin(radians)];
      this.doc.text(piece, x + right, y + down, { ...AS_GIVEN, ...(angle === 0 ? {} : { angle }) });
      way += this.doc.getTextWidth(piece);
    }
  }

  /** Chinese has one weight, and is neither reversed nor joined: for bold, its strokes are drawn thicker. */
  #drawThick(text: string, x: number, y: number): void {
    const [ink, width] = [this.doc.getDrawColor(), this.doc.getLineWidth()];
    this.doc.setDrawColor(this.doc.getTextColor());
    this.doc.setLineWidth(this.doc.getFontSize() * MILLIMETRES_PER_POINT * THICKER);
    this.doc.text(text, x, y, { renderingMode: 'fillThenStroke' });
    this.doc.setDrawColor(ink);
    this.doc.setLineWidth(width);
  }

  /** A space or sign stays with the text before it, if that font has it. */
  #runsOf(text: string): FaceRun[] {
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
