import { expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { lookalikesOf, type NameSources } from '#lib/dossier/lookalikes-of.ts';
import { anImportAuthorization } from '../samples/acts.ts';

const earlier = anImportAuthorization();
const party = (name: string) => ({ name, address: '1 Street' });

function received(over: Record<string, unknown>) {
  const number = 'AU-I-2026-000102-40';
  return anImportAuthorization({ at: '2026-11-01T08:00:00.000Z', over: { number, ...over } });
}

function sourcesOf(acts: readonly Act[], companies: readonly string[] = []): NameSources {
  return {
    actsOf: (kind) => acts.filter(({ body }) => body.kind === kind),
    companies: () => companies.map((name) => ({ _id: name, schema: 1, name, address: '' }))
  };
}

function certificateOf(person: string, name: string): Act {
  return { body: { kind: 'certificate', holder: { authority: 'AU', person, name } } } as unknown as Act;
}

test('a company that imitates one of an earlier authorization is named beside it', () => {
  const act = received({ exporter: party('Alpenph\u0430rma AG') });
  expect(lookalikesOf(act, sourcesOf([earlier, act]))).toEqual([
    { kind: 'imitates', name: 'Alpenph\u0430rma AG', known: 'Alpenpharma AG' }
  ]);
});

test('so is one that imitates the country’s own list, and an authority that imitates another', () => {
  const act = received({ importer: party('\u0410lfa'), authority: party('\u041Effice of Drug Control') });
  expect(lookalikesOf(act, sourcesOf([earlier], ['Alfa'])).map(({ name }) => name)).toEqual([
    '\u0410lfa',
    '\u041Effice of Drug Control'
  ]);
});

test('a signatory is held against everybody else who has a certificate', () => {
  const act = received({ by: { person: 'au.officer', name: 'P\u0430ul Hale', function: 'Delegate' } });
  const own = certificateOf('au.officer', 'Paul Hale');
  expect(lookalikesOf(act, sourcesOf([certificateOf('au.head', 'Paul Hale')]))).toMatchObject([
    { kind: 'imitates', known: 'Paul Hale' }
  ]);
  expect(lookalikesOf(act, sourcesOf([own]))).toMatchObject([{ kind: 'mixed' }]);
});

test('what is named as always is asked about by nobody', () => {
  expect(lookalikesOf(received({}), sourcesOf([earlier], ['Alpenpharma AG']))).toEqual([]);
});
