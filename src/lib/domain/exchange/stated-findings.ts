/**
 * What the exchange has stated of acts that a database holds altered or no more, and what of it was taken back
 * since. A retraction names the receipts that it takes back, so that neither order nor clocks matter, and what is
 * found anew after it stands.
 */
import type { Act, ReceiptBody } from '../act/body.ts';
import type { ActId, AuthorityCode, Instant } from '../ids.ts';

export type FaultStage = 'altered' | 'missing';

export interface StatedFinding {
  readonly id: ActId;
  readonly stage: FaultStage;
  /** In whose database. */
  readonly where: AuthorityCode;
  readonly at: Instant;
  /** The receipt that states it. */
  readonly receipt: ActId;
  /** From when on it is taken back; null while it stands. */
  readonly takenBack: Instant | null;
}

function isFaultStage(stage: string): stage is FaultStage {
  return stage === 'altered' || stage === 'missing';
}

/** The receipts are the exchange's and their signatures are good; of other stages they say nothing here. */
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
