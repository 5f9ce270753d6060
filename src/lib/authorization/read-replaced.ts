/** The authorization that a draft replaces, and its current status. */
import { isActId } from '#lib/domain/act/act-id.ts';
import { readUse, type AuthorizationUse } from '#lib/domain/dossier/status-on.ts';
import { store } from '#lib/store/store.svelte.ts';

export interface Replaced {
  readonly number: string;
  readonly use: AuthorizationUse;
}

/** Null if nothing is replaced, or the act is not on this device. */
export function readReplaced(id: string): Replaced | null {
  const act = isActId(id) ? store.act(id) : null;
  const dossier = act ? store.dossierOf(act._id) : null;
  if (!act || !dossier || !('number' in act.body)) return null;
  return { number: act.body.number, use: readUse(dossier, act._id) };
}
