/** One form after the other at a counter: what is shown of each code that is read, and what is noted. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import { codeText } from '#lib/print-code/code-text.ts';
import { seenForms } from '#lib/verify/seen-forms.ts';
import { Verification } from '#lib/verify/verification.svelte.ts';
import { declareBadge } from '#lib/crypto/badge.ts';
import { anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';
import {
  aFurtherOfficer,
  AUSTRALIA,
  NOW,
  ROOT,
  signed,
  signedExtracts,
  SWITZERLAND,
  theLists
} from './paper-world.ts';
import { certify } from '../crypto/sample-country.ts';

const ORIGIN = 'https://i2es.example.org';
const act = await signed(anImportAuthorization(), AUSTRALIA.officer);
const text = codeText({ as: 'act', act }, ORIGIN);

let badges: string[];
let minute: number;
let counter: Verification;

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name)
  });
  [badges, minute] = [[], 0];
  const now = (): Instant => NOW.replace('10:00', `10:0${minute++ % 10}`) as Instant;
  counter = new Verification('', now, (badge) => badges.push(badge));
  counter.lists = theLists();
});

const verdict = (): string | undefined => counter.verdict?.reasons[0].code;

test('a genuine form is shown and noted, and the second time this device says when it saw it', async () => {
  await counter.read(text);
  expect([verdict(), counter.seenBefore]).toEqual(['good', null]);
  counter.again();
  await counter.read(text);
  expect(counter.seenBefore).not.toBeNull();
  expect(seenForms().map(({ number, verdict }) => [number, verdict])).toEqual([
    ['AU-I-2026-000101-98', 'genuine'],
    ['AU-I-2026-000101-98', 'genuine']
  ]);
});

test('a difference on the paper changes the verdict and its note, and a correction changes them back', async () => {
  await counter.read(text);
  await counter.compare('line-1', 'differs');
  expect([verdict(), seenForms()[0]?.verdict, seenForms().length]).toEqual(['differs', 'altered', 1]);
  await counter.compare('line-1', 'same');
  expect([verdict(), seenForms()[0]?.verdict]).toEqual(['good', 'genuine']);
});

test.each([
  ['the code of a parcel', 'https://parcels.example/17', 'no-code'],
  ['a code of a later version', text.replace('I2ES1:', 'I2ES2:'), 'newer-version'],
  ['half a code', text.slice(0, 300), 'damaged']
])('%s has its answer, and is not noted', async (_what, read, expected) => {
  await counter.read(read);
  expect([verdict(), seenForms()]).toEqual([expected, []]);
});

test('a certificate of training has a page of its own', async () => {
  const badge = await declareBadge({ path: 'customs', name: 'Amélie', finishedOn: '2026-11-27' as never });
  await counter.read(badge);
  expect([badges, counter.verdict]).toEqual([[badge], null]);
});

test('the second code of a form answers for a key that no list names', async () => {
  const officer = await aFurtherOfficer();
  const unlisted = await signed(anImportAuthorization(), officer);
  await counter.read(codeText({ as: 'act', act: unlisted }, ORIGIN));
  expect(verdict()).toBe('key-unknown');
  const administrator = { ...AUSTRALIA.officer, role: 'administrator' } as const;
  const certificates = [await certify(ROOT, administrator), await certify(administrator, officer)];
  await counter.read(codeText({ as: 'keys', certificates }, ORIGIN));
  expect([verdict(), counter.verdict?.proof]).toEqual(['good', 'chain']);
});

test('the parts of a long form are shown together, and another form begins anew', async () => {
  for (const content of await signedExtracts(act, [1, 1], AUSTRALIA.officer))
    await counter.read(codeText(content, ORIGIN));
  expect([counter.parts.length, seenForms().length]).toEqual([2, 1]);
  const other = await signed(anImportAuthorization({ over: { remarks: 'Other' } }), AUSTRALIA.officer);
  await counter.read(codeText({ as: 'act', act: other }, ORIGIN));
  expect([counter.parts.length, counter.compared]).toEqual([1, {}]);
});

test('a part that nobody signed makes no genuine form, in whatever order the parts are scanned', async () => {
  const [first, second] = await signedExtracts(act, [1, 1], AUSTRALIA.officer);
  const forged = structuredClone(second!) as unknown as {
    extract: { extract: { body: { lines: object[] } } };
  };
  forged.extract.extract.body.lines = [{ no: 1, stated: '999000000', base: '999000000' }];
  const texts = [first, forged].map((one) => codeText(one as never, ORIGIN));
  for (const order of [texts, [...texts].reverse()]) {
    counter.again();
    for (const one of order) await counter.read(one);
    expect(counter.verdict).toMatchObject({ verdict: 'altered', reasons: [{ code: 'content' }] });
  }
});

test('of the codes of one file the gravest answer is shown, and each form is noted', async () => {
  const copy = await signed(anExportAuthorization(), SWITZERLAND.officer);
  const changed = { ...act, body: { ...act.body, consignments: 9 } };
  const texts = [copy, changed].map((one) => codeText({ as: 'act', act: one }, ORIGIN));
  await counter.readAll([texts[1]!, texts[0]!]);
  expect([verdict(), seenForms().map(({ verdict }) => verdict)]).toEqual(['content', ['altered', 'genuine']]);
});

test('what the server found by its number is judged like every code, and nothing found is said', async () => {
  await counter.take(act);
  expect(verdict()).toBe('good');
  await counter.take({ ...act, body: { ...act.body, consignments: 9 } });
  expect(counter.verdict?.verdict).not.toBe('genuine');
  await counter.take(null);
  expect(verdict()).toBe('no-answer');
  const later = { body: { ...act.body, batches: ['A1'] }, signature: act.signature };
  await counter.take({ _id: actId(later.body, later.signature), ...later });
  expect(verdict()).toBe('newer-version');
});
