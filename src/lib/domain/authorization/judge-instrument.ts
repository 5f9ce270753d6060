/**
 * Judges the record of a partner's paper about an authorization: the endorsed copy that came back, a letter, returned
 * or diverted goods. The fields of each instrument are one table, for the dialog too.
 */
import type { ActOf, ActualLine, AuthorizationAct, Line } from '../act/body.ts';
import {
  LETTER_ANSWERS,
  type Instrument,
  type Paper,
  type PaperRecordBody
} from '../act/kinds/paper-record.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { needsWords } from '../act/kinds/trade.ts';
import { toProblem } from '../act/problem-codes.ts';
import { recordedIn, saysTheSame } from '../act/stated-as.ts';
import { isBlank, withText } from '../act/typed-text.ts';
import { isCountry } from '../country.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { isReady, toFollowUpProblem } from '../dossier/follow-up-codes.ts';
import { hasLeft } from '../dossier/import-use.ts';
import type { DraftFields, Typed } from '../draft/draft.ts';
import { scanToText, textToScan } from '../file/scan.ts';
import type { ActId, AuthorityCode, CalendarDate, CountryCode, DossierKey } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { judgeEndorsement, readActualLine } from './judge-actual.ts';
import { readFollowUpDate, readFollowUpText } from './judge-answers.ts';
import type { PaperParticulars } from './judge-paper-form.ts';

export type NotedInstrument = Exclude<Instrument, AuthorizationKind | 'declaration'>;

/** In the order of the dialog; `goods` are quantities of the authorization's lines. */
export const INSTRUMENT_FIELDS = {
  'endorsed-copy': ['outcome', 'receivedOn', 'goods', 'remarks'],
  reply: ['answer', 'writtenOn', 'reference', 'text'],
  objection: ['writtenOn', 'reference', 'text'],
  cancellation: ['writtenOn', 'reference', 'reason'],
  'special-import-licence': [
    'number',
    'issuedOn',
    'authorityName',
    'authorityAddress',
    'validUntil',
    'goods',
    'remarks'
  ],
  return: ['returnedOn', 'goods', 'remarks'],
  diversion: ['divertedOn', 'transit', 'destination', 'number', 'goods', 'remarks']
} as const satisfies Readonly<Record<NotedInstrument, readonly string[]>>;

/** A record as its dialog types it; quantities are in its lines. */
export function fieldsOfRecord({ paper, comparedBy, comparedOn, scan }: PaperRecordBody): Typed {
  const { authority, ...named } = 'authority' in paper ? paper : { ...paper, authority: undefined };
  const texts = Object.entries(named).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string'
  );
  return {
    ...Object.fromEntries(texts),
    ...(authority ? { authorityName: authority.name, authorityAddress: authority.address } : {}),
    ...(scan ? { scan: scanToText(scan) } : {}),
    comparedBy,
    comparedOn
  };
}

/** A correction is a complete new record, which names the one before and the reason. */
export function judgeCorrectedPaper(
  typed: string,
  { _id: of, body: before }: ActOf<'paper-record'>,
  body: JudgedInstrument['body']
): Pick<JudgedInstrument, 'problems' | 'body'> {
  const problems: Problem[] = [];
  const reason = readFollowUpText(typed, 'correctionReason', 2000, problems);
  if (isBlank(reason)) problems.push(toFollowUpProblem('correction.reason.missing', 'correctionReason'));
  if (body && saysTheSame(recordedIn(body), recordedIn(before)))
    problems.push(toFollowUpProblem('correction.same', ''));
  if (!body || !isReady(problems)) return { problems };
  return { problems, body: { ...body, corrects: { of, reason } } };
}

/** Papers by which a partner speaks of an authorization, besides the endorsed copy; the most likely first. */
export function lettersAbout(
  { exports, importingCountry }: Dossier,
  authority: AuthorityCode,
  on: ActId
): readonly NotedInstrument[] {
  const isImporting = authority === importingCountry;
  const strand = exports.find(({ act }) => act === on);
  if (!strand)
    return isImporting ? ['reply', 'objection'] : ['reply', 'cancellation', 'special-import-licence'];
  const own: readonly NotedInstrument[] = isImporting ? ['reply', 'cancellation'] : ['reply', 'objection'];
  return isImporting || hasLeft(strand) ? [...own, 'return', 'diversion'] : own;
}

export type InstrumentField = Exclude<(typeof INSTRUMENT_FIELDS)[NotedInstrument][number], 'goods'>;
export type ComparedField = 'comparedBy' | 'comparedOn';

interface InstrumentContext {
  readonly today: CalendarDate;
  readonly dossier: DossierKey;
  /** The authorization that the paper is about; a record of one on paper is read as the partner's. */
  readonly about: AuthorizationAct;
  readonly shipment?: ActOf<'shipment'> | null;
}

interface JudgedInstrument {
  readonly problems: readonly Problem[];
  readonly lines: readonly (ActualLine | null)[];
  readonly body?: Omit<PaperParticulars, 'paper'> & { readonly paper: Paper };
}

export function judgeInstrument(
  instrument: NotedInstrument,
  words: DraftFields,
  context: InstrumentContext
): JudgedInstrument {
  const reader = new Reader(words, context);
  const paper = PAPERS[instrument](reader);
  const comparedBy = reader.text('comparedBy', 120, true);
  const comparedOn = reader.past('comparedOn');
  const scan = textToScan(words.fields['scan'] ?? '');
  const { problems, lines } = reader;
  if (!paper || !comparedOn || !isReady(problems)) return { problems, lines };
  return {
    problems,
    lines,
    body: { dossier: context.dossier, paper, comparedBy, comparedOn, ...(scan ? { scan } : {}) }
  };
}

const PAPERS: Readonly<Record<NotedInstrument, (reader: Reader) => Paper | null>> = {
  'endorsed-copy': (reader) => reader.endorsedCopy(),
  reply: (reader) => {
    const answer = reader.oneOf('answer', LETTER_ANSWERS);
    const [letter, text] = [
      reader.letter(),
      reader.text('text', 4000, answer !== null && needsWords(answer))
    ];
    const on = reader.about._id;
    return answer && letter && { instrument: 'reply', on, answer, ...letter, ...withText('text', text) };
  },
  objection: (reader) => {
    const [letter, text] = [reader.letter(), reader.text('text', 4000, true)];
    return letter && { instrument: 'objection', on: reader.about._id, text, ...letter };
  },
  cancellation: (reader) => {
    const [letter, reason] = [reader.letter(), reader.text('reason', 2000, true)];
    return letter && { instrument: 'cancellation', of: reader.about._id, reason, ...letter };
  },
  'special-import-licence': (reader) => {
    const number = reader.text('number', 60, true);
    const issuedOn = reader.past('issuedOn');
    const name = reader.text('authorityName', 200, true);
    const address = reader.text('authorityAddress', 500, true);
    const validUntil = reader.read('validUntil') === '' ? null : reader.day('validUntil');
    const lines = reader.licensedLines();
    const remarks = reader.remarks();
    if (!issuedOn) return null;
    const until = validUntil ? { validUntil } : {};
    const authority = { name, address };
    return { instrument: 'special-import-licence', number, issuedOn, authority, lines, ...until, ...remarks };
  },
  return: (reader) => {
    const [returnedOn, moved, remarks] = [reader.past('returnedOn'), reader.goodsMoved(), reader.remarks()];
    return returnedOn && moved && { instrument: 'return', ...moved, returnedOn, ...remarks };
  },
  diversion: (reader) => {
    const divertedOn = reader.past('divertedOn');
    const [transit, destination] = [reader.country('transit'), reader.country('destination')];
    const number = withText('number', reader.text('number', 60));
    const [moved, remarks] = [reader.goodsMoved(), reader.remarks()];
    if (!divertedOn || !transit || !destination || !moved) return null;
    const where = { transit, destination, divertedOn };
    return { instrument: 'diversion', ...moved, ...where, ...number, ...remarks };
  }
};

class Reader {
  readonly problems: Problem[] = [];
  lines: readonly (ActualLine | null)[] = [];
  readonly #words: DraftFields;
  readonly #context: InstrumentContext;

  constructor(words: DraftFields, context: InstrumentContext) {
    this.#words = words;
    this.#context = context;
  }

  get about(): AuthorizationAct {
    return this.#context.about;
  }

  read(name: InstrumentField | ComparedField): string {
    return this.#words.fields[name] ?? '';
  }

  text(name: InstrumentField | ComparedField, most: number, isRequired = false): string {
    const text = readFollowUpText(this.read(name), name, most, this.problems);
    if (isRequired && isBlank(text)) this.#miss(name);
    return text;
  }

  remarks(): { readonly remarks?: string } {
    return withText('remarks', this.text('remarks', 2000));
  }

  letter() {
    const writtenOn = this.past('writtenOn');
    const reference = withText('reference', this.text('reference', 60));
    return writtenOn && { writtenOn, ...reference };
  }

  day(name: InstrumentField | ComparedField): CalendarDate | null {
    return readFollowUpDate(this.read(name), name, 'paper.missing', this.problems);
  }

  past(name: InstrumentField | ComparedField): CalendarDate | null {
    const date = this.day(name);
    if (date && date > this.#context.today)
      this.problems.push(toFollowUpProblem('paper.future', name, { date }));
    return date;
  }

  oneOf<T extends string>(name: InstrumentField, all: readonly T[]): T | null {
    const found = all.find((one) => one === this.read(name)) ?? null;
    if (!found) this.#miss(name);
    return found;
  }

  country(name: 'transit' | 'destination'): CountryCode | null {
    const typed = this.read(name);
    if (isCountry(typed)) return typed;
    this.#miss(name);
    return null;
  }

  endorsedCopy(): Paper | null {
    const { about, today, shipment = null } = this.#exported();
    if (!about) return null;
    const typed = {
      outcome: this.read('outcome'),
      receivedOn: this.read('receivedOn'),
      lines: this.#figures(),
      remarks: this.read('remarks')
    };
    const judged = judgeEndorsement(typed, { today, exportAct: about, shipment });
    this.problems.push(...judged.problems);
    this.lines = judged.lines;
    if (!judged.body) return null;
    const { dossier: _dossier, ...received } = judged.body;
    return { instrument: 'endorsed-copy', ...received };
  }

  goodsMoved() {
    const { about } = this.#exported();
    if (!about) return null;
    const figures = this.#figures();
    this.lines = about.body.lines.map((line) => readActualLine(line, figures, this.problems));
    const lines = this.lines.filter((line) => line !== null);
    return lines.length < this.lines.length ? null : { exportAuthorization: about._id, lines };
  }

  /** A licence can cover some of the lines: those without a quantity are left out. */
  licensedLines(): readonly Line[] {
    const figures = this.#figures();
    const typed = this.about.body.lines.filter(({ no }) => figures[no]?.quantity.trim());
    this.lines = this.about.body.lines.map((line) =>
      typed.includes(line) ? readActualLine(line, figures, this.problems) : null
    );
    if (typed.length === 0) this.problems.push(toFollowUpProblem('paper.missing', 'goods'));
    return this.about.body.lines.flatMap((line, index) => {
      const actual = this.lines[index];
      if (!actual || microgramsOf(actual.stated) === 0) return [];
      return { ...line, stated: actual.stated, base: actual.base };
    });
  }

  #exported() {
    const { about, today, shipment } = this.#context;
    const isExport = about.body.kind === 'export-authorization';
    return { about: isExport ? (about as ActOf<'export-authorization'>) : null, today, shipment };
  }

  #figures() {
    const entries = this.#words.lines.map(({ key, fields }) => {
      return [Number(key), { quantity: fields['quantity'] ?? '', unit: fields['unit'] ?? '' }] as const;
    });
    return Object.fromEntries(entries);
  }

  #miss(name: string): void {
    // The paper does not say who compared it.
    const isCompared = name === 'comparedBy';
    this.problems.push(
      isCompared
        ? toProblem('paper.comparedBy.missing', name, 1961)
        : toFollowUpProblem('paper.missing', name)
    );
  }
}
