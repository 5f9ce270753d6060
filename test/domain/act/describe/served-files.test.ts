/** The schemas that the app serves are those of its shapes, so a change of a shape shows as a change of these files. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { ACT_KINDS, kindOf } from '#lib/domain/act/kinds.ts';
import { act } from '#lib/domain/act/describe/described.ts';
import { actSchema, writeJson, type JsonSchema } from '#lib/domain/act/describe/json-schema.ts';
import { wordsOf } from '#lib/domain/act/describe/words.ts';
import { writeXsd } from '#lib/domain/act/describe/xsd.ts';
import { openApi } from '#lib/domain/api/openapi.ts';
import type { Check } from '#lib/domain/shape/shape.ts';

const FOLDER = '../../../../static/schemas/v1';
const AGAIN =
  'A shape changed. Write the files again: npx vitest run --config test/vitest.config.ts test/domain/act/describe/served-files.test.ts -u';

test('the committed JSON Schema is written from the shapes', async () => {
  await expect(writeJson(actSchema()) + '\n', AGAIN).toMatchFileSnapshot(`${FOLDER}/act.json`);
});

test('the committed XSD is written from the shapes', async () => {
  await expect(writeXsd(), AGAIN).toMatchFileSnapshot(`${FOLDER}/act.xsd`);
});

test('the committed OpenAPI description is written from the operations and the shapes', async () => {
  await expect(writeJson(openApi()) + '\n', AGAIN).toMatchFileSnapshot(`${FOLDER}/openapi.json`);
});

test('each shape of the interface is a schema that a validator can read', () => {
  const ajv = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true }));
  ajv.addVocabulary(['components', 'openapi', 'info', 'servers', 'paths']);
  ajv.addSchema({ $id: 'urn:test:openapi', ...openApi() });
  const { schemas } = openApi()['components'] as { readonly schemas: object };
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining(['act', 'problem', 'refusal', 'dossier', 'export-authorization'])
  );
  for (const name of Object.keys(schemas))
    ajv.compile({ $ref: `urn:test:openapi#/components/schemas/${name}` });
});

test('every member of the interface has a description', () => {
  const bare = (schema: unknown, path: string): readonly string[] =>
    typeof schema !== 'object' || schema === null
      ? []
      : Object.entries(schema).flatMap(([key, inner]) => [
          ...(key === 'properties'
            ? Object.entries(inner as Record<string, JsonSchema>).flatMap(([name, one]) =>
                one['description'] ? [] : [`${path}.${name}`]
              )
            : []),
          ...bare(inner, `${path}.${key}`)
        ]);
  expect(bare(openApi(), '')).toEqual([]);
});

function withoutWords({ note }: Check, path: readonly string[]): readonly string[] {
  const inner = (check: Check, ...more: readonly string[]): readonly string[] =>
    withoutWords(check, [...path, ...more]);
  if (note?.is === 'list') return inner(note.item);
  if (note?.is === 'variant') return Object.entries(note.shapes).flatMap(([key, check]) => inner(check, key));
  if (note?.is !== 'object') return [];
  return Object.entries({ ...note.required, ...note.optional }).flatMap(([key, check]) => [
    ...(wordsOf([...path, key]) ? [] : [[...path, key].join('.')]),
    ...inner(check, key)
  ]);
}

test('every kind and every member has a description', () => {
  expect(ACT_KINDS.filter((kind) => !wordsOf([kind]))).toEqual([]);
  expect(ACT_KINDS.flatMap((kind) => withoutWords(kindOf({ kind }).shape, [kind]))).toEqual([]);
  expect(withoutWords(act, ['act'])).toEqual([]);
});
