import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import { actTitle } from './act-words.ts';

interface Dossiers {
  dossierOf(id: ActId): Dossier | null;
}

/** The decision links an export to an import authorization that is not here: its reason says why. */
export function isExplanation(id: ActId, dossiers: Dossiers): boolean {
  return dossiers.dossierOf(id)?.exports.some(({ explained }) => explained?.includes(id)) ?? false;
}

export function titleIn(act: Act, dossiers: Dossiers): string {
  return isExplanation(act._id, dossiers) ? m.dossier_act_explained() : actTitle(act);
}
