import { describe, expect, test } from 'vitest';
import { isSameText, parseDraft } from '#lib/domain/draft/draft.ts';
import { unwrap } from '#lib/domain/result.ts';

const id = 'draft:0f8fad5b-d9cb-469f-a165-70867728950e';
const stored = {
  _id: id,
  _rev: '4-abc',
  schema: 1,
  kind: 'import-authorization',
  fields: { importerName: 'Sydney Phar', validUntil: '2026-02-3' },
  lines: [{ key: 'a1', fields: { substance: 'morphine', quantity: '10,' } }],
  updatedAt: '2026-11-24T08:00:00.000Z',
  updatedBy: 'au.officer',
  device: 'd'.repeat(43)
};

describe('draft', () => {
  test('half-typed text comes back letter for letter', () => {
    const draft = unwrap(parseDraft(stored));
    expect(draft.fields).toEqual(stored.fields);
    expect(draft.lines).toEqual(stored.lines);
  });

  test('nothing is lost of a draft that another version wrote', () => {
    const odd = {
      ...stored,
      fields: { consignments: 2, importer: { name: 'X' } },
      lines: [{ quantity: '5 g' }, { key: 'b', fields: { unit: 'g' }, note: 'fragile' }, 'opium'],
      priority: 'high'
    };
    const draft = unwrap(parseDraft(odd));
    expect(draft.fields).toEqual({ consignments: '2', importer: '{"name":"X"}', priority: 'high' });
    expect(draft.lines.map((line) => line.fields)).toEqual([
      { quantity: '5 g' },
      { note: 'fragile', unit: 'g' },
      { unreadable: 'opium' }
    ]);
  });

  test('two lines under one key stay two lines', () => {
    const twice = { ...stored, lines: [stored.lines[0], stored.lines[0]] };
    expect(unwrap(parseDraft(twice)).lines.map((line) => line.key)).toEqual(['a1', 'a1+']);
  });

  test('a draft of a later version is left alone rather than rewritten', () => {
    expect(parseDraft({ ...stored, schema: 2 })).toMatchObject({
      problems: [{ code: 'document.schema.later' }]
    });
    expect(parseDraft({ ...stored, _id: 'draft:1' })).toMatchObject({
      problems: [{ code: 'draft.malformed' }]
    });
    expect(parseDraft({ ...stored, kind: 'shipment' })).toMatchObject({
      problems: [{ code: 'draft.malformed' }]
    });
  });

  test('who typed and when does not make two texts different, an emptied field neither', () => {
    const draft = unwrap(parseDraft(stored));
    expect(isSameText(draft, { ...draft, fields: { ...draft.fields, remarks: '' } })).toBe(true);
    expect(isSameText(draft, { ...draft, fields: { ...draft.fields, remarks: 'x' } })).toBe(false);
  });
});
