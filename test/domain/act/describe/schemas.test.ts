/** The schemas that are served, held against every sample, and against samples with one fault each. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Body, MessageBody } from '#lib/domain/act/body.ts';
import { body as bodyShape } from '#lib/domain/act/describe/described.ts';
import { actSchema } from '#lib/domain/act/describe/json-schema.ts';
import { actToXml, bodyToXml, readXml } from '#lib/domain/act/describe/xml.ts';
import { writeXsd } from '#lib/domain/act/describe/xsd.ts';
import { ACT_KINDS, kindOf, type ActKind } from '#lib/domain/act/kinds.ts';
import { afterKind, headOptional } from '#lib/domain/act/kinds/define-kind.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { fits, type Check } from '#lib/domain/shape/shape.ts';
import { ONE_OF_EACH_KIND } from '../../../samples/one-of-each-kind.ts';
import { fullValue, mutantsOf, type Mutant } from './full-values.ts';

const SCHEMA = actSchema();
const ajv = addFormats.default(new Ajv2020({ strict: true }));
const isAct = ajv.compile(SCHEMA);
const isBody = ajv.compile({ ...SCHEMA, $id: 'urn:i2es:body:1:json', $ref: '#/$defs/body' });
const XSD = writeXsd();

/** xmllint takes so many files in one call. */
const AT_ONCE = 500;

async function areValidXml(documents: readonly string[]): Promise<readonly boolean[]> {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const refused = new Set<string | undefined>();
  for (let at = 0; at < xml.length; at += AT_ONCE) {
    const some = xml.slice(at, at + AT_ONCE);
    const { errors } = await validateXML({
      xml: some,
      schema: [XSD],
      initialMemoryPages: 512,
      maxMemoryPages: 16384
    });
    for (const { loc } of errors) refused.add(loc?.fileName);
  }
  return xml.map(({ fileName }) => !refused.has(fileName));
}

function xmlOf(body: unknown): string {
  const written = bodyToXml(body as Body);
  if (!written.ok) throw new Error(JSON.stringify(written.problems));
  return written.value;
}

/** With every optional member, and once with each instrument of a paper. */
const FULL = ACT_KINDS.flatMap((kind) => {
  const { shape } = kindOf({ kind });
  const count = kind === 'paper-record' ? 10 : 1;
  return Array.from({ length: count }, (_, variant) => ({ kind, shape, value: fullValue(shape, variant) }));
});

test('every sample fits the JSON Schema, and its XML fits the XSD and gives the same canonical JSON', async () => {
  const documents = ONE_OF_EACH_KIND.map((act) => {
    expect(isAct(act), `${act.body.kind}: ${ajv.errorsText(isAct.errors)}`).toBe(true);
    const written = actToXml(act);
    if (!written.ok) throw new Error(act.body.kind);
    const read = readXml(written.value);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(canonicalJson(read.value.value)).toBe(canonicalJson(act));
    expect(parseAct(read.value.value).ok).toBe(true);
    return written.value;
  });
  expect(ONE_OF_EACH_KIND.map(({ body }) => body.kind)).toEqual(expect.arrayContaining([...ACT_KINDS]));
  expect(await areValidXml(documents)).not.toContain(false);
});

test('so does a document of every kind with every member that its shape knows', async () => {
  for (const { kind, value } of FULL) {
    expect(fits(bodyShape, value), kind).toBe(true);
    expect(isBody(value), `${kind}: ${ajv.errorsText(isBody.errors)}`).toBe(true);
    expect(readXml(xmlOf(value))).toEqual({ ok: true, value: { root: 'body', value } });
  }
  expect(await areValidXml(FULL.map(({ value }) => xmlOf(value)))).not.toContain(false);
});

/** The head of every kind is the same: its faults are tried once. */
function faultsOf(kind: ActKind, shape: Check, value: unknown): readonly Mutant[] {
  const ofHead = new RegExp(
    `^\\.(?:schema|${[...Object.keys(afterKind), ...Object.keys(headOptional)].join('|')})\\b`
  );
  return mutantsOf(shape, value).filter(({ what }) => kind === 'message' || !ofHead.test(what));
}

test('a document with one fault is refused by both schemas and by the reader exactly if its shape refuses it', async () => {
  const mutants = FULL.flatMap(({ kind, shape, value }) =>
    faultsOf(kind, shape, value).map(({ what, value: body }) => ({
      what: kind + what,
      body,
      xml: bodyToXml(body as Body)
    }))
  );
  const written = mutants.flatMap((one) => (one.xml.ok ? [{ ...one, xml: one.xml.value }] : []));
  const valid = await areValidXml(written.map(({ xml }) => xml));
  const verdicts = written.map(({ what, body, xml }, index) => {
    const read = readXml(xml);
    return {
      what,
      shape: fits(bodyShape, body),
      json: isBody(body),
      xsd: valid[index],
      reader: read.ok && fits(bodyShape, read.value.value)
    };
  });
  expect(
    verdicts.filter(({ shape, json, xsd, reader }) => json !== shape || xsd !== shape || reader !== shape)
  ).toEqual([]);
  expect(mutants.filter(({ body, xml }) => !xml.ok && (fits(bodyShape, body) || isBody(body)))).toEqual([]);
  expect(verdicts.filter(({ shape }) => !shape).length).toBeGreaterThan(3000);
});

test('a member that no shape knows is refused in JSON and at every place of the XML', async () => {
  for (const { value } of FULL) expect(isBody({ ...(value as object), unknown: 'x' })).toBe(false);
  const documents = FULL.flatMap(({ value }) => {
    const lines = xmlOf(value).split('\n');
    return lines.flatMap((line, at) =>
      /^\s*<\//.test(line)
        ? [[...lines.slice(0, at), '<unknown>x</unknown>', ...lines.slice(at)].join('\n')]
        : []
    );
  });
  expect(documents.length).toBeGreaterThan(200);
  expect(await areValidXml(documents)).not.toContain(true);
  for (const one of documents) expect(readXml(one).ok).toBe(false);
});

test.each([
  ['an invisible character', 'a\u200Bb'],
  ['a text that is not in normal form', 'e\u0301'],
  ['nine marks on a letter', 'a' + '\u0301'.repeat(9)],
  ['more UTF-16 units than characters', '\u{1F600}'.repeat(100)]
])('the shape alone refuses %s, as the descriptions of the schemas say', async (_what, name) => {
  const { value } = FULL.find(({ kind }) => kind === 'message')!;
  const body = { ...(value as MessageBody), by: { person: 'au.officer', name, function: '' } };
  expect([fits(bodyShape, body), isBody(body), ...(await areValidXml([xmlOf(body)]))]).toEqual([
    false,
    true,
    true
  ]);
});

test('the XSD alone allows blanks around a number and a date', async () => {
  const { value } = FULL.find(({ kind }) => kind === 'copy-sent')!;
  const xml = xmlOf(value).replace('<sentOn>', '<sentOn> ');
  expect(await areValidXml([xml])).toEqual([true]);
  const read = readXml(xml);
  expect(read.ok && fits(bodyShape, read.value.value)).toBe(false);
});
