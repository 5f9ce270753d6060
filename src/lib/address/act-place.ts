/** Page of an act: its dossier, its trial, or the partner's page. */
import type { Act } from '#lib/domain/act/body.ts';
import { isTrialKind } from '#lib/domain/act/kinds.ts';
import { isCountry } from '#lib/domain/country.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, CountryCode, DossierKey } from '#lib/domain/ids.ts';
import { partnerHref, trialHref } from './partner-link.ts';
import { actHref } from './record-link.ts';

/** `openingOf`: the act that opens a dossier. Null for an act without a page, such as an answer to the Board. */
export function actPlace(act: Act, openingOf: (dossier: DossierKey) => ActId | null): string | null {
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
