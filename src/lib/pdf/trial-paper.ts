/**
 * Result of a trial of two authorities on paper: the same file at both, because all text comes from acts that both
 * have. It has no signature of its own and refers to the signed acts.
 */
import type { Instant } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import type { Block, LetterStyle } from './letter-sheet.ts';
import type { Print } from './print-request.ts';
import { missingNote, printSheets } from './print-sheets.ts';

interface Part<T> {
  readonly title: string;
  readonly rows: readonly T[];
}

type Pair = readonly [string, string];

export interface TrialPaper {
  readonly locale: Locale;
  readonly filename: string;
  /** Time of its latest act: the hour of printing is not in the file. */
  readonly statedAt: Instant;
  readonly title: string;
  readonly standing: string;
  readonly particulars: readonly Pair[];
  readonly note: Pair | null;
  /** Rows: name of a figure, then one cell per importing country. */
  readonly figures: Part<readonly string[]> & { readonly asAt: string };
  readonly differences: Part<string>;
  readonly open: Part<Pair>;
  readonly agreed: Part<string>;
  readonly notes: Part<Pair>;
  readonly signatures: Part<readonly string[]>;
  readonly check: string;
  readonly demonstration: Invented;
}

const TITLE: LetterStyle = { size: 18, bold: true };
const STANDING: LetterStyle = { size: 11.5, bold: true };
const HEAD: LetterStyle = { size: 12, bold: true };
const TEXT: LetterStyle = { size: 10 };
const SMALL: LetterStyle = { size: 8.5, grey: 70 };
const OWN: LetterStyle = { ...TEXT, own: true };
const NAME: LetterStyle = { ...TEXT, grey: 70 };
/** Millimetres. */
const COLUMN = 52;
const FIGURES = [70, 46] as const;
const ON_AS_MANY = [{ scale: 1, turns: true }];

/** Rejects if the library or the form's font fails to load. */
export function trialPaper(content: TrialPaper, loadFont: LoadFont = siteFonts): Promise<Print> {
  const { locale, filename, statedAt: dated, demonstration: mark } = content;
  const properties = ({ title }: TrialPaper) => ({ title, subject: filename });
  const file = { locale, filename, dated, mark, properties, numbered: true, skipsRare: true };
  return printSheets({ ...file, content, layout: paperSheets, attempts: ON_AS_MANY }, loadFont);
}

function paperSheets(paper: TrialPaper, missing: number): readonly (readonly Block[])[] {
  const { title, standing, particulars, note, figures, locale } = paper;
  return [
    [
      ['text', 'I2ES', SMALL],
      ['gap', 2],
      ['rule', 0.5],
      ['gap', 5],
      ['text', title, TITLE],
      ['gap', 1],
      ['text', standing, STANDING],
      ['gap', 4],
      ...particulars.flatMap((pair) => pairBlocks(pair)),
      ...(note ? pairBlocks(note, OWN) : []),
      ...part(figures, (cells) => [
        ['row', cells.map((text, at) => [text, at === 0 ? NAME : TEXT] as const), FIGURES],
        ['gap', 0.8]
      ]),
      ['text', figures.asAt, SMALL],
      ...part(paper.differences, (row) => [['text', row, TEXT]]),
      ...part(paper.open, (pair) => pairBlocks(pair)),
      ...part(paper.agreed, (row) => [['text', row, TEXT]]),
      ...part(paper.notes, ([head, text]) => [
        ['keep', 12],
        ['text', head, SMALL],
        ['text', text, OWN],
        ['gap', 2]
      ]),
      ...part(paper.signatures, (lines) => [
        ['keep', 24],
        ...lines.map((line, at): Block => ['text', line, at === 0 ? { ...TEXT, bold: true } : SMALL]),
        ['gap', 3]
      ]),
      ['gap', 2],
      ['text', paper.check, SMALL],
      ...missingNote(missing, locale, SMALL)
    ]
  ];
}

function part<T>({ title, rows }: Part<T>, toBlocks: (row: T) => readonly Block[]): readonly Block[] {
  if (rows.length === 0) return [];
  return [['keep', 24], ['gap', 6], ['text', title, HEAD], ['gap', 1.5], ...rows.flatMap(toBlocks)];
}

function pairBlocks([name, words]: Pair, style = TEXT): readonly Block[] {
  const cells = [
    [name, NAME],
    [words, style]
  ] as const;
  return [
    ['row', cells, [COLUMN]],
    ['gap', 0.8]
  ];
}
