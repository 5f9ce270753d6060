import type { Act } from '#lib/domain/act/body.ts';
import { isTrialKind, type ActKind } from '#lib/domain/act/kinds.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, AuthorityCode, CountryCode, DossierKey } from '#lib/domain/ids.ts';
import { parseDossierKey } from '#lib/domain/act/dossier-key.ts';
import type { Ledger } from '#lib/store/api.ts';
import { isCountry } from '#lib/domain/country.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import { partnerHref, trialHref } from '#lib/address/page-links.ts';
import { actHref } from '#lib/address/record-link.ts';

export interface WaitingAct {
  readonly id: ActId;
  readonly kind: ActKind;
  readonly number: string | null;
  readonly to: readonly AuthorityCode[];
  readonly words: string | null;
  readonly href: string | null;
  readonly ledger: Ledger;
}

interface Records {
  act(id: ActId): Act | null;
  ledgerOf(id: ActId): Ledger | null;
  dossier(key: DossierKey): Dossier | null;
}

export function waitingActs(ids: readonly ActId[], records: Records): WaitingAct[] {
  const openingOf = (key: DossierKey): ActId | null => {
    const dossier = records.dossier(key);
    return dossier?.importAuthorization ?? dossier?.exports[0]?.act ?? null;
  };
  return ids.flatMap((id) => {
    const [act, ledger] = [records.act(id), records.ledgerOf(id)];
    return act && ledger ? [toWaitingAct(act, ledger, actPlace(act, openingOf))] : [];
  });
}

function toWaitingAct({ _id, body }: Act, ledger: Ledger, href: string | null): WaitingAct {
  return {
    id: _id,
    kind: body.kind,
    number: numberIn(body),
    to: body.to.filter((one): one is AuthorityCode => one !== '*'),
    words: body.kind === 'message' ? beginningOf(body.text) : null,
    href,
    ledger
  };
}

const MAX_BEGINNING_LENGTH = 120;

function beginningOf(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  return [...line.trim()].slice(0, MAX_BEGINNING_LENGTH).join('');
}

function numberIn(body: Act['body']): string | null {
  if ('number' in body) return body.number;
  return 'dossier' in body && body.dossier ? (parseDossierKey(body.dossier)?.number ?? null) : null;
}

export function waitsForPartner(ledger: Ledger): boolean {
  if (ledger.server === null || ledger.refused) return false;
  return Object.values(ledger.partner).some((at) => at === null);
}

/** Null for an act without a page, such as an answer to the Board. */
function actPlace(act: Act, openingOf: (dossier: DossierKey) => ActId | null): string | null {
  const { _id, body } = act;
  if (isDossierAct(act)) return actHref(_id);
  const partner = body.to.find((one): one is CountryCode => isCountry(one) && one !== body.issuer);
  if (!partner) return null;
  if (isTrialKind(body.kind)) return trialHref(partner, 'trial' in body && body.trial ? body.trial : _id);
  if (body.kind !== 'message') return null;
  if (body.trial) return trialHref(partner, body.trial);
  const opening = body.dossier ? openingOf(body.dossier) : null;
  return opening ? actHref(opening) : partnerHref(partner);
}
