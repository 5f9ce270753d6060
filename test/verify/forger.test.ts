/** Ten ways in which a forger could get “Genuine”, or hide a cancellation, from the officer at the counter. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { deflateSync } from 'fflate';
import { isLowS } from '#lib/crypto/sign.ts';
import { bytesToBase64url, base64urlToBytes } from '#lib/domain/bytes.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { bytesToBase43, CODE_PREFIX, codeText, readCode } from '#lib/print-code/code-text.ts';
import { DICTIONARY } from '#lib/print-code/dictionary.ts';
import { judgeForm } from '#lib/verify/judge-form.ts';
import { loadLists, updateLists } from '#lib/verify/lists.ts';
import { Verification } from '#lib/verify/verification.svelte.ts';
import { anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';
import { aDevice, AU, certify } from '../crypto/sample-country.ts';
import {
  aFurtherOfficer,
  AUSTRALIA,
  entryOf,
  LISTED_AT,
  NOW,
  signed,
  SWITZERLAND,
  theAnswer,
  theLists
} from './paper-world.ts';

const act = await signed(anImportAuthorization(), AUSTRALIA.officer);
const codeOf = (one: Act): string => codeText({ as: 'act', act: one }, 'https://i2es.example.org');
const code = codeOf(act);

let counter: Verification;
let now: Instant;
beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name)
  });
  now = NOW;
  counter = new Verification(
    '',
    () => now,
    () => undefined
  );
  counter.lists = theLists();
});

const shown = (): string => `${counter.verdict?.verdict}: ${counter.verdict?.reasons[0].code}`;

async function answer(text: string): Promise<string> {
  counter.again();
  await counter.read(text);
  return shown();
}

/** A code of any JSON text, as a program that is not ours could make it. */
function codeWith(json: string, rest = ''): string {
  const dictionary = new TextEncoder().encode(DICTIONARY);
  return CODE_PREFIX + bytesToBase43(deflateSync(new TextEncoder().encode(json), { dictionary })) + rest;
}

const json = canonicalJson({ body: act.body, signature: act.signature });

describe('a forger hides a cancellation by', () => {
  test('sending older lists: the newer ones stay', async () => {
    const newer = { kept: null as unknown };
    const place = {
      readKept: () => Promise.resolve(newer.kept as never),
      writeKept: (lists: unknown) => Promise.resolve(void (newer.kept = lists))
    };
    const from = (bytes: Uint8Array) =>
      (() => Promise.resolve(new Response(bytes as BodyInit))) as typeof fetch;
    const first = await updateLists(from(await theAnswer([act._id], LISTED_AT, 2)), { place });
    expect(first.ok && first.value.isCancelled(act._id)).toBe(true);
    const older = await theAnswer([], '2026-11-20T08:00:00.000Z' as Instant, 1);
    expect(await updateLists(from(older), { place })).toMatchObject({ problems: [{ code: 'list.older' }] });
    expect((await loadLists(place))?.isCancelled(act._id)).toBe(true);
  });

  test('moving the clock back, so that old lists look new', async () => {
    expect(await answer(code)).toBe('genuine: good');
    counter.lists = theLists({ at: '2026-10-01T08:00:00.000Z' as Instant });
    now = '2026-10-01T10:00:00.000Z' as Instant;
    expect(await answer(code)).toBe('genuine-but: clock-behind');
    // However often it is verified.
    expect(await answer(code)).toBe('genuine-but: clock-behind');
    now = '2026-09-01T10:00:00.000Z' as Instant;
    const unseen = await judgeForm({ as: 'act', act }, counter.lists, now);
    expect(unseen.reasons[0]).toEqual({ code: 'clock-behind', on: '2026-10-01T08:00:00.000Z' });
  });

  test('another spelling of the signature, which would be another document', async () => {
    const bytes = base64urlToBytes(act.signature.value)!;
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const s = bytes.slice(32).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const other = (order - s)
      .toString(16)
      .padStart(64, '0')
      .match(/../g)!
      .map((pair) => parseInt(pair, 16));
    const value = bytesToBase64url(Uint8Array.from([...bytes.slice(0, 32), ...other]));
    const signature = { ...act.signature, value };
    const twin = { _id: actId(act.body, signature), body: act.body, signature };
    expect([isLowS(bytes as never), twin._id === act._id]).toEqual([true, false]);
    counter.lists = theLists({ cancelled: [act._id] });
    expect(await answer(code)).toBe('genuine-but: cancelled');
    expect(await answer(codeOf(twin))).toBe('altered: content');
  });

  test('a genuine code of another form in the same picture: the gravest is shown, in either order', async () => {
    const other = await signed(anExportAuthorization(), SWITZERLAND.officer);
    counter.lists = theLists({ cancelled: [act._id] });
    for (const texts of [
      [code, codeOf(other)],
      [codeOf(other), code]
    ]) {
      counter.again();
      await counter.readAll(texts);
      expect(shown()).toBe('genuine-but: cancelled');
    }
  });
});

describe('a forger gets no “Genuine” by', () => {
  test('text after the code, or before it', async () => {
    expect(await answer(`${code}#${code}`)).toBe('genuine: good');
    // Marks that nobody sees are not text: a message in Arabic adds them.
    expect(await answer(`\u202e\u200f${code}\u202c`)).toBe('genuine: good');
    expect(await answer(`Genuine. ${'x'.repeat(70_000)}`)).toBe('foreign: no-code');
    const padded = codeWith(json, '000000');
    const read = readCode(padded);
    // What follows the packed content says nothing: the signed content alone is shown.
    if (read.ok) expect(read.value).toEqual({ as: 'act', act });
  });

  test('a member that is there twice', async () => {
    const twice = json.replace('"consignments":', '"consignments":9,"consignments":');
    expect(twice).not.toBe(json);
    expect(await answer(codeWith(json))).toBe('genuine: good');
    expect(await answer(codeWith(twice))).toBe('altered: damaged');
    expect(await answer(codeWith(json.replace('{"body"', '{"body":{},"body"')))).toBe('altered: damaged');
    expect(await answer(codeWith(json.replace('"AU"', '"\\u0041U"')))).toBe('altered: damaged');
  });

  test('letters that look like those of the number', async () => {
    const number = act.body.number.replace('A', '\u0410');
    const { body, signature } = act;
    expect(await answer(codeWith(canonicalJson({ body: { ...body, number }, signature })))).not.toMatch(
      /genuine/
    );
  });

  test('the key of another country, or one that is valid only later', async () => {
    const { body } = anImportAuthorization();
    expect(await answer(codeOf(await signed({ body } as never, SWITZERLAND.officer)))).toBe(
      'altered: not-entitled'
    );
    const early = await aFurtherOfficer();
    counter.lists = theLists({
      keys: [entryOf(early, { validFrom: '2027-01-01T00:00:00.000Z' as Instant })]
    });
    expect(await answer(codeOf(await signed({ body } as never, early)))).toBe('altered: key-not-yet');
  });

  test('certificates of a root of their own in the second code', async () => {
    const root = await aDevice('INCB', 'incb.root', 'root');
    const administrator = await aDevice(AU, 'au.administrator', 'administrator');
    const officer = await aDevice(AU, 'au.officer', 'officer');
    const certificates = [await certify(root, administrator), await certify(administrator, officer)];
    const forged = await signed(anImportAuthorization(), officer);
    const texts = [codeText({ as: 'keys', certificates }, ''), codeOf(forged)];
    await counter.readAll(texts);
    expect(shown()).toBe('unknown: key-unknown');
  });

  test.each(['practice', true])('a form of %s, with or without its mark', async (demonstration) => {
    const made = await signed(anImportAuthorization({ over: { demonstration } }), AUSTRALIA.officer);
    expect(await answer(codeOf(made))).toBe('practice: practice');
    const { demonstration: _mark, ...body } = made.body as typeof made.body & { demonstration?: unknown };
    expect(await answer(codeWith(canonicalJson({ body, signature: made.signature })))).toBe(
      'altered: content'
    );
  });
});
