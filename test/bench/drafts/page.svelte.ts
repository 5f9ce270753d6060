/** Runs in Chromium: the list of drafts as an officer has it; a figure ends with the layout, before the screen is drawn. */
import '../../../src/app.css';
import { flushSync, mount } from 'svelte';
import type { Draft } from '#lib/domain/draft/draft.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { completeCatalog, openCatalog } from '#lib/i18n/catalog.ts';
import DraftTable, { draftToRow } from '#lib/register/DraftTable.svelte';
import { loadCountryWords, searchRows } from '#lib/register/found-rows.ts';
import { aForm, MORPHINE } from '../../samples/forms.ts';

const SUBSTANCES = CURRENT_EDITION.edition.rows.slice(0, 60).map(({ key }) => key);
const WORDS = ['c', 'co', 'com', 'company 12', 'morph', 'switz', 'zzz', ''];
const RUNS = 8;

const aDraft = (at: number): Draft => ({
  ...aForm({ importerName: `Company ${at % 400}`, exportingCountry: ['CH', 'FR', 'DE'][at % 3] ?? 'CH' }, [
    { ...MORPHINE, substance: SUBSTANCES[at % SUBSTANCES.length] ?? 'morphine' }
  ]),
  _id: `draft:00000000-0000-4000-8000-${String(at).padStart(12, '0')}` as DraftId,
  schema: 1,
  kind: 'import-authorization',
  updatedAt: '2026-11-20T08:00:00.000Z' as Instant,
  updatedBy: 'au.officer',
  device: 'D'.repeat(43) as KeyId
});

async function measure(count: number): Promise<Record<'first' | 'filter' | 'letter' | 'more', number>> {
  let text = $state('');
  let drafts = $state.raw(Array.from({ length: count }, (_, at) => aDraft(at)));
  await openCatalog('en');
  await completeCatalog();
  const countries = await loadCountryWords();
  const timed = (work: () => void): number => {
    const began = performance.now();
    work();
    flushSync();
    void document.body.offsetHeight;
    return performance.now() - began;
  };
  const first = timed(() =>
    mount(DraftTable, {
      target: document.getElementById('app') ?? document.body,
      props: {
        get drafts() {
          return drafts;
        },
        get text() {
          return text;
        },
        countries,
        nameOf: (account: string) => account,
        isConflicting: () => false,
        height: '40rem',
        onopen: () => undefined
      }
    })
  );
  const p95 = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
  const filters = Array.from({ length: RUNS }, () =>
    WORDS.map((word) => {
      const began = performance.now();
      searchRows(drafts.map(draftToRow), word, countries);
      return performance.now() - began;
    })
  ).flat();
  const letters = Array.from({ length: RUNS }, () => WORDS.map((word) => timed(() => (text = word)))).flat();
  const more = Array.from({ length: 40 }, (_, at) => timed(() => (drafts = [aDraft(count + at), ...drafts])));
  return { first, filter: p95(filters), letter: p95(letters), more: p95(more) };
}

Object.assign(globalThis, { measure });
