/**
 * What the exchange states, word for word, under whoever's key: that acts were delivered, that a database holds some
 * altered or no more, or holds again what was found. Of what it says nothing, and to whom, is here as well.
 */
import type { Act, Body, ReceiptBody, Signatory } from '../act/body.ts';
import { isCountry } from '../country.ts';
import type { ActId, AuthorityCode, CountryCode, Instant } from '../ids.ts';
import { databaseToAuthority } from './authority.ts';
import { REFERENCE_DATABASE, TRAINING_DESK, type DatabaseName } from './share-scope.ts';

/** Acts that the database of `where` holds now. */
export interface Delivery {
  readonly where: AuthorityCode;
  readonly of: readonly ActId[];
}

/** A receipt's number among those of its key to its addressees, and who signs it when. */
export interface Stating {
  readonly count: number;
  readonly at: Instant;
  readonly by: Signatory;
}

export interface Finding extends Pick<ReceiptBody, 'where' | 'of' | 'takesBack'> {
  readonly stage: 'altered' | 'missing' | 'retracted';
  /** At most 20, as every act's addressees. */
  readonly to: readonly AuthorityCode[];
}

/**
 * What is to be stated of acts that were written to a database; null where nothing is: what is meant for everybody has
 * no partner, and a receipt of a receipt would have no end.
 */
export function deliveryOf(name: DatabaseName, acts: readonly Act[]): Delivery | null {
  const where = holderOf(name);
  const of = acts.filter(({ body }) => body.kind !== 'receipt').map(({ _id }) => _id);
  return where === null || of.length === 0 ? null : { where, of };
}

/** What lies on the trainers' desk has reached the Board. */
function holderOf(name: DatabaseName): AuthorityCode | null {
  if (name === TRAINING_DESK) return 'INCB';
  return name === REFERENCE_DATABASE ? null : databaseToAuthority(name);
}

/** To the issuer; `count` starts from 1. */
export function deliveryReceipt({ where, of }: Delivery, to: CountryCode, stating: Stating): ReceiptBody {
  return receipt({ stage: 'delivered', of, where, to: [to] }, stating);
}

export function findingReceipt(finding: Finding, stating: Stating): ReceiptBody {
  return receipt(finding, stating);
}

/** The exchange has no database of its own in which a gap could be seen, so all counts are its addressees'. */
function receipt(
  what: Pick<ReceiptBody, 'stage' | 'where' | 'of' | 'takesBack' | 'to'>,
  { count, at, by }: Stating
): ReceiptBody {
  const seq = Object.fromEntries(['EXCHANGE', ...what.to].map((one) => [one, count]));
  return { schema: 1, kind: 'receipt', issuer: 'EXCHANGE', seq, ...what, at, by };
}

/** Who is told of what became of an act: the countries among issuer and addressees, each once. */
export function toldOf({ issuer, to }: Pick<Body, 'issuer' | 'to'>): readonly AuthorityCode[] {
  return [...new Set([issuer, ...to])].filter(isCountry).sort();
}
