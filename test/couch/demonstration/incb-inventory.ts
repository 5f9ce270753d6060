/**
 * What the Board's database may know after a year, told a second time from the acts themselves and without any of the
 * code that counts: if both agree, the sums are true; and every word of the trade, which must not be there.
 */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

/** After which an endorsement is late, as the help tells it. */
const DUE_DAYS = 14;

/** Sums of a country's whole time, of the figures that can be added over months. */
export interface Sums {
  imports: number;
  exports: number;
  exchanged: number;
  answered: number;
  shipped: number;
  endorsed: number;
  received: number;
  receivedAnswered: number;
  endorsedHere: number;
  toEndorse: number;
  endorsedOnTime: number;
  offLine: number;
  /** Days of all answers together, and of all endorsements: what every median is reckoned from. */
  answerDays: number;
  endorseDays: number;
}

/** `acts`: what lies in the country's own database. */
export function sumsOf(country: CountryCode, acts: readonly Act[]): Sums {
  const own = ofKinds(acts, 'import-authorization', 'export-authorization').filter(
    ({ body }) => body.issuer === country
  );
  const theirs = ofKinds(acts, 'import-authorization', 'export-authorization').filter(
    ({ body }) => body.issuer !== country
  );
  const delivered = new Set(ofKinds(acts, 'receipt').flatMap(({ body }) => body.of));
  const ofExports = (kind: 'shipment' | 'endorsement', by: (issuer: string) => boolean): Set<string> =>
    new Set(
      ofKinds(acts, kind).flatMap(({ body }) => (by(body.issuer) ? [body.exportAuthorization as string] : []))
    );
  const [shipped, endorsedThere, endorsedHere] = [
    ofExports('shipment', () => true),
    ofExports('endorsement', () => true),
    ofExports('endorsement', (issuer) => issuer === country)
  ];
  const isExport = ({ body }: Act): boolean => body.kind === 'export-authorization';
  const cancelled = new Set(ofKinds(acts, 'cancellation').map(({ body }) => body.of as string));
  const answerDays = theirs.flatMap((act) => {
    const at = earliest(answersTo(act._id, acts, (issuer) => issuer === country));
    return at === null ? [] : [daysFrom(act.body.at, at)];
  });
  const toEndorse = theirs.filter((act) => isExport(act) && !cancelled.has(act._id));
  const endorsements = toEndorse.flatMap((act) => {
    const own = ofKinds(acts, 'endorsement').filter(({ body }) => body.exportAuthorization === act._id);
    const at = earliest(own.filter(({ body }) => body.issuer === country));
    return at === null ? [] : [{ act, at }];
  });
  return {
    imports: own.filter(({ body }) => body.kind === 'import-authorization').length,
    exports: own.filter(isExport).length,
    exchanged: own.filter(({ _id }) => delivered.has(_id)).length,
    answered: own.filter(({ _id }) => isAnswered(_id, acts, (issuer) => issuer !== country)).length,
    shipped: own.filter((act) => isExport(act) && shipped.has(act._id)).length,
    endorsed: own.filter((act) => isExport(act) && endorsedThere.has(act._id)).length,
    received: theirs.length,
    receivedAnswered: theirs.filter(({ _id }) => isAnswered(_id, acts, (issuer) => issuer === country))
      .length,
    endorsedHere: theirs.filter((act) => isExport(act) && endorsedHere.has(act._id)).length,
    toEndorse: toEndorse.length,
    endorsedOnTime: endorsements.filter(({ act, at }) => at.slice(0, 10) <= dueOf(act, acts)).length,
    offLine: own.filter((act) => isLateDelivered(act, acts)).length,
    answerDays: sumOf(answerDays),
    endorseDays: sumOf(endorsements.map(({ act, at }) => daysFrom(act.body.at, at)))
  };
}

function isAnswered(id: string, acts: readonly Act[], by: (issuer: string) => boolean): boolean {
  return answersTo(id, acts, by).length > 0;
}

function answersTo(id: string, acts: readonly Act[], by: (issuer: string) => boolean): readonly Act[] {
  return acts.filter(({ body }) => {
    if (!by(body.issuer)) return false;
    if (body.kind === 'reply') return body.on === id;
    return body.kind === 'export-authorization' && body.importAuthorization?.act === id;
  });
}

function earliest(acts: readonly Act[]): string | null {
  return acts.map(({ body }) => body.at as string).sort()[0] ?? null;
}

/** Of calendar days. */
function daysFrom(from: string, to: string): number {
  return (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000;
}

/** Fourteen days after what was shipped left, or after the end of validity where nobody stated that. */
function dueOf({ _id, body }: Act, acts: readonly Act[]): string {
  const shipped = ofKinds(acts, 'shipment').filter((one) => one.body.exportAuthorization === _id);
  const [left] = shipped.map((one) => one.body.shippedOn as string).sort();
  const from = left ?? ('validUntil' in body ? body.validUntil : '');
  return new Date(Date.parse(from) + DUE_DAYS * 86_400_000).toISOString().slice(0, 10);
}

/** Delivered more than ten minutes after it was signed. */
function isLateDelivered({ _id, body }: Act, acts: readonly Act[]): boolean {
  const at = earliest(ofKinds(acts, 'receipt').filter((receipt) => receipt.body.of.includes(_id)));
  return at !== null && Date.parse(at) - Date.parse(body.at) > 600_000;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function ofKinds<K extends Act['body']['kind']>(acts: readonly Act[], ...kinds: readonly K[]): ActOf<K>[] {
  return acts.filter((act): act is ActOf<K> => kinds.includes(act.body.kind as K));
}

/** Companies, their addresses and licences, numbers, designations, preparations, substances and quantities of all trades. */
export function wordsOfTrade(acts: readonly Act[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { body } of ofKinds(acts, 'import-authorization', 'export-authorization')) {
    words.add(body.number);
    for (const party of [body.importer, body.exporter]) {
      words.add(party.name).add(party.address);
      if (party.licence !== undefined) words.add(party.licence);
    }
    for (const { substance, form, designation, preparation, stated, base } of body.lines) {
      words.add(substance).add(form).add(designation);
      if (preparation !== undefined) words.add(preparation);
      for (const amount of [stated, base]) words.add(amount);
    }
  }
  return words;
}

/** Every text and key in a document, in its own and all inner parts. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...textsOf(one)]);
}
