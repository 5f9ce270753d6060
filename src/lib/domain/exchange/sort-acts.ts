/** Invalid acts are counted and reported, and stop nothing (threats P6). */
import { addTo } from '../groups.ts';
import type { Act } from '../act/body.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import type { ActVerdict } from '../registration/judge-signer.ts';
import { isPractice } from '../act/practice.ts';
import type { Problem } from '../result.ts';
import { carryTargets, type DatabaseName } from './share-scope.ts';

export type StoredAct = Act & { readonly _rev: string };

interface Skipped {
  readonly id: string;
  readonly problem: Problem;
}

interface SortedActs {
  readonly byTarget: ReadonlyMap<DatabaseName, readonly StoredAct[]>;
  readonly skipped: readonly Skipped[];
  readonly unknownKey: readonly ActId[];
}

/**
 * `documents`: from `authority`'s database; only its own acts are carried. `verdicts`: signatures in that order.
 * `rehearses`: only rehearsal acts, within the rehearsal.
 */
export function sortActs(
  documents: readonly unknown[],
  verdicts: readonly ActVerdict[],
  authority: AuthorityCode,
  rehearses = false
): SortedActs {
  const byTarget = new Map<DatabaseName, StoredAct[]>();
  const skipped: Skipped[] = [];
  const unknownKey: ActId[] = [];
  documents.forEach((document, index) => {
    const seen = verdicts[index] ?? NOT_VERIFIED;
    const act = document as StoredAct;
    if (seen.verdict === 'unknown-key') unknownKey.push(act._id);
    else if (seen.verdict !== 'good') skipped.push({ id: idOf(document), problem: seen.problem });
    else if (act.body.issuer !== authority)
      skipped.push({ id: act._id, problem: { code: 'act.issuer.wrong', path: 'body.issuer' } });
    else if (isPractice(act.body) !== rehearses) skipped.push({ id: act._id, problem: MISPLACED });
    else for (const target of carryTargets(act.body)) addTo(byTarget, target, act);
  });
  return { byTarget, skipped, unknownKey };
}

const MISPLACED: Problem = { code: 'door.practice.refused', path: 'body.demonstration' };
const NOT_VERIFIED: ActVerdict = { verdict: 'bad', problem: { code: 'act.value.notAnObject' } };

function idOf(document: unknown): string {
  const id = (document as { readonly _id?: unknown } | null)?._id;
  return typeof id === 'string' ? id.slice(0, 120) : 'unreadable';
}
