/**
 * The exchange's findings and their retractions. A retraction names its receipts, so order and clocks do not matter.
 */
import type { Act, ReceiptBody } from '../act/body.ts';
import type { ActId, AuthorityCode, Instant } from '../ids.ts';

export type FaultStage = 'altered' | 'missing';

export interface StatedFinding {
  readonly id: ActId;
  readonly stage: FaultStage;
  readonly where: AuthorityCode;
  readonly at: Instant;
  readonly receipt: ActId;
  /** Time of the retraction; null while the finding holds. */
  readonly takenBack: Instant | null;
}

function isFaultStage(stage: string): stage is FaultStage {
  return stage === 'altered' || stage === 'missing';
}

/** Expects the exchange's receipts with valid signatures; other stages are ignored. */
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
