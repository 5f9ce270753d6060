/** Values made from shapes alone: with every optional member, and with one fault each. */
import type { Check, Note } from '#lib/domain/shape/shape.ts';

const HASH = 'K'.repeat(43);

/** One text for each pattern that a shape has. */
const EXAMPLES = [
  '1',
  'AU.CH.20261124.N1',
  HASH,
  'K'.repeat(86),
  `act:20261124:AU:import-authorization:${HASH}`,
  `act:20261124:AU:national-practice:${HASH}`,
  `act:20261124:AU:trial-proposal:${HASH}`,
  `act:20261124:INCB:announcement:${HASH}`,
  `act:20261124:INCB:survey:${HASH}`,
  `act:20261124:INCB:suggestion-answer:${HASH}`,
  `act:20261124:INCB:user-group-record:${HASH}`,
  'draft:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69',
  'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69',
  '5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69',
  'au.officer',
  'national-au-tramadol',
  'NM 001',
  '57-27-2',
  '2939.11',
  'N02AA01'
];

function noteOf({ note }: Check): Note {
  if (!note) throw new Error('a shape without a note');
  return note;
}

/** A value that the shape accepts, with all members; `variant` counts the variants of a shape that has several. */
export function fullValue(check: Check, variant = 0): unknown {
  const note = noteOf(check);
  switch (note.is) {
    case 'object':
      return Object.fromEntries(
        Object.entries({ ...note.required, ...note.optional }).map(([key, member]) => [
          key,
          fullValue(member, variant)
        ])
      );
    case 'variant':
      return fullValue(Object.values(note.shapes)[variant % Object.keys(note.shapes).length]!, variant);
    case 'map':
      return { AU: fullValue(note.value) };
    case 'list':
      return Array.from({ length: Math.max(1, note.least) }, () => fullValue(note.item, variant));
    case 'text':
      return note.multiline ? 'Two\nlines' : 'Text "&<>" é';
    case 'pattern':
      return EXAMPLES.find((one) => note.expression.test(one)) ?? fail(note.expression.source);
    case 'oneOf':
      return note.values[note.values.length - 1];
    case 'integer':
      return note.most;
    case 'yesOrNo':
      return true;
    case 'date':
      return '2026-11-24';
    case 'instant':
      return '2026-11-24T10:00:00.000Z';
    case 'orNull':
      return null;
    case 'anyText':
      return 'x';
  }
}

function fail(pattern: string): never {
  throw new Error('no example of ' + pattern);
}

export interface Mutant {
  readonly what: string;
  readonly value: unknown;
}

/** The value with one fault each; some leave out an optional member, which is none. */
export function mutantsOf(check: Check, value: unknown, path = ''): readonly Mutant[] {
  const note = noteOf(check);
  if (note.is === 'variant') {
    const record = value as Record<string, unknown>;
    return mutantsOf(note.shapes[String(record[note.member])]!, value, path).filter(
      ({ what }) => !what.startsWith(`${path}.${note.member} `)
    );
  }
  if (note.is === 'object') {
    const record = value as Record<string, unknown>;
    return Object.keys(record).flatMap((key) => {
      const { [key]: member, ...rest } = record;
      const inner = mutantsOf((note.required[key] ?? note.optional[key])!, member, `${path}.${key}`);
      return [
        { what: `${path}.${key} left out`, value: rest },
        ...inner.map(({ what, value: changed }) => ({ what, value: { ...record, [key]: changed } }))
      ];
    });
  }
  if (note.is === 'map') {
    const record = value as Record<string, number>;
    return [
      { what: `${path} of XX`, value: { ...record, XX: 1 } },
      ...Object.keys(record).map((key) => ({ what: `${path}.${key} is 0`, value: { ...record, [key]: 0 } }))
    ];
  }
  if (note.is === 'list') {
    const list = value as readonly unknown[];
    const longer = Array.from({ length: note.most + 1 }, () => list[0]);
    return [
      ...(list.length > 0 ? [{ what: `${path} emptied`, value: [] }] : []),
      ...(list.length > 0 && note.most <= 20 ? [{ what: `${path} too long`, value: longer }] : []),
      ...list.flatMap((item, index) =>
        mutantsOf(note.item, item, `${path}.${index}`).map(({ what, value: changed }) => ({
          what,
          value: list.map((one, at) => (at === index ? changed : one))
        }))
      )
    ];
  }
  return simpleFaults(note).map((fault) => ({
    what: `${path} is ${JSON.stringify(fault).slice(0, 40)}`,
    value: fault
  }));
}

function simpleFaults(note: Note): readonly unknown[] {
  switch (note.is) {
    case 'text':
      return [
        '',
        'x'.repeat(note.most),
        'x'.repeat(note.most + 1),
        ' blank',
        'blank ',
        'a\tb',
        'a\nb',
        '\u0085x'
      ];
    case 'pattern':
      return ['', '!', ' '];
    case 'oneOf':
      return ['', 'no-such-value', 'au'];
    case 'integer':
      return [note.least, note.least - 1, note.most + 1];
    case 'yesOrNo':
      return ['yes'];
    case 'date':
      return [
        '',
        '1900-01-01',
        '1899-12-31',
        '2199-12-31',
        '2200-01-01',
        '2026-02-29',
        '2028-02-29',
        '2026-1-1',
        '2026-11-24Z'
      ];
    case 'instant':
      return ['2026-11-24T10:00:00Z', '2026-11-24', '2026-02-30T10:00:00.000Z', '2026-11-24T24:00:00.000Z'];
    default:
      return [];
  }
}
