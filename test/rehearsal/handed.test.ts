/** What a trainer hands out and what comes back, by the end of an address and as a file; and what comes that is neither. */
import { describe, expect, test } from 'vitest';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import type { Instant } from '#lib/domain/ids.ts';
import {
  MAX_NOTE_LENGTH,
  parseHandout,
  parseResult,
  type SignedResult
} from '#lib/domain/rehearsal/handout.ts';
import { SCENARIOS } from '#lib/domain/rehearsal/scenarios.ts';
import {
  fromFragment,
  readHandedFile,
  signResult,
  toFragment,
  KeptResults
} from '#lib/rehearsal/handed.svelte.ts';

const HANDOUT = {
  kind: 'rehearsal-handout',
  schema: 1,
  scenario: 'salt',
  session: 'Nairobi, 27 November',
  note: 'Work in pairs.\nعمل ثنائي'
} as const;

async function aResult(over: Partial<SignedResult> = {}): Promise<SignedResult> {
  const stated = {
    kind: 'rehearsal-result',
    schema: 1,
    scenario: 'routine',
    session: HANDOUT.session,
    participant: 'Ana Pérez',
    reached: ['asked', 'granted'],
    startedAt: '2026-11-27T09:00:00.000Z' as Instant,
    finishedAt: '2026-11-27T09:12:00.000Z' as Instant
  } as const;
  return { ...(await signResult(stated, await importSigningKey(await generatePrivateJwk()))), ...over };
}

const fileOf = (content: string): File => new File([content], 'handed.json');

const NONSENSE: readonly (readonly [string, string])[] = [
  ['an empty file', ''],
  ['a file of zeros', '\0'.repeat(400)],
  ['a picture', '\x89PNG\r\n\x1a\n'],
  ['a page', '<script>alert(1)</script>'],
  ['a list', '[1,2,3]'],
  ['nothing', 'null'],
  ['another kind', JSON.stringify({ ...HANDOUT, kind: 'rehearsal' })],
  ['a later version', JSON.stringify({ ...HANDOUT, schema: 2 })],
  ['a scenario that there is not', JSON.stringify({ ...HANDOUT, scenario: '__proto__' })],
  ['a word that is too long', JSON.stringify({ ...HANDOUT, note: 'x'.repeat(MAX_NOTE_LENGTH + 1) })],
  ['a number for a name', JSON.stringify({ ...HANDOUT, session: 7 })]
];

describe('a scenario', () => {
  test('comes through a link and through a file as it was handed out', async () => {
    for (const { name } of SCENARIOS) {
      const handout = { ...HANDOUT, scenario: name };
      expect(parseHandout(fromFragment(toFragment(handout)))).toEqual(handout);
      expect(parseHandout(await readHandedFile(fileOf(JSON.stringify(handout, null, 2))))).toEqual(handout);
    }
  });

  test('fits the densest square code with the longest words that may be said', () => {
    const longest = { ...HANDOUT, session: 'x'.repeat(80), note: 'x'.repeat(MAX_NOTE_LENGTH) };
    expect(`https://i2es.example/rehearsal${toFragment(longest)}`.length).toBeLessThan(2_331);
  });

  test('is none where the file or the link is something else', async () => {
    for (const [what, content] of NONSENSE) {
      expect([what, parseHandout(await readHandedFile(fileOf(content)))]).toEqual([what, null]);
      expect([what, parseHandout(fromFragment(`#${content}`))]).toEqual([what, null]);
    }
    expect(
      parseHandout(await readHandedFile(fileOf(JSON.stringify(HANDOUT) + ' '.repeat(20_000))))
    ).toBeNull();
    expect(parseHandout(fromFragment(toFragment({ ...HANDOUT, more: 'x'.repeat(20_000) })))).toBeNull();
  });
});

describe('a result', () => {
  test('is taken once, by link or by file, and told again what it is', async () => {
    const [kept, result] = [new KeptResults(), await aResult()];
    expect(await kept.take(fromFragment(toFragment(result)))).toBe('taken');
    expect(await kept.take(await readHandedFile(fileOf(JSON.stringify(result))))).toBe('known');
    expect(kept.list).toEqual([result]);
  });

  test('that somebody has altered is refused, whatever they altered', async () => {
    const kept = new KeptResults();
    const [result, other] = [await aResult(), await aResult()];
    const altered: Partial<SignedResult>[] = [
      { participant: 'Somebody else' },
      { reached: ['asked', 'granted', 'shipped', 'endorsed'] },
      { session: 'Another' },
      { finishedAt: '2026-11-27T09:01:00.000Z' as Instant },
      { scenario: 'partial' },
      { key: other.key },
      { signature: other.signature },
      { signature: '' }
    ];
    for (const over of altered)
      expect([over, await kept.take({ ...result, ...over })]).toEqual([over, 'altered']);
    expect(kept.list).toEqual([]);
  });

  test('that says a step twice, or one that its scenario has not, is none', async () => {
    for (const reached of [['asked', 'asked'], ['withdrawn_key'], [7], 'asked', null])
      expect(parseResult(await aResult({ reached: reached as never }))).toBeNull();
  });

  test('is none where the file or the link is something else', async () => {
    const kept = new KeptResults();
    for (const [what, content] of [...NONSENSE, ['a handout', JSON.stringify(HANDOUT)] as const]) {
      expect([what, await kept.take(await readHandedFile(fileOf(content)))]).toEqual([what, 'unreadable']);
      expect([what, await kept.take(fromFragment(`#${content}`))]).toEqual([what, 'unreadable']);
    }
    const huge = JSON.stringify({ ...(await aResult()), more: 'x'.repeat(20_000) });
    expect(await kept.take(await readHandedFile(fileOf(huge)))).toBe('unreadable');
  });
});
