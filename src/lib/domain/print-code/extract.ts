/**
 * Signed extract of an act that is too long for one printed code: the printed figures, the parties and the id of the
 * act. The signature of an act covers its whole body, so the device that signs the act also signs its extracts.
 */
import type { Act, Signature } from '../act/body.ts';
import { isDossierKind } from '../act/kind-groups.ts';
import type { DossierKind } from '../act/kinds.ts';
import { canonicalJson } from '../canonical.ts';
import { content, PHARMACEUTICAL_FORMS } from '../goods/goods.ts';
import type { FormKey, SubstanceKey } from '../ids.ts';
import { actReference, authorityCode, country, slug } from '../shape/references.ts';
import {
  calendarDate,
  decimal,
  fits,
  instant,
  integer,
  listOf,
  micrograms,
  oneOf,
  shaped,
  text,
  type Check,
  type Members
} from '../shape/shape.ts';
import type { PrintCode } from './print-code.ts';

/** Members that an extract keeps, by name; a list has one entry for all its items. The others are only on the paper. */
interface Kept {
  readonly [name: string]: Check | Kept | readonly [Kept];
}

type Read<K> = {
  readonly [N in keyof K]?: K[N] extends Check<infer T>
    ? T
    : K[N] extends readonly [infer L]
      ? readonly Read<L>[]
      : Read<K[N]>;
};

const kind: Check<DossierKind> = (value, out) => {
  if (typeof value !== 'string' || !isDossierKind(value)) out.push({ code: 'act.kind.unknown' });
};
const no = integer(1, 200);
const cited = { number: text(1, 60), issuedOn: calendarDate };
const party = { name: text(1, 200), licence: text(1, 80), country };

/** In every extract: each code alone shows its form and its validity. */
const OF_EACH = {
  kind,
  issuer: authorityCode,
  at: instant,
  demonstration: oneOf([true, 'practice']),
  ...cited,
  validFrom: calendarDate,
  validUntil: calendarDate,
  despatchedOn: calendarDate,
  lines: [
    {
      no,
      substance: slug<SubstanceKey>(),
      form: slug<FormKey>(),
      pharmaceuticalForm: oneOf(PHARMACEUTICAL_FORMS),
      stated: micrograms,
      base: micrograms,
      factor: { value: decimal },
      content,
      importLine: no
    }
  ]
} as const;

const OF_FIRST = {
  ...OF_EACH,
  importingCountry: country,
  exportingCountry: country,
  importer: party,
  exporter: party,
  importAuthorization: cited,
  specialLicences: [{ line: no, ...cited }],
  consignments: integer(0, 1000),
  exportAuthorization: actReference,
  outcome: oneOf(['imported', 'not-imported']),
  shippedOn: calendarDate,
  receivedOn: calendarDate
} as const;

interface PrintExtract {
  /** Not the kind of an act, so that no signature passes for the other. */
  readonly kind: 'print-code';
  readonly schema: 1;
  readonly act: Act['_id'];
  /** From 1; the act has `parts` of them. */
  readonly part: number;
  readonly parts: number;
  readonly body: Read<typeof OF_FIRST> & Pick<Act['body'], 'issuer' | 'at'> & { readonly kind: DossierKind };
}

export interface SignedExtract {
  readonly extract: PrintExtract;
  readonly signature: Signature;
}

type Anything = Readonly<Record<string, unknown>>;

function keep(value: Anything, kept: Kept): Anything {
  const read: Record<string, unknown> = {};
  for (const name of Object.keys(kept)) {
    const [one, how] = [value[name], kept[name]];
    if (one === undefined || how === undefined) continue;
    if (typeof how === 'function') read[name] = one;
    else
      read[name] = isList(how)
        ? (one as Anything[]).map((item) => keep(item, how[0]))
        : keep(one as Anything, how);
  }
  return read;
}

function isList(how: Kept | readonly [Kept]): how is readonly [Kept] {
  return Array.isArray(how);
}

/** `counts`: the number of lines in each extract, in order; together they are all lines of the act. */
export function extractsOf({ _id, body }: Act, counts: readonly number[]): readonly PrintExtract[] {
  const lines = 'lines' in body ? body.lines : [];
  let from = 0;
  return counts.map((count, index) => {
    const part = { ...body, lines: (lines as readonly unknown[]).slice(from, (from += count)) };
    const kept = keep(part, index === 0 ? OF_FIRST : OF_EACH) as PrintExtract['body'];
    return { kind: 'print-code', schema: 1, act: _id, part: index + 1, parts: counts.length, body: kept };
  });
}

function checkOf(kept: Kept): Check {
  const optional: Record<string, Check> = {};
  for (const name of Object.keys(kept)) {
    const how = kept[name];
    if (typeof how === 'function') optional[name] = how;
    else if (how) optional[name] = isList(how) ? listOf(checkOf(how[0]), 0, 200) : checkOf(how);
  }
  return shaped({ required: {}, optional });
}

const part = integer(1, 200);
const SHAPE = /* @__PURE__ */ shaped<Members, Members>({
  required: {
    kind: oneOf(['print-code']),
    schema: oneOf([1]),
    act: actReference,
    part,
    parts: part,
    body: checkOf(OF_FIRST)
  }
});

export function isExtract(value: unknown): value is PrintExtract {
  const extract = value as PrintExtract;
  if (!fits(SHAPE, value)) return false;
  const { part, parts, body } = extract;
  return part <= parts && body.kind !== undefined && body.issuer !== undefined && body.at !== undefined;
}

/** None if the document does not hold all lines of the act. */
export function signedExtractsOf(act: Act, { extracts }: PrintCode): readonly SignedExtract[] {
  const counts = extracts.map(({ lines }) => lines);
  const total = 'lines' in act.body ? act.body.lines.length : 0;
  if (counts.reduce((sum, count) => sum + count, 0) !== total) return [];
  return extractsOf(act, counts).map((extract, index) => ({
    extract,
    signature: { ...act.signature, value: extracts[index]?.signature ?? '' }
  }));
}

/** Signed as UTF-8. */
export function signedText({ extract }: Pick<SignedExtract, 'extract'>): string {
  return canonicalJson(extract);
}
