/**
 * The queue of 10,000 applications, and the list of 10,000 drafts in Chromium: what a filter, a search and one more
 * document wait for, and their growth at 20,000.
 */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { Queue, countTabs, rowsInTab, searchQueue } from '#lib/applications/queue.ts';
import { applicationId } from '#lib/domain/application/application-id.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { bytesToConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { Applications } from '#lib/store/index/applications.ts';
import { AU } from '../samples/acts.ts';
import { aForm } from '../samples/forms.ts';
import { Chance } from '../score/random.ts';
import { localeSplit } from '../../src/lib/i18n/locale-split.ts';
import { withBenchPage } from './in-browser.ts';
import { round, type Row } from './row.ts';

const COUNT = 10_000;
const DAY = { today: '2026-11-27' as CalendarDate, targetDays: 15, edition: CURRENT_EDITION };
const SUBSTANCES = CURRENT_EDITION.edition.rows.slice(0, 60).map(({ key }) => key);

/** A third is new, a third has a question, a third is refused. */
export function* documentsOf(count: number) {
  const chance = new Chance(5);
  for (let at = 0; at < count; at++) {
    const seed = new Uint8Array(12).fill(0);
    new DataView(seed.buffer).setUint32(0, at + 1);
    const _id = applicationId(AU, bytesToConfirmationCode(seed));
    const substance = SUBSTANCES[Math.floor(chance.next() * SUBSTANCES.length)] ?? 'morphine';
    const { fields, lines } = aForm({ importerName: `Company ${Math.floor(chance.next() * 400)}` });
    const { validFrom: _from, ...own } = fields;
    const sent = `2026-${String(1 + (at % 11)).padStart(2, '0')}-05T08:00:00.000Z`;
    yield {
      _id,
      schema: 1,
      country: AU,
      at: sent,
      source: 'file',
      of: 'import-authorization',
      language: 'en',
      form: {
        fields: own,
        lines: lines.map((line) => ({ key: 'line-1', fields: { ...line.fields, substance } }))
      },
      contact: { name: 'R. Lane', email: 'lane@southern.example' }
    };
    if (at % 3 === 0) continue;
    const event =
      at % 3 === 1 ? { kind: 'question', text: 'Which port?' } : { kind: 'refused', reason: 'No licence' };
    const uuid = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
    yield { ...event, _id: `${_id}:${uuid}`, schema: 1, at: sent, by: 'A. Officer', person: 'au.officer' };
  }
}

function p95(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

function time(runs: number, work: (at: number) => unknown): number {
  const times: number[] = [];
  for (let at = 0; at < runs; at++) {
    const began = performance.now();
    work(at);
    times.push(performance.now() - began);
  }
  return p95(times);
}

function measure(count: number) {
  const applications = new Applications();
  const documents = [...documentsOf(count + 50)];
  const last = documents.slice(-75);
  const take = (document: (typeof documents)[number]): void =>
    applications.take({ id: document._id, deleted: false, document });
  for (const document of documents.slice(0, -75)) take(document);
  const began = performance.now();
  const queue = new Queue();
  queue.rows(applications.all, DAY);
  const first = performance.now() - began;
  const tabs = ['new', 'mine', 'question', 'overdue', 'accepted', 'finished', 'all'] as const;
  const words = ['company 12', 'morph', 'AU', 'alpenpharma', 'zzz', 'm'];
  const rows = queue.rows(applications.all, DAY);
  const filter = time(100, (at) => rowsInTab(rows, tabs[at % tabs.length] ?? 'all', 'au.officer'));
  const search = time(100, (at) => {
    const found = searchQueue(rows, words[at % words.length] ?? '');
    return [countTabs(found, 'au.officer'), rowsInTab(found, 'new', 'au.officer')];
  });
  const more = time(75, (at) => {
    const document = last[at];
    if (document) take(document);
    return queue.rows(applications.all, DAY);
  });
  return { first, filter, search, more };
}

/** As a page of its own each time, so that nothing is left of the smaller list. */
function measureDrafts(
  counts: readonly number[]
): Promise<Record<'first' | 'filter' | 'letter' | 'more', number>[]> {
  const alias = {
    '$app/navigation': fileURLToPath(new URL('../ui/gallery/navigation.ts', import.meta.url)),
    '$app/paths': fileURLToPath(new URL('../ui/gallery/paths.ts', import.meta.url))
  };
  return withBenchPage(
    'drafts',
    async (browser, url) => {
      const measured = [];
      for (const count of counts) {
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
        await page.goto(url);
        await page.waitForFunction('globalThis.measure');
        measured.push(
          (await page.evaluate(`measure(${count})`)) as {
            first: number;
            filter: number;
            letter: number;
            more: number;
          }
        );
        await page.close();
      }
      return measured;
    },
    null,
    { resolve: { alias }, plugins: [localeSplit(), svelte({ configFile: false })] }
  );
}

export async function benchApplications(): Promise<Row[]> {
  measure(1000);
  const [once, twice] = [measure(COUNT), measure(2 * COUNT)];
  const row = (name: string, [ours, doubled]: readonly [number, number], goal: number): Row => ({
    name,
    ours: round(ours),
    reference: null,
    unit: 'ms',
    ratio: null,
    goal,
    growth: ours > 0 ? round(doubled / ours) : null
  });
  const queue = (name: string, of: keyof typeof once, goal: number): Row =>
    row(`queue of 10,000 applications: ${name}`, [once[of], twice[of]], goal);
  const [list, longer] = await measureDrafts([COUNT, 2 * COUNT]);
  const drafts = (name: string, of: 'first' | 'filter' | 'letter' | 'more', goal: number): Row =>
    row(`list of 10,000 drafts: ${name}`, [list?.[of] ?? 0, longer?.[of] ?? 0], goal);
  return [
    queue('a filter, p95', 'filter', 16),
    queue('a letter in the search with the counts of all tabs, p95', 'search', 16),
    queue('one more document, p95', 'more', 16),
    queue('first reading', 'first', 1000),
    drafts('a letter in the search, filtered, p95', 'filter', 16),
    drafts('a letter in the search, drawn and laid out too, p95', 'letter', 16),
    drafts('one more draft, p95', 'more', 16),
    drafts('opened', 'first', 1000)
  ];
}
