import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { databaseToAuthority, mayWriteHere, type Writer } from '#lib/domain/exchange/authority.ts';
import { authorityToDatabase, carryTargets, shareScope } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';

const DATABASES = ['country-au', 'country-ch', 'country-fr', 'incb', 'reference', 'training', 'accounts'];
const anyAuthority = fc.constantFrom<AuthorityCode>(
  'INCB',
  'EXCHANGE',
  ...(['AU', 'CH', 'FR'] as AuthorityCode[])
);
const anyScope = fc.record({
  issuer: anyAuthority,
  to: fc.uniqueArray(
    fc.constantFrom<AuthorityCode | '*'>('*', 'INCB', ...(['AU', 'CH', 'FR'] as AuthorityCode[])),
    {
      maxLength: 3
    }
  )
});
const anyDatabase = fc.constantFrom(...DATABASES);

function may(writer: Writer, body: unknown, database: string): boolean {
  return mayWriteHere(writer, { _id: 'act:x', body }, database).ok;
}

describe('who may write an act', () => {
  test('a service user writes only what its own authority states, and only where share-scope puts it', () => {
    fc.assert(
      fc.property(anyScope, anyDatabase, (body, database) => {
        const authority = databaseToAuthority(database);
        const allowed = body.issuer === authority && shareScope(body).includes(database);
        expect(may({ kind: 'service', authority }, body, database)).toBe(allowed);
      })
    );
  });

  test('the exchange writes what others have stated, exactly where share-scope carries it', () => {
    fc.assert(
      fc.property(anyScope, anyDatabase, (body, database) => {
        expect(may({ kind: 'exchange' }, body, database)).toBe(carryTargets(body).includes(database));
      })
    );
  });

  test('nobody writes an act where share-scope does not put it', () => {
    const anyWriter: fc.Arbitrary<Writer> = fc.oneof(
      fc.constant<Writer>({ kind: 'exchange' }),
      fc.constant<Writer>({ kind: 'administrator' }),
      anyAuthority.map((authority): Writer => ({ kind: 'service', authority }))
    );
    fc.assert(
      fc.property(anyWriter, anyScope, anyDatabase, (writer, body, database) => {
        if (may(writer, body, database)) expect(shareScope(body)).toContain(database);
      })
    );
  });

  test('a body that names no issuer and no addressees is nobody’s', () => {
    for (const body of [
      null,
      undefined,
      [],
      {},
      { issuer: 'AU' },
      { issuer: 'AU', to: 'CH' },
      { issuer: 'AU', to: [1] }
    ])
      for (const kind of ['exchange', 'administrator'] as const)
        expect(may({ kind }, body, 'country-au')).toBe(false);
  });
});

test('drafts and settings stay at home: the exchange writes none', () => {
  for (const _id of ['draft:1', 'company:1', 'setting:x', 'block:x', 'registration:DZ:1']) {
    expect(mayWriteHere({ kind: 'exchange' }, { _id }, 'country-au').ok).toBe(false);
    expect(mayWriteHere({ kind: 'service', authority: 'INCB' }, { _id }, 'incb').ok).toBe(true);
  }
});

test('a block of numbers is taken away by the administrator of CouchDB and by nobody else', () => {
  const gone = { _id: 'block:import-authorization:2026:000001', _deleted: true };
  const service: Writer = { kind: 'service', authority: 'AU' as AuthorityCode };
  for (const writer of [service, { kind: 'exchange' } as const])
    expect(mayWriteHere(writer, gone, 'country-au').ok).toBe(false);
  expect(mayWriteHere({ kind: 'administrator' }, gone, 'country-au').ok).toBe(true);
  expect(mayWriteHere(service, { ...gone, _id: 'draft:1' }, 'country-au').ok).toBe(true);
});

test('every authority’s own database speaks in its name, and the reference in the Board’s', () => {
  for (const authority of ['AU', 'CH', 'INCB'] as AuthorityCode[])
    expect(databaseToAuthority(authorityToDatabase(authority) ?? '')).toBe(authority);
  expect(databaseToAuthority('reference')).toBe('INCB');
  expect(['accounts', 'training', 'country-aux', 'country-AU'].map(databaseToAuthority)).toEqual([
    null,
    null,
    null,
    null
  ]);
});
