import { render } from 'svelte/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { ageOfTrust } from '#lib/domain/registration/key-standing.ts';
import DossierNotices from '#lib/dossier/DossierNotices.svelte';
import { m } from '#lib/i18n/messages.ts';
import TakenShow from '#lib/device-removal/TakenShow.svelte';
import { store } from '#lib/store/store.svelte.ts';
import { anImportAuthorization } from '../samples/acts.ts';

vi.mock('$app/paths', () => ({ base: '' }));

const NOW = '2026-11-24T08:00:00.000Z' as Instant;

/** The lists were last compared with the server so many days ago; null is never. */
function knownFor(days: number | null): void {
  const knownAt =
    days === null ? null : (new Date(Date.parse(NOW) - days * 86_400_000).toISOString() as Instant);
  vi.spyOn(store, 'now', 'get').mockReturnValue(NOW);
  vi.spyOn(store, 'trustAge', 'get').mockReturnValue(ageOfTrust(knownAt, NOW));
}

function headOfDossier(): string {
  const act = anImportAuthorization();
  const actions = { primary: null, others: [] };
  const [onaction, onanew] = [() => undefined, () => undefined];
  return render(DossierNotices, {
    props: { act, dossier: null, entries: [], unread: [], actions, twice: new Map(), onaction, onanew }
  }).body;
}

afterEach(() => void vi.restoreAllMocks());

describe('the age of the lists that signatures are judged by', () => {
  test('is no matter in the head of a dossier while they are fresh', () => {
    knownFor(2);
    expect(headOfDossier()).not.toContain('Date of the lists of keys and revocations');
  });

  test('is told in the head of a dossier when they are old, and never unfolded first', () => {
    knownFor(8);
    expect(headOfDossier()).toContain(m.trust_old());
    knownFor(31);
    expect(headOfDossier()).toContain(m.trust_stale());
    knownFor(null);
    expect(headOfDossier()).toContain(m.trust_unknown());
  });

  test('stands beside what a file brought in, fresh or old: its signatures were held against them', () => {
    const taken = { acts: 3, drafts: 1, doubted: 0, left: 0 };
    knownFor(2);
    expect(render(TakenShow, { props: { taken } }).body).toContain(
      'Date of the lists of keys and revocations'
    );
    knownFor(31);
    expect(render(TakenShow, { props: { taken } }).body).toContain(m.trust_stale());
  });
});
