import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { otherCertifiers, type KeySource } from '#lib/sign-in/key-list.ts';

const NOW = '2026-11-27T12:00:00.000Z' as Instant;

/** What the certifiers' reader looks at of an act. */
interface Act {
  readonly body: { readonly kind: string } & Readonly<Record<string, unknown>>;
}

interface Given {
  readonly authority?: string;
  readonly until?: string;
}

const holder = (
  person: string,
  role: string,
  { authority = 'AU', until = '2028-01-01' }: Given = {}
): Act => ({
  body: {
    kind: 'certificate',
    issuer: authority,
    keyId: `key-${person}`,
    validUntil: `${until}T00:00:00.000Z`,
    by: { name: 'Hale' },
    holder: { person, role, authority, name: person.toUpperCase() }
  }
});

const withdrawal = (person: string): Act => ({
  body: {
    kind: 'withdrawal',
    issuer: 'AU',
    keyId: `key-${person}`,
    at: '2026-05-01T00:00:00.000Z',
    withdrawnFrom: '2026-05-01T00:00:00.000Z',
    reason: 'Left the office',
    by: { name: 'Hale' }
  }
});

function namesIn(given: readonly Act[], bad: readonly string[] = []): readonly string[] {
  const acts = given.map((act, index) => ({ _id: `act:${index}`, ...act }));
  const source = {
    person: { id: 'ana', authority: 'AU' },
    acts,
    // As the store's own, which is nothing without the store.
    actsOf(this: { acts: typeof acts }, kind: string) {
      return this.acts.filter(({ body }) => body.kind === kind);
    },
    verdictOf: (id: string) => (bad.includes(id) ? 'wrong' : 'good')
  } as unknown as KeySource;
  return otherCertifiers(source, NOW);
}

test('a sole administrator has nobody of their own authority to certify their device', () => {
  expect(namesIn([holder('ana', 'administrator')])).toEqual([]);
  expect(namesIn([holder('ben', 'officer')])).toEqual([]);
  expect(namesIn([holder('carl', 'administrator', { authority: 'CH' })])).toEqual([]);
});

test('another administrator is named once, and only by a certificate that is good', () => {
  expect(namesIn([holder('ben', 'administrator'), holder('ben', 'administrator')])).toEqual(['BEN']);
  expect(namesIn([holder('ben', 'administrator')], ['act:0'])).toEqual([]);
});

test('nobody is named whose key was withdrawn or has expired: they can certify nothing', () => {
  expect(namesIn([holder('ben', 'administrator'), withdrawal('ben')])).toEqual([]);
  expect(namesIn([holder('ben', 'administrator', { until: '2026-11-01' })])).toEqual([]);
  expect(namesIn([holder('ben', 'administrator'), withdrawal('ben')], ['act:1'])).toEqual(['BEN']);
});
