import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { findGaps, nextNumber } from '#lib/domain/exchange/gaps.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';

const AU = 'AU' as AuthorityCode;
const INCB = 'INCB' as AuthorityCode;

function anAct(issuer: string, key: string, number: number): Act {
  const _id = `act:20261001:${issuer}:message:${key}${String(number).padStart(10, '0')}`;
  return { _id, body: { issuer, to: ['AU'], seq: { AU: number } }, signature: { key } } as unknown as Act;
}

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 30 });

test('as many are missing as numbers were passed over, whatever order they come in', () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      const acts = [...one.map((n) => anAct('CH', 'k', n)), ...other.map((n) => anAct('CH', 'm', n))];
      const missing = findGaps(acts, AU, () => true).reduce((sum, gap) => sum + gap.missing, 0);
      expect(missing).toBe(passedOver(one) + passedOver(other));
    })
  );
});

function passedOver(held: readonly number[]): number {
  return held.length === 0 ? 0 : Math.max(...held) - held.length;
}

test('a gap is told at the act that comes after it', () => {
  const acts = [1, 2, 5, 6, 9].map((number) => anAct('CH', 'k', number));
  expect(findGaps(acts, AU, () => true).map(({ missing, before }) => [missing, before])).toEqual([
    [2, acts[2]?._id],
    [2, acts[4]?._id]
  ]);
});

test('what is not verified fills its place and tells of no others', () => {
  const acts = [1, 3, 7].map((number) => anAct('CH', 'k', number));
  const gaps = findGaps(acts, AU, (id) => id !== acts[2]?._id);
  expect(gaps).toEqual([{ issuer: 'CH', key: 'k', missing: 1, before: acts[1]?._id }]);
});

test('one’s own colleagues are counted like partners; the exchange, and acts to others, are not', () => {
  const toOthers = {
    ...anAct('CH', 'k', 4),
    body: { issuer: 'CH', to: ['NZ'], seq: { CH: 4, NZ: 1 } }
  } as unknown as Act;
  expect(findGaps([anAct('AU', 'c', 2)], AU, () => true)).toHaveLength(1);
  expect(findGaps([anAct('EXCHANGE', 'x', 4), toOthers], AU, () => true)).toEqual([]);
});

test('a number beyond all reason costs no time', () => {
  expect(findGaps([anAct('CH', 'k', 1e9)], AU, () => true)[0]?.missing).toBe(1e9 - 1);
});

/** A Swiss document to INCB; an enrolment goes to the training database, not to INCB's. */
function toBoard(kind: 'enrolment' | 'suggestion', number: number): Act {
  const _id = `act:20261001:CH:${kind}:${String(number).padStart(10, '0')}`;
  const body = { kind, issuer: 'CH', to: ['INCB'], seq: { CH: number, INCB: number } };
  return { _id, body, signature: { key: 'k' } } as unknown as Act;
}

const kinds = fc.array(fc.constantFrom('enrolment' as const, 'suggestion' as const), { maxLength: 20 });

/** Signs one document after another as a device does. */
function signAll(sequence: readonly ('enrolment' | 'suggestion')[], before: readonly Act[] = []): Act[] {
  const acts = [...before];
  for (const kind of sequence) acts.push(toBoard(kind, nextNumber(acts, INCB)));
  return acts;
}

const heldByBoard = (acts: readonly Act[]) => acts.filter(({ body }) => body.kind === 'suggestion');

test('enrolments, which never reach INCB’s database, leave no gap there, in whatever order they are signed', () => {
  fc.assert(
    fc.property(kinds, (sequence) => {
      expect(findGaps(heldByBoard(signAll(sequence)), INCB, () => true)).toEqual([]);
    })
  );
});

test('a suggestion that is lost between others is missing, however many enrolments surround it', () => {
  fc.assert(
    fc.property(kinds, kinds, (one, other) => {
      const before = signAll([...one, 'suggestion']);
      const held = heldByBoard(signAll([...other, 'suggestion'], before)).filter(
        ({ _id }) => _id !== before.at(-1)?._id
      );
      expect(findGaps(held, INCB, () => true).reduce((sum, { missing }) => sum + missing, 0)).toBe(1);
    })
  );
});

test('the next document takes the number that an earlier version gave to an enrolment', () => {
  const acts = [toBoard('enrolment', 1), toBoard('suggestion', 2), toBoard('enrolment', 3)];
  expect(findGaps(heldByBoard(acts), INCB, () => true)).toHaveLength(1);
  const next = signAll(['suggestion', 'suggestion'], acts);
  expect(next.slice(3).map(({ body }) => body.seq['INCB'])).toEqual([1, 3]);
  expect(findGaps(heldByBoard(next), INCB, () => true)).toEqual([]);
});

test('an enrolment that a reader holds takes the place of no document', () => {
  const held = [toBoard('enrolment', 1), toBoard('suggestion', 2)];
  expect(findGaps(held, INCB, () => true)).toMatchObject([{ missing: 1, before: held[1]?._id }]);
});
