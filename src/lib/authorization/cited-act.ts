import { asKind, type ActOf } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { countedInstead } from '#lib/domain/dossier/corrections.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { store } from '#lib/store/store.svelte.ts';

/** A draft can cite a record of a paper that was corrected since. */
export function citedAct(id: ActId | null): ActOf<'import-authorization'> | null {
  const dossier = id && store.dossierOf(id);
  const counted = (dossier && countedInstead(dossier, id)) || id;
  return asKind(readAuthorization(counted && store.act(counted)), 'import-authorization');
}
