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

/** The exchange has no database to show a gap. */
function receipt(
  what: Pick<ReceiptBody, 'stage' | 'where' | 'of' | 'takesBack' | 'to'>,
  { count, at, by }: Stating
): ReceiptBody {
  const seq = Object.fromEntries(['EXCHANGE', ...what.to].map((one) => [one, count]));
  return { schema: 1, kind: 'receipt', issuer: 'EXCHANGE', seq, ...what, at, by };
}

export function toldOf({ issuer, to }: Pick<Body, 'issuer' | 'to'>): readonly AuthorityCode[] {
  return [...new Set([issuer, ...to])].filter(isCountry).sort();
}

/** A retraction names its receipts, so order and clocks do not matter. */
export type FaultStage = 'altered' | 'missing';

export interface StatedFinding {
  readonly id: ActId;
  readonly stage: FaultStage;
  readonly where: AuthorityCode;
  readonly at: Instant;
  readonly receipt: ActId;
  readonly takenBack: Instant | null;
}

function isFaultStage(stage: string): stage is FaultStage {
  return stage === 'altered' || stage === 'missing';
}

/** Expects valid signatures of the exchange; other stages are ignored. */
export function foldFindings(receipts: Iterable<Act<ReceiptBody>>): readonly StatedFinding[] {
  const all = [...receipts];
  const takenBack = new Map<string, Instant>();
  for (const { body } of all)
    for (const receipt of body.takesBack ?? [])
      for (const id of body.of) keepFirst(takenBack, keyOf(receipt, id, body.where), body.at);
  return all.flatMap(({ _id: receipt, body: { stage, of, where, at } }) =>
    isFaultStage(stage)
      ? of.map((id) => {
          return {
            id,
            stage,
            where,
            at,
            receipt,
            takenBack: takenBack.get(keyOf(receipt, id, where)) ?? null
          };
        })
      : []
  );
}

function keyOf(receipt: ActId, id: ActId, where: AuthorityCode): string {
  return `${receipt} ${id} ${where}`;
}

function keepFirst(first: Map<string, Instant>, key: string, at: Instant): void {
  const before = first.get(key);
  if (before === undefined || at < before) first.set(key, at);
}
