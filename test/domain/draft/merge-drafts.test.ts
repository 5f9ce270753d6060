import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSameText, type Draft, type DraftLine, type Typed } from '#lib/domain/draft/draft.ts';
import { mergeDrafts } from '#lib/domain/draft/merge-drafts.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';

function aDraft(fields: Typed, lines: readonly DraftLine[] = [], minute = 0, device = 'desk'): Draft {
  return {
    _id: 'draft:0f8fad5b-d9cb-469f-a165-70867728950e' as DraftId,
    schema: 1,
    kind: 'import-authorization',
    fields,
    lines,
    updatedAt: `2026-11-24T08:${String(minute).padStart(2, '0')}:00.000Z` as Instant,
    updatedBy: 'au.officer',
    device: device as KeyId
  };
}

const typed = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '1', '2'), {
  noNullPrototype: true
});
const lines = fc.uniqueArray(fc.record({ key: fc.constantFrom('x', 'y', 'z'), fields: typed }), {
  selector: (line) => line.key
});
const drafts = fc
  .tuple(typed, lines, fc.integer({ min: 0, max: 2 }), fc.constantFrom('desk', 'laptop'))
  .map(([fields, some, minute, device]) => aDraft(fields, some, minute, device));

describe('merging drafts', () => {
  test('what each side typed into another field is kept', () => {
    const base = aDraft({ importerName: 'A', remarks: '' });
    const { draft, conflicts } = mergeDrafts(
      base,
      aDraft({ importerName: 'A', remarks: 'urgent' }, [], 1),
      aDraft({ importerName: 'A Ltd', remarks: '' }, [], 2, 'laptop')
    );
    expect(draft.fields).toEqual({ importerName: 'A Ltd', remarks: 'urgent' });
    expect(conflicts).toEqual([]);
  });

  test('two different texts in one field: the later stands and both are named', () => {
    const base = aDraft({ remarks: 'by air' });
    const { draft, conflicts } = mergeDrafts(
      base,
      aDraft({ remarks: 'by sea' }, [], 5),
      aDraft({ remarks: 'by rail' }, [], 4)
    );
    expect(draft.fields['remarks']).toBe('by sea');
    expect(conflicts).toEqual([{ path: 'remarks', base: 'by air', mine: 'by sea', theirs: 'by rail' }]);
  });

  test('two people who prepared the same draft apart choose nothing: the later signature stays', () => {
    const { draft, conflicts } = mergeDrafts(
      aDraft({ remarks: 'x' }),
      aDraft({ remarks: 'x', prepared: 'first' }, [], 1),
      aDraft({ remarks: 'x', prepared: 'second' }, [], 2, 'laptop')
    );
    expect(draft.fields['prepared']).toBe('second');
    expect(conflicts).toEqual([]);
  });

  test('lines added on both sides are both there, and fields of one line merge', () => {
    const line = (key: string, fields: Typed): DraftLine => ({ key, fields });
    const base = aDraft({}, [line('1', { quantity: '1', unit: 'g' })]);
    const { draft, conflicts } = mergeDrafts(
      base,
      aDraft({}, [line('1', { quantity: '2', unit: 'g' }), line('m', { substance: 'codeine' })], 1),
      aDraft({}, [line('1', { quantity: '1', unit: 'kg' }), line('t', { substance: 'morphine' })], 2)
    );
    expect(draft.lines).toEqual([
      line('1', { quantity: '2', unit: 'kg' }),
      line('t', { substance: 'morphine' }),
      line('m', { substance: 'codeine' })
    ]);
    expect(conflicts).toEqual([]);
  });

  test('a line removed here and untouched there is gone; changed there it stays and is named', () => {
    const base = aDraft({}, [{ key: '1', fields: { quantity: '1' } }]);
    expect(mergeDrafts(base, aDraft({}), base).draft.lines).toEqual([]);
    const merged = mergeDrafts(
      base,
      aDraft({}, [], 9),
      aDraft({}, [{ key: '1', fields: { quantity: '2' } }])
    );
    expect(merged.draft.lines).toEqual([{ key: '1', fields: { quantity: '2' } }]);
    expect(merged.conflicts).toMatchObject([{ path: 'lines.1', mine: '', theirs: '{"quantity":"2"}' }]);
  });

  test('without a common base nothing typed disappears', () => {
    const { draft, conflicts } = mergeDrafts(null, aDraft({ a: '1' }), aDraft({ a: '', b: '2' }, [], 3));
    expect(draft.fields).toEqual({ a: '1', b: '2' });
    expect(conflicts).toEqual([]);
  });

  test('both devices come to the same draft and name the same conflicts', () => {
    fc.assert(
      fc.property(fc.option(drafts), drafts, drafts, (base, mine, theirs) => {
        const here = mergeDrafts(base, mine, theirs);
        const there = mergeDrafts(base, theirs, mine);
        expect(there.draft).toEqual(here.draft);
        expect(
          there.conflicts.map(({ mine: a, theirs: b, ...rest }) => ({ ...rest, mine: b, theirs: a }))
        ).toEqual(here.conflicts);
      }),
      { numRuns: 300 }
    );
  });

  test('every text that one side changed is in the result or named as a conflict', () => {
    fc.assert(
      fc.property(fc.option(drafts), drafts, drafts, (base, mine, theirs) => {
        const { draft, conflicts } = mergeDrafts(base, mine, theirs);
        for (const side of [mine, theirs]) {
          for (const [name, text] of Object.entries(side.fields)) {
            if (text === (base?.fields[name] ?? '')) continue;
            const named = conflicts.some((one) => one.path === name && [one.mine, one.theirs].includes(text));
            expect(draft.fields[name] === text || named).toBe(true);
          }
          for (const line of side.lines) {
            const old = base?.lines.find((one) => one.key === line.key)?.fields ?? {};
            const now = draft.lines.find((one) => one.key === line.key)?.fields;
            for (const [name, text] of Object.entries(line.fields)) {
              if (text === (old[name] ?? '')) continue;
              const path = `lines.${line.key}.${name}`;
              const named = conflicts.some(
                (one) => one.path === path && [one.mine, one.theirs].includes(text)
              );
              expect(now?.[name] === text || named).toBe(true);
            }
          }
        }
      }),
      { numRuns: 300 }
    );
  });

  test('a draft merged with itself is itself', () => {
    fc.assert(
      fc.property(fc.option(drafts), drafts, (base, mine) => {
        const { draft, conflicts } = mergeDrafts(base, mine, mine);
        expect(isSameText(draft, mine)).toBe(true);
        expect(conflicts).toEqual([]);
      })
    );
  });
});
