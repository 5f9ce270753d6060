/** What the screens say of documents that only a later version reads. */
import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { authorityName, formatDate } from '#lib/i18n/format.ts';
import { findUpdateNeeded } from '#lib/domain/dossier/update-needed.ts';
import type { LaterAct } from '#lib/domain/act/later-act.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import UpdateNotice from '#lib/dossier/UpdateNotice.svelte';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { Shelf } from '#lib/store/index/shelf.ts';
import { store } from '#lib/store/store.svelte.ts';
import PoisonShow from '../../src/routes/(app)/sync/PoisonShow.svelte';

const textOf = (body: string): string =>
  body
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('“Delivery” names each document of a later schema with the remedy, and counts those of a later version', () => {
  const shelf = new Shelf(() => false);
  const ids = ['draft', 'company', 'block'].map((kind) => `${kind}:6f1d8f2e-3c55-4a39-9d0e-000000000001`);
  for (const id of ids)
    shelf.take({
      ...{ id, rev: `1-${'a'.repeat(32)}`, deleted: false, conflicts: [] },
      document: { _id: id, schema: 2 }
    });
  const { body } = render(PoisonShow, { props: { poison: [...shelf.poison.values()], later: 3 } });
  const text = textOf(body);
  for (const id of ids) expect(text).toContain(id);
  const reason = problemText({ code: 'document.schema.later' });
  expect(text.split(reason)).toHaveLength(ids.length + 1);
  expect(text).toContain(m.sync_later({ count: '3' }));
  expect(text).toContain(m.sync_later_lead());
});

test('a dossier names the authority, what can be done meanwhile, and until when', () => {
  const unread = [{ body: { issuer: 'CH', at: '2026-11-24T09:00:00.000Z' } }] as unknown as LaterAct[];
  const [needed] = findUpdateNeeded(unread);
  vi.spyOn(store, 'today', 'get').mockReturnValue('2026-11-24' as CalendarDate);
  const text = textOf(render(UpdateNotice, { props: { needed: needed! } }).body);
  vi.restoreAllMocks();
  expect(text).toContain(m.dossier_update_note({ authority: authorityName('CH' as never) }));
  expect(text).toContain(m.dossier_update_open({ date: formatDate(needed!.until) }));
});
