/**
 * A replaced authorization is cancelled in the same write: at no moment are both valid, or neither. Each names the
 * other.
 */
import type { ActOf } from '#lib/domain/act/body.ts';
import { judgeCancellation, type CancellationParticulars } from '#lib/domain/authorization/judge-answers.ts';
import { readUse } from '#lib/domain/dossier/status-on.ts';
import type { ActId, AuthorityCode } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Person } from '../api.ts';
import type { Records } from '../index/records.ts';

export interface ToCancel {
  /** Recipient of the cancellation; the replacement can have another. */
  readonly partner: AuthorityCode;
  readonly particulars: CancellationParticulars;
}

/** Null if nothing is replaced, or if the replaced one has been cancelled already. */
export function judgeReplaced(
  { records, person }: { readonly records: Records; readonly person: Person },
  replaces: ActId | undefined,
  reason: string
): Result<ToCancel | null> {
  if (replaces === undefined) return accept(null);
  const of = records.shelf.acts.get(replaces);
  if (!of || !isAuthorization(of) || !records.counts(replaces))
    return refuse({ code: 'act.notVerified', values: { act: replaces } });
  const dossier = records.dossiers.ofAct(of);
  const use = dossier ? readUse(dossier, replaces) : { isCancelled: false, isShipped: false };
  if (use.isCancelled) return accept(null);
  const { problems, body } = judgeCancellation({ reason }, { of, country: person.authority, ...use });
  if (!body) return refuse(...problems);
  const partner =
    of.body.kind === 'import-authorization' ? of.body.exportingCountry : of.body.importingCountry;
  return accept({ partner, particulars: body });
}

type Authorization = ActOf<'import-authorization'> | ActOf<'export-authorization'>;

function isAuthorization(act: { readonly body: { readonly kind: string } }): act is Authorization {
  return act.body.kind === 'import-authorization' || act.body.kind === 'export-authorization';
}
