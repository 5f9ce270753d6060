/** Acts that have not gone all their way: which one, to whom, and before which hop they wait. */
import type { Act } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { ActId, AuthorityCode } from '#lib/domain/ids.ts';
import { parseDossierKey } from '#lib/domain/matching/dossier-key.ts';
import type { Ledger } from '#lib/store/api.ts';

export interface WaitingAct {
  readonly id: ActId;
  readonly kind: ActKind;
  /** Its own number, or that of the dossier it speaks of. */
  readonly number: string | null;
  readonly to: readonly AuthorityCode[];
  readonly isAuthorization: boolean;
  readonly ledger: Ledger;
}

export function toWaitingAct({ _id, body }: Act, ledger: Ledger): WaitingAct {
  return {
    id: _id,
    kind: body.kind,
    number: numberIn(body),
    to: body.to.filter((one): one is AuthorityCode => one !== '*'),
    isAuthorization: body.kind === 'import-authorization' || body.kind === 'export-authorization',
    ledger
  };
}

function numberIn(body: Act['body']): string | null {
  if ('number' in body) return body.number;
  return 'dossier' in body && body.dossier ? (parseDossierKey(body.dossier)?.number ?? null) : null;
}

/** On our server, and at least one addressee's database does not hold it yet. */
export function waitsForPartner(ledger: Ledger): boolean {
  if (ledger.server === null || ledger.refused) return false;
  return Object.values(ledger.partner).some((at) => at === null);
}
