/** Records of papers beside documents of the partner about the same goods, between two countries. */
import { isAuthorization, type AuthorizationAct } from '../act/body.ts';
import { isPaper } from '../act/stand-in.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { isUsing } from '../dossier/import-use.ts';
import { areAlike } from '../dossier/paper-twins.ts';
import type { ActId } from '../ids.ts';
import { bodyOf, type Finder } from './finding.ts';

/** `own`: what the partner issued itself in `dossier`. */
export interface PaperPair {
  readonly dossier: Dossier;
  readonly record: AuthorizationAct;
  readonly own: AuthorizationAct;
}

interface Asked {
  readonly dossiers: readonly Dossier[];
  readonly decisions: readonly ActId[];
  readonly actOf: Finder;
}

/** Pairs without a decision. */
export function findPaperPairs({ dossiers, decisions, actOf }: Asked): readonly PaperPair[] {
  const running = dossiers.filter(({ status }) => status !== 'cancelled');
  const imports = running.flatMap(({ importAuthorization }) => {
    const record = importAuthorization && isPaper(importAuthorization) ? actOf(importAuthorization) : null;
    return isAuthorization(record) ? [record] : [];
  });
  const of = imports.map(({ _id }) => _id).join(' ');
  const pairs = running.flatMap((dossier) => {
    const known = kept.get(dossier);
    const found = known?.of === of ? known.pairs : pairsIn(dossier, imports, actOf);
    if (found !== known?.pairs) kept.set(dossier, { of, pairs: found });
    return found;
  });
  if (pairs.length === 0) return pairs;
  const decided = new Set(decisions.flatMap((id) => decidedOn(actOf, id)));
  return pairs.filter((pair) => !decided.has(nameOf(pair)));
}

interface Kept {
  /** The records of import authorizations that it was compared with. */
  readonly of: string;
  readonly pairs: readonly PaperPair[];
}

/** A dossier that changes is another object. */
const kept = new WeakMap<Dossier, Kept>();

export function hasPaper({ importAuthorization, exports }: Dossier): boolean {
  return (
    (importAuthorization !== null && isPaper(importAuthorization)) || exports.some(({ act }) => isPaper(act))
  );
}

const NONE: readonly PaperPair[] = [];

function pairsIn(
  dossier: Dossier,
  imports: readonly AuthorizationAct[],
  actOf: Finder
): readonly PaperPair[] {
  if (imports.length === 0 && !hasPaper(dossier)) return NONE;
  const act = (id: ActId | null): AuthorizationAct | null => {
    const found = id === null ? null : actOf(id);
    return isAuthorization(found) ? found : null;
  };
  const exports = dossier.exports
    .filter((one) => one.isPresumed || isUsing(one))
    .flatMap((strand) => act(strand.act) ?? []);
  const opener = act(dossier.importAuthorization);
  const owns = [opener, ...exports].flatMap((one) => (one && !isPaper(one._id) ? [one] : []));
  const records = [...imports, ...exports].filter(({ _id }) => isPaper(_id));
  return owns.flatMap((own) =>
    records.filter((one) => areAlike(one.body, own.body)).map((record) => ({ dossier, record, own }))
  );
}

function decidedOn(actOf: Finder, id: ActId): readonly string[] {
  const body = bodyOf(actOf, id, 'match-decision');
  if (!body?.paperRecord || body.decision === 'reopen') return [];
  return [`${body.paperRecord} ${body.exportAuthorization ?? body.dossier}`];
}

export function nameOf({ dossier, record, own }: PaperPair): string {
  return `${record._id} ${own.body.kind === 'export-authorization' ? own._id : dossier.key}`;
}
