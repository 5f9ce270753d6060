/**
 * Wording of the exchange's receipts: delivered, altered, missing, or found again; also which acts get none, and
 * recipients.
 */
import type { Act, Body, ReceiptBody, Signatory } from '../act/body.ts';
import { isCountry } from '../country.ts';
import type { ActId, AuthorityCode, CountryCode, Instant } from '../ids.ts';
import { databaseToAuthority } from './authority.ts';
import { REFERENCE_DATABASE, TRAINING_DESK, type DatabaseName } from './share-scope.ts';

export interface Delivery {
  readonly where: AuthorityCode;
  readonly of: readonly ActId[];
}

interface Stating {
  readonly count: number;
  readonly at: Instant;
  readonly by: Signatory;
}

export interface Finding extends Pick<ReceiptBody, 'where' | 'of' | 'takesBack'> {
  readonly stage: 'altered' | 'missing' | 'retracted';
  readonly to: readonly AuthorityCode[];
}

/** Null for nothing to report: public acts have no partner, and receipts get no receipt. */
export function deliveryOf(name: DatabaseName, acts: readonly Act[]): Delivery | null {
  const where = holderOf(name);
  const of = acts.filter(({ body }) => body.kind !== 'receipt').map(({ _id }) => _id);
  return where === null || of.length === 0 ? null : { where, of };
}

/** The Board holds INCB's training database. */
function holderOf(name: DatabaseName): AuthorityCode | null {
  if (name === TRAINING_DESK) return 'INCB';
  return name === REFERENCE_DATABASE ? null : databaseToAuthority(name);
}

/** Addressed to the issuer; `count` starts at 1. */
export function deliveryReceipt({ where, of }: Delivery, to: CountryCode, stating: Stating): ReceiptBody {
  return receipt({ stage: 'delivered', of, where, to: [to] }, stating);
}

export function findingReceipt(finding: Finding, stating: Stating): ReceiptBody {
  return receipt(finding, stating);
}

/** The exchange has no database to show a gap, so all counts are its addressees'. */
function receipt(
  what: Pick<ReceiptBody, 'stage' | 'where' | 'of' | 'takesBack' | 'to'>,
  { count, at, by }: Stating
): ReceiptBody {
  const seq = Object.fromEntries(['EXCHANGE', ...what.to].map((one) => [one, count]));
  return { schema: 1, kind: 'receipt', issuer: 'EXCHANGE', seq, ...what, at, by };
}

/** Countries among issuer and addressees, each once. */
export function toldOf({ issuer, to }: Pick<Body, 'issuer' | 'to'>): readonly AuthorityCode[] {
  return [...new Set([issuer, ...to])].filter(isCountry).sort();
}
