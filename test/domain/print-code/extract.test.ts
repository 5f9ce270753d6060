/** The extract of a form that is too long for one code, and the digits that are read out on the telephone. */
import { expect, test } from 'vitest';
import { checkWords } from '#lib/domain/print-code/print-code.ts';
import { extractsOf, isExtract } from '#lib/domain/print-code/extract.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';

const lines = Array.from({ length: 50 }, (_, index) =>
  aLine({ no: index + 1, stated: `${index + 1}000000` })
);
const ia = anImportAuthorization({ over: { lines } });
const ea = anExportAuthorization(ia);
const quantities = lines.map(({ stated }) => stated);

test('the extracts of an act hold all its lines, each once and in order', () => {
  const extracts = extractsOf(ea, [20, 20, 10]);
  expect(extracts.map(({ part, parts }) => [part, parts])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3]
  ]);
  const read = extracts.flatMap(({ body }) => body.lines ?? []);
  expect(read.map(({ stated }) => stated)).toEqual(quantities);
});

test('each extract names the act, the number, the validity and the issuer; the first also the parties', () => {
  const [first, second] = extractsOf(ea, [25, 25]);
  for (const one of [first, second]) {
    expect(one?.act).toBe(ea._id);
    expect(one?.body).toMatchObject({ number: ea.body.number, validUntil: ea.body.validUntil, issuer: 'CH' });
  }
  expect(first?.body.importer?.name).toBe(ea.body.importer.name);
  expect(second?.body.importer).toBeUndefined();
});

test('an extract has every quantity of a line, and leaves the words to the paper', () => {
  const [line] = extractsOf(ea, [50])[0]?.body.lines ?? [];
  const { substance, form, stated, base, factor } = lines[0]!;
  expect(line).toMatchObject({ substance, form, stated, base, factor: { value: factor.value } });
  expect(JSON.stringify(extractsOf(ea, [50]))).not.toMatch(/designation|preparation|address|remarks/);
});

test('a demonstration says so in each extract', () => {
  const sample = anExportAuthorization(ia, { over: { demonstration: true } });
  expect(extractsOf(sample, [25, 25]).map(({ body }) => body.demonstration)).toEqual([true, true]);
});

test('extracts of authorizations, shipments and endorsements are well formed, and others are refused', () => {
  const [one] = extractsOf(ea, [25, 25]);
  for (const act of [
    ia,
    ea,
    aShipment(ea, { stated: quantities }),
    anEndorsement(ea, { stated: quantities })
  ])
    expect(extractsOf(act, [25, 25]).every(isExtract)).toBe(true);
  for (const wrong of [
    null,
    {},
    { ...one, schema: 2 },
    { ...one, part: 3 },
    { ...one, body: { kind: 'message' } }
  ])
    expect(isExtract(wrong)).toBe(false);
});

test('check digits are twelve, equal for one act, and others for another', () => {
  expect(checkWords(ea)).toMatch(/^\d{4} \d{4} \d{4}$/);
  expect(checkWords(ea)).toBe(checkWords({ _id: ea._id }));
  expect(checkWords(ea)).not.toBe(checkWords(ia));
});
