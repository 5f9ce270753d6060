/** Each collects every problem with its path and changes nothing, because signed content must stay as it is. */
import { isCalendarDate, isInstant } from '../calendar-date.ts';
import type { CalendarDate, DecimalText, Instant, MicrogramsText } from '../ids.ts';
import { canNormalize } from '../bytes.ts';
import { DECIMAL, parseDecimal, parseMicrograms } from '../quantity.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { findMarkRun, findStrayCharacter, MAX_MARKS } from './characters.ts';

/** Further problems are dropped. */
export const MAX_PROBLEMS = 50;

declare const checked: unique symbol;

/** `checkMember` prefixes the path. One declaration gives both type and parser. */
export interface Check<out T = unknown> {
  (value: unknown, out: Problem[]): void;
  /** Never present; carries only the type. */
  readonly [checked]?: T;
  readonly note?: Note;
}

/**
 * The description of a shape, for the writers of schemas and XML (`act/describe`). Parsing never reads it. Notes are
 * labelled statements, which the design documents leave out (`couch/ddocs/build.ts`).
 */
export type Note =
  | {
      readonly is: 'object';
      readonly required: Members;
      readonly optional: Members;
      /** Other members are kept, not refused. */
      readonly isOpen?: true;
    }
  | { readonly is: 'variant'; readonly member: string; readonly shapes: Members }
  | { readonly is: 'map'; readonly key: Check; readonly value: Check }
  | { readonly is: 'list'; readonly item: Check; readonly least: number; readonly most: number }
  | { readonly is: 'text'; readonly least: number; readonly most: number; readonly multiline: boolean }
  | { readonly is: 'pattern'; readonly expression: RegExp }
  | { readonly is: 'oneOf'; readonly values: readonly unknown[]; readonly also?: readonly string[] }
  | { readonly is: 'integer'; readonly least: number; readonly most: number }
  | { readonly is: 'orNull'; readonly check: Check }
  | { readonly is: 'yesOrNo' | 'date' | 'instant' | 'anyText' | 'textOrNumber' };

export function noteShape(check: Check, said: Note | undefined): void {
  if (said) (check as { note?: Note }).note = said;
}

export type Checked<C> = C extends Check<infer T> ? T : never;

export type Members = Readonly<Record<string, Check>>;

export type Shaped<R extends Members, O extends Members> = Flat<
  { readonly [K in keyof R]: Checked<R[K]> } & { readonly [K in keyof O]?: Checked<O[K]> }
>;

type Flat<T> = { readonly [K in keyof T]: T[K] };

interface Shape<R extends Members, O extends Members> {
  readonly required: R;
  readonly optional?: O;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has(object: object, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, key);
}

/** Refuses other keys: an unread key could carry a second meaning. */
export function shaped<R extends Members, O extends Members = Record<never, Check>>(
  shape: Shape<R, O>
): Check<Shaped<R, O>> {
  const optional: Members = shape.optional ?? {};
  const required = Object.keys(shape.required);
  const parser: Check<Shaped<R, O>> = (value, out) => {
    if (!isPlainObject(value)) return void out.push({ code: 'act.value.notAnObject' });
    for (const key of required) {
      const check = shape.required[key];
      if (!has(value, key)) out.push({ code: 'act.key.missing', path: key });
      else if (check) checkMember(value[key], check, key, out);
    }
    for (const key of Object.keys(value)) {
      if (has(shape.required, key)) continue;
      const check = has(optional, key) ? optional[key] : undefined;
      if (check) checkMember(value[key], check, key, out);
      else if (out.length < MAX_PROBLEMS) out.push({ code: 'act.key.unknown', path: key.slice(0, 60) });
    }
  };
  NOTE: noteShape(parser, { is: 'object', required: shape.required, optional });
  return parser;
}

/** The value of `member` names the shape, which reads the member too. */
export function variantOf<S extends Readonly<Record<string, Check>>>(
  member: string,
  shapes: S
): Check<Checked<S[keyof S]>> {
  const parser: Check<Checked<S[keyof S]>> = (value, out) => {
    if (!isPlainObject(value)) return void out.push({ code: 'act.value.notAnObject' });
    const name = value[member];
    const check = typeof name === 'string' && has(shapes, name) ? shapes[name] : undefined;
    if (check) check(value, out);
    else out.push({ code: 'act.value.notInList', path: member });
  };
  NOTE: noteShape(parser, { is: 'variant', member, shapes });
  return parser;
}

/**
 * Like `shaped`, for stored non-acts: unknown keys come from a later version and stay. `readStored` parses or refuses.
 */
export function stored<R extends Members, O extends Members = Record<never, Check>>(
  shape: Shape<R, O>
): Check<Shaped<R, O>> {
  const known = shaped(shape);
  const isKnown = (key: string): boolean =>
    has(shape.required, key) || (shape.optional !== undefined && has(shape.optional, key));
  const parser: Check<Shaped<R, O>> = (value, out) => {
    if (!isPlainObject(value)) return void out.push({ code: 'act.value.notAnObject' });
    const read: Record<string, unknown> = {};
    for (const key of Object.keys(value)) if (isKnown(key)) read[key] = value[key];
    known(read, out);
  };
  NOTE: noteShape(parser, {
    is: 'object',
    required: shape.required,
    optional: shape.optional ?? {},
    isOpen: true
  });
  return parser;
}

export function readStored<T>(check: Check<T>, value: unknown): Result<T> {
  const problems: Problem[] = [];
  check(value, problems);
  return problems.length > 0 ? refuse({ code: 'document.malformed' }) : accept(value as T);
}

export function parseShape<T>(check: Check<T>, value: unknown): Result<T> {
  const problems: Problem[] = [];
  check(value, problems);
  return problems.length > 0 ? refuse(...problems) : accept(value as T);
}

export function fits<T>(check: Check<T>, value: unknown): value is T {
  return parseShape(check, value).ok;
}

/** Absent fields count as empty text. */
export function readFields<F extends Members>(
  fields: F,
  value: unknown
): Result<Shaped<F, Record<never, Check>>> {
  if (!isPlainObject(value)) return refuse({ code: 'request.body.malformed' });
  const problems: Problem[] = [];
  const read: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    checkMember(value[name] === undefined ? '' : value[name], fields[name] as Check, name, problems);
    read[name] = value[name];
  }
  return problems.length > 0 ? refuse(...problems) : accept(read as Shaped<F, Record<never, Check>>);
}

export function coded<T>(check: Check<T>, code: string): Check<T> {
  const parser: Check<T> = (value, out) => {
    const problems: Problem[] = [];
    check(value, problems);
    for (const problem of problems) out.push({ ...problem, code });
  };
  NOTE: noteShape(parser, check.note);
  return parser;
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  const parser: Check<T | null> = (value, out) => {
    if (value !== null) check(value, out);
  };
  NOTE: noteShape(parser, { is: 'orNull', check });
  return parser;
}

/** Any text, from I2ES itself or shown as it is. */
export const anyText: Check<string> = (value, out) => {
  if (typeof value !== 'string') out.push({ code: 'act.value.notText' });
};
NOTE: noteShape(anyText, { is: 'anyText' });

/** Paths are built only for problems, since most values are valid. */
export function checkMember(value: unknown, check: Check, key: string | number, out: Problem[]): void {
  const before = out.length;
  if (before >= MAX_PROBLEMS) return;
  check(value, out);
  for (let i = before; i < out.length; i++) {
    const problem = out[i] as Problem;
    out[i] = { ...problem, path: problem.path === undefined ? String(key) : key + '.' + problem.path };
  }
}

export function listOf<T>(check: Check<T>, least: number, most: number): Check<readonly T[]> {
  const parser: Check<readonly T[]> = (value, out) => {
    if (!Array.isArray(value)) return void out.push({ code: 'act.value.notAList' });
    if (value.length < least || value.length > most) {
      out.push({ code: 'act.list.length', values: { least, most } });
      if (value.length > most) return;
    }
    value.forEach((item, index) => checkMember(item, check, index, out));
  };
  NOTE: noteShape(parser, { is: 'list', item: check, least, most });
  return parser;
}

/**
 * Unambiguous (threats P4): NFC, no controls, no lone surrogates, no stacked marks, no outer blanks, nothing that
 * readers could read differently.
 */
export function text(least: number, most: number, multiline = false): Check<string> {
  const parser: Check<string> = (value, out) => {
    const found = textProblem(value, least, most, multiline);
    if (found) out.push(found);
  };
  NOTE: noteShape(parser, { is: 'text', least, most, multiline });
  return parser;
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/;
// eslint-disable-next-line no-control-regex -- controls are exactly what is looked for
const CONTROL = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

/** Fast path for most texts: only outer blanks remain to check. */
const PRINTABLE_ASCII = /^[ -~]*$/;

export function textProblem(
  value: unknown,
  least: number,
  most: number,
  multiline: boolean
): TextProblem | null {
  if (typeof value !== 'string') return textFault('act.value.notText', most);
  if (value.length < least) return textFault('act.text.missing', most);
  if (value.length > most) return textFault('act.text.tooLong', most);
  if (PRINTABLE_ASCII.test(value))
    return value === value.trim() ? null : textFault('act.text.blankEnds', most);
  const control = CONTROL.test(value) || (!multiline && value.indexOf('\n') >= 0);
  if (control) return textFault('act.text.control', most);
  if (isAscii(value)) return value === value.trim() ? null : textFault('act.text.blankEnds', most);
  if (LONE_SURROGATE.test(value)) return textFault('act.text.surrogate', most);
  const stray = findStrayCharacter(value);
  if (stray) {
    const { kind, character, place } = stray;
    return { code: 'act.text.' + kind, values: { most, character, place } };
  }
  const place = findMarkRun(value);
  if (place !== null) return { code: 'act.text.marks', values: { most, marks: MAX_MARKS, place } };
  if (value !== value.trim()) return textFault('act.text.blankEnds', most);
  if (!canNormalize || value === value.normalize('NFC')) return null;
  return textFault('act.text.notNormalized', most);
}

interface TextProblem {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

function textFault(code: string, most: number): TextProblem {
  return { code, values: { most } };
}

function isAscii(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 127) return false;
  return true;
}

export function pattern<T extends string = string>(expression: RegExp, code: string): Check<T> {
  const parser: Check<T> = (value, out) => {
    if (typeof value !== 'string' || !expression.test(value)) out.push({ code });
  };
  NOTE: noteShape(parser, { is: 'pattern', expression });
  return parser;
}

export function oneOf<const T>(values: readonly T[]): Check<T> {
  const parser: Check<T> = (value, out) => {
    if (values.indexOf(value as T) < 0) out.push({ code: 'act.value.notInList' });
  };
  NOTE: noteShape(parser, { is: 'oneOf', values });
  return parser;
}

export function integer(least: number, most: number): Check<number> {
  const parser: Check<number> = (value, out) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      out.push({ code: 'act.value.notAnInteger', values: { least, most } });
    }
  };
  NOTE: noteShape(parser, { is: 'integer', least, most });
  return parser;
}

export const yesOrNo: Check<boolean> = (value, out) => {
  if (typeof value !== 'boolean') out.push({ code: 'act.value.notInList' });
};
NOTE: noteShape(yesOrNo, { is: 'yesOrNo' });

export const calendarDate: Check<CalendarDate> = (value, out) => {
  if (!isCalendarDate(value)) out.push({ code: 'date.malformed' });
};
NOTE: noteShape(calendarDate, { is: 'date' });

export const instant: Check<Instant> = (value, out) => {
  if (!isInstant(value)) out.push({ code: 'instant.malformed' });
};
NOTE: noteShape(instant, { is: 'instant' });

export const micrograms: Check<MicrogramsText> = (value, out) => {
  const parsed = parseMicrograms(value);
  if (!parsed.ok) out.push(...parsed.problems.map(({ code }) => ({ code })));
};
NOTE: noteShape(micrograms, { is: 'pattern', expression: /^(?:0|[1-9][0-9]{0,14}|1000000000000000)$/ });

export const decimal: Check<DecimalText> = (value, out) => {
  const parsed = parseDecimal(value);
  if (!parsed.ok) out.push(...parsed.problems.map(({ code }) => ({ code })));
};
NOTE: noteShape(decimal, { is: 'pattern', expression: DECIMAL });
