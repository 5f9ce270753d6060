/** Lists of INCB count once two people have answered for them, from their day, and until one of INCB revokes them. */
import { describe, expect, it } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { Admission } from '#lib/domain/door/admission.ts';
import { BlockShelf } from '#lib/domain/door/blocks.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { entriesOf, figuresInForce, inForceOn, listsOf } from '#lib/domain/lists/in-force.ts';
import { aConfirmation, aList } from '../../samples/lists.ts';

const first = aList('estimate');
const confirmed = aConfirmation([first]);
const LATER = { at: '2026-12-01T08:00:00.000Z' };
const CONFIRMED_LATER = { at: '2026-12-01T09:00:00.000Z' };
const corrected = aList(
  'estimate',
  {
    ...{ edition: '2026-5', effective: '2026-12-01' },
    entries: [{ substance: 'morphine', kind: 'estimate', base: '6000000000' }]
  },
  LATER
);

function morphine(acts: readonly Act[], on = '2026-12-05'): string | null {
  const find = figuresInForce(acts, on as CalendarDate);
  return find('AU', 'morphine', 2026)?.total ?? null;
}

describe('a figure of INCB', () => {
  it('is the estimate with its supplements, and says where it is from', () => {
    const figure = figuresInForce([first, confirmed], '2026-12-05' as CalendarDate)('AU', 'morphine', 2026);
    expect(figure).toMatchObject({
      ...{ total: '5500000000', edition: '2026-4', act: first._id, publishedAt: confirmed.body.at },
      parts: [{ kind: 'estimate' }, { kind: 'supplement' }]
    });
  });

  it('is unknown for another country, year or substance', () => {
    const find = figuresInForce([first, confirmed], '2026-12-05' as CalendarDate);
    expect(find('CH', 'morphine', 2026)).toBeNull();
    expect(find('AU', 'morphine', 2027)).toBeNull();
    expect(find('AU', 'codeine', 2026)).toBeNull();
  });

  it('does not count before a second person confirms it, nor if the same person does', () => {
    expect(morphine([first])).toBeNull();
    expect(morphine([first, aConfirmation([first], { person: 'incb.first' })])).toBeNull();
    expect(morphine([confirmed, first])).toBe('5500000000');
  });

  it('does not count while another document of the same confirmation is missing', () => {
    const other = aList('estimate', { country: 'CH' });
    const both = aConfirmation([first, other]);
    expect(morphine([first, both])).toBeNull();
    expect(morphine([first, both, other])).toBe('5500000000');
  });

  it('counts from its day and from the day of its confirmation, whichever is later', () => {
    expect(morphine([first, confirmed], '2026-11-19')).toBeNull();
    expect(morphine([first, confirmed], '2026-11-20')).toBe('5500000000');
    const late = aConfirmation([first], { at: '2026-11-25T00:00:00.000Z' });
    expect(morphine([first, late], '2026-11-24')).toBeNull();
  });

  it('gives way to a corrected one, and counts again when that is revoked', () => {
    const acts = [first, confirmed, corrected, aConfirmation([corrected], CONFIRMED_LATER)];
    expect(morphine(acts)).toBe('6000000000');
    expect(morphine([...acts].reverse())).toBe('6000000000');
    expect(morphine(acts, '2026-11-30')).toBe('5500000000');
    const revoked = aConfirmation([corrected], { at: '2026-12-03T08:00:00.000Z', as: 'revoked' });
    expect(morphine(acts.concat(revoked))).toBe('5500000000');
    expect(morphine(acts.concat(revoked), '2026-12-02')).toBe('6000000000');
  });
});

describe('a whole list', () => {
  it('needs all documents of its publication, and the earlier one counts if one is revoked', () => {
    const part = (name: string) =>
      aList('substance-edition', {
        entries: [{ substance: name, name, state: 'extracted', source: 'Yellow List' }]
      });
    const [one, two, old] = [part('codeine'), part('morphine'), part('fentanyl')];
    const before = aConfirmation([old], { at: '2026-11-20T08:30:00.000Z' });
    const acts = [one, two, old, before, aConfirmation([one, two])];
    const named = (held: readonly Act[]): string[] =>
      entriesOf(inForceOn(listsOf(held), '2026-12-05' as CalendarDate), 'substance-edition').map(
        ({ substance }) => substance
      );
    expect(named(acts).sort()).toEqual(['codeine', 'morphine']);
    expect(named(acts.concat(aConfirmation([two], { ...LATER, as: 'revoked' })))).toEqual(['fentanyl']);
  });
});

describe('a publication of two documents of which one was signed', () => {
  const [one, two] = ['codeine', 'morphine'].map((substance) =>
    aList('prohibition', { parts: 2, entries: [{ country: 'AR', substance, since: '2026-01-01' }] })
  ) as [Act, Act];
  const countOf = (confirmation: Act): number =>
    inForceOn(listsOf([one, two, confirmation]), '2026-12-05' as CalendarDate).get('prohibition')?.length ??
    0;

  it('does not count if someone confirms the one alone, and counts if both are confirmed together', () => {
    expect(countOf(aConfirmation([one]))).toBe(0);
    expect(countOf(aConfirmation([one, two]))).toBe(2);
  });

  it('is refused at the door, which lets it be revoked', () => {
    const admission = new Admission({
      ...{ now: '2026-12-05T08:00:00.000Z' as Instant, demonstration: false, blocks: new BlockShelf() },
      ...{ holders: new Map(), published: [one], dossiers: { of: () => [], add: () => undefined } }
    });
    const codesOf = (act: Act): string[] => admission.admit(act, { verdict: 'good' }).map(({ code }) => code);
    expect(codesOf(aConfirmation([one]))).toEqual(['list.confirmation.partial']);
    expect(codesOf(aConfirmation([one], { as: 'revoked' }))).toEqual([]);
  });
});

describe('the door', () => {
  const admission = (): Admission =>
    new Admission({
      ...{ now: '2026-12-05T08:00:00.000Z' as Instant, demonstration: false, blocks: new BlockShelf() },
      ...{ holders: new Map(), published: [first], dossiers: { of: () => [], add: () => undefined } }
    });
  const codesOf = (act: Act): string[] =>
    admission()
      .admit(act, { verdict: 'good' })
      .map(({ code }) => code);

  it('refuses a confirmation by the person who signed the list, and of a list that no server has', () => {
    expect(codesOf(confirmed)).toEqual([]);
    expect(codesOf(aConfirmation([first], { person: 'incb.first' }))).toEqual(['list.confirmation.own']);
    expect(codesOf(aConfirmation([first, corrected]))).toEqual(['list.confirmation.unknown']);
  });

  it('lets the person who signed a list revoke it', () => {
    expect(codesOf(aConfirmation([first], { person: 'incb.first', as: 'revoked' }))).toEqual([]);
  });
});

describe('a document of a list', () => {
  const codesOf = (act: Act, over: object): string[] => {
    const read = parseBody({ ...act.body, ...over });
    return read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
  };

  it('has each entry once', () => {
    const [entry] = first.body.entries;
    expect(codesOf(first, { entries: [entry, entry] })).toEqual(['list.entry.twice body.entries.1']);
  });

  it('is confirmed by name, once, and revoked with a reason', () => {
    expect(codesOf(confirmed, { lists: [first._id, first._id] })).toEqual(['list.entry.twice body.lists']);
    expect(codesOf(confirmed, { lists: [confirmed._id] })).toEqual(['act.reference.malformed body.lists']);
    expect(codesOf(confirmed, { as: 'revoked' })).toEqual(['list.reason.missing body.reason']);
  });
});
