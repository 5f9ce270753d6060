/**
 * What becomes of the acts of one batch: which databases each goes to by `share-scope`, and which are set
 * aside. A bad one is counted and reported and stops nothing (threats P6).
 */
import { verifyActs, type Keyring } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { carryTargets, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { ActId, AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';

/** As it stands in the database, with its revision. */
export type StoredAct = Act & { readonly _rev: string };

export interface Skipped {
  readonly id: string;
  readonly problem: Problem;
}

export interface SortedActs {
  readonly byTarget: ReadonlyMap<DatabaseName, readonly StoredAct[]>;
  readonly skipped: readonly Skipped[];
  /** Genuine perhaps, once their signer's certificate is here. */
  readonly unknownKey: readonly ActId[];
}

/**
 * `documents` came from the database of `authority`; only what that one issued is carried from there.
 * `firstSeen`: they were not there before, where that is known. The door has judged what came through it;
 * this tells what was put into the database behind it, dated back to when a key was still good.
 */
export async function sortActs(
  documents: readonly unknown[],
  authority: AuthorityCode,
  keyring: Keyring,
  firstSeen?: Instant
): Promise<SortedActs> {
  for (const act of documents.filter(isKeyAct)) await keyring.addAct(act, firstSeen);
  const verifications = await verifyActs(documents, keyring, () => firstSeen);
  const byTarget = new Map<DatabaseName, StoredAct[]>();
  const skipped: Skipped[] = [];
  const unknownKey: ActId[] = [];
  documents.forEach((document, index) => {
    const verification = verifications[index];
    const act = document as StoredAct;
    if (verification?.verdict === 'unknown-key') unknownKey.push(act._id);
    else if (verification?.verdict !== 'good') {
      skipped.push({
        id: idOf(document),
        problem: verification?.problem ?? { code: 'act.value.notAnObject' }
      });
    } else if (act.body.issuer !== authority) {
      skipped.push({ id: act._id, problem: { code: 'act.issuer.wrong', path: 'body.issuer' } });
    } else for (const target of carryTargets(act.body)) append(byTarget, target, act);
  });
  return { byTarget, skipped, unknownKey };
}

function isKeyAct(document: unknown): boolean {
  const kind = (document as { body?: { kind?: unknown } | null } | null)?.body?.kind;
  return kind === 'certificate' || kind === 'withdrawal';
}

function idOf(document: unknown): string {
  const id = (document as { readonly _id?: unknown } | null)?._id;
  return typeof id === 'string' ? id.slice(0, 120) : 'unreadable';
}

function append<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}
