/** The comparison with other published models, and the export that follows it. */
import { describe, expect, it } from 'vitest';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import { CODE_LISTS, substanceCodes } from '#lib/domain/act/describe/code-lists.ts';
import { COUNTERPARTS } from '#lib/domain/act/describe/mapping.ts';
import { NOTE_CODES, toKilograms, toSps } from '#lib/domain/act/describe/sps.ts';
import { readXmlTree, type XmlElement } from '#lib/domain/act/describe/xml-tree.ts';
import { wordsOf } from '#lib/domain/act/describe/words.ts';
import { isActKind } from '#lib/domain/act/kind-groups.ts';
import { ACT_KINDS, kindOf, type ActKind } from '#lib/domain/act/kinds.ts';
import { BUNDLED_EDITION } from '#lib/domain/goods/substance-edition.ts';
import sources from '#lib/domain/goods/substance-sources.json' with { type: 'json' };
import type { MicrogramsText } from '#lib/domain/ids.ts';
import type { Check } from '#lib/domain/shape/shape.ts';
import { anExportAuthorization, anImportAuthorization } from '../../../samples/acts.ts';
import { aDeclaration } from '../../../samples/declarations.ts';

/** Inside the elements that the comparison names, as the published sample of ePhyto has them. */
const INSIDE = [
  'SPSCertificate',
  'Name',
  'DateTimeString',
  'Subject',
  'Content',
  'ActualDateTime',
  'ProviderSPSParty',
  'SpecifiedSPSPerson',
  'Information',
  'ID',
  'TypeCode',
  'SpecifiedSPSAddress',
  'LineOne',
  'LineTwo',
  'SystemName',
  'ClassCode'
];

function namesIn(element: XmlElement): readonly string[] {
  return [element.name, ...element.children.flatMap(namesIn)];
}

function textsOf(element: XmlElement, name: string): readonly string[] {
  return [
    ...(element.name === name ? [element.text] : []),
    ...element.children.flatMap((child) => textsOf(child, name))
  ];
}

function treeOf(act: AuthorizationAct): XmlElement {
  const written = toSps(act);
  if (!written.ok) throw new Error('not written');
  expect(written.value).toContain('not validated against its schema');
  const read = readXmlTree(written.value);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

const ia = anImportAuthorization();

describe('an authorization in the structure of the SPS certificate', () => {
  it.each([ia, anExportAuthorization(ia), aDeclaration()] as AuthorizationAct[])(
    'uses named elements only %#',
    (act) => {
      const tree = treeOf(act);
      const named = COUNTERPARTS.flatMap(({ sps }) => sps?.split('/') ?? []);
      expect(namesIn(tree).filter((name) => !named.includes(name) && !INSIDE.includes(name))).toEqual([]);
      expect(textsOf(tree, 'ID')).toContain(act.body.number);
      expect(textsOf(tree, 'Content')).toContain(act._id);
      expect(textsOf(tree, 'NetWeightMeasure')).toEqual(
        act.body.lines.map(({ stated }) => toKilograms(stated))
      );
    }
  );

  it('names both countries, both parties and the base of each line', () => {
    const tree = treeOf(ia);
    const [, consignment] = tree.children;
    expect(consignment?.children.slice(0, 4).map((one) => [one.name, one.children[0]?.text])).toEqual([
      ['ConsignorSPSParty', ia.body.exporter.name],
      ['ConsigneeSPSParty', ia.body.importer.name],
      ['ExportSPSCountry', ia.body.exportingCountry],
      ['ImportSPSCountry', ia.body.issuer]
    ]);
    expect(textsOf(tree, 'Subject')).toContain(NOTE_CODES.base);
  });

  it('says that sample data are not an authorization', () => {
    const sample = { ...ia, body: { ...ia.body, demonstration: 'practice' as const } };
    expect(textsOf(treeOf(sample), 'Subject')).toContain(NOTE_CODES.sample);
    expect(textsOf(treeOf(ia), 'Subject')).not.toContain(NOTE_CODES.sample);
  });

  it('moves the digits of a quantity and loses none', () => {
    const kilograms = ['0', '1', '750000', '1000000000', '1000000000000000', '123456789012'].map((one) =>
      toKilograms(one as MicrogramsText)
    );
    expect(kilograms).toEqual(['0', '0.000000001', '0.00075', '1', '1000000', '123.456789012']);
  });
});

function hasMember({ note }: Check, [member, ...rest]: readonly string[]): boolean {
  if (member === undefined) return true;
  if (note?.is === 'list') return hasMember(note.item, [member, ...rest]);
  if (note?.is === 'variant')
    return Object.values(note.shapes).some((shape) => hasMember(shape, [member, ...rest]));
  if (note?.is !== 'object') return false;
  const found = note.required[member] ?? note.optional[member];
  return found !== undefined && hasMember(found, rest);
}

it('the comparison names members that exist, once each', () => {
  const unknown = COUNTERPARTS.map(({ member }) => member).filter((member) => {
    const [first = '', ...rest] = member.split('/');
    const kinds: readonly ActKind[] =
      isActKind(first) && !wordsOf(['x', first]) ? [first] : ['import-authorization', 'export-authorization'];
    const path = isActKind(first) && kinds.length === 1 ? rest : [first, ...rest];
    return (
      member !== 'signature' &&
      member !== 'endorsement' &&
      !kinds.some((kind) => hasMember(kindOf({ kind }).shape, path))
    );
  });
  expect(unknown).toEqual([]);
  expect(new Set(COUNTERPARTS.map(({ member }) => member)).size).toBe(COUNTERPARTS.length);
  expect(ACT_KINDS).toContain('endorsement');
});

it('code lists say what the edition holds, with the source of each CAS number, and nothing in place of what it lacks', () => {
  const codes = substanceCodes();
  expect(codes.map(({ substance }) => substance)).toEqual(BUNDLED_EDITION.rows.map(({ key }) => key));
  const legend = Object.keys(sources.cas);
  for (const { forms } of codes)
    for (const { cas, source } of forms)
      expect([cas === null, ...legend].includes(source ?? true)).toBe(true);
  expect(CODE_LISTS.find(({ name }) => name === 'countries')?.codes).toHaveLength(249);
  expect(CODE_LISTS.find(({ name }) => name === 'ports')?.codes).toEqual([]);
});
