/** Who reads a form here, and how they take a partner's document into their records. */
import type { Act } from '#lib/domain/act/body.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import type { Brought } from '#lib/store/brought.ts';
import { mayHoldRecords } from '#lib/store/browser/storage-state.ts';
import { office } from '#lib/store/server/office-api.ts';

export interface FormReader {
  readonly person: { readonly role: string; readonly authority: AuthorityCode };
  /** `waiting`: kept on this device until the server has it. `held`: it was there before. */
  bring(act: Act): Promise<Result<Brought | 'stored'>>;
}

/** An open store in this page works without a network; otherwise the server knows who is signed in. */
export async function findReader(): Promise<FormReader | null> {
  const open = await findOpenStore();
  if (open) return open;
  const session = await office.session();
  return session.ok ? { person: session.value.person, bring: bringOnline } : null;
}

/** Asks no server. */
export async function findOpenStore(): Promise<FormReader | null> {
  if (!(await mayHoldRecords())) return null;
  const { store } = await import('#lib/store/store.svelte.ts');
  const { person } = store;
  if (store.phase.name !== 'unlocked' || !person) return null;
  const { brought } = await import('#lib/store/brought.ts');
  return { person, bring: (act) => brought.keep(act) };
}

async function bringOnline(act: Act): Promise<Result<'stored' | 'held'>> {
  const sent = await office.bringForm(act);
  return sent.ok ? accept(sent.value.state) : sent;
}
