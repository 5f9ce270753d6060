import esprima from 'esprima';
import { describe, expect, test } from 'vitest';
import { buildDesigns } from '#couch/ddocs/build.ts';
import { DESIGNS } from '#couch/ddocs/catalog.ts';
import { DATABASE_KINDS, type DatabaseKind } from '#couch/base/databases.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { checkCountryDocument, checkReferenceDocument } from '#lib/domain/exchange/document-structure.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { aNote } from '../../samples/contact.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';
import { aSession } from '../../samples/training.ts';
import { aUsage } from '../../samples/usage.ts';
import { OFFERS, TRADE, aSubstanceEdition } from './corpus.ts';
import { runInQuickJS, runInV8, type Outcome, type Run } from './runners.ts';

async function expressionsOf(kind: DatabaseKind): Promise<Map<string, string>> {
  const expressions = new Map<string, string>();
  for (const design of await buildDesigns(kind)) {
    const name = design._id.slice('_design/'.length);
    for (const [view, { map }] of Object.entries(design.views ?? {})) expressions.set(`${name}/${view}`, map);
    if (design.validate_doc_update) expressions.set(`${name}/validate`, design.validate_doc_update);
    if (design.unsigned) expressions.set(`${name}/unsigned`, design.unsigned);
  }
  return expressions;
}

/** Engines word their own errors differently; a refusal of ours is the same text everywhere. */
function refusalOf({ thrown }: Outcome): readonly unknown[] | null {
  if (thrown === null) return null;
  expect(thrown).toHaveProperty('forbidden');
  return JSON.parse((thrown as { forbidden: string }).forbidden) as unknown[];
}

type Modules = Readonly<Record<string, string | undefined>>;

async function structureOfCountry(): Promise<readonly [string, Modules]> {
  const expressions = await expressionsOf('country');
  const modules = { unsigned: expressions.get('structure/unsigned') };
  return [expressions.get('structure/validate') as string, modules];
}

async function withBoth(expression: string, judge: (run: Run) => void, modules: Modules = {}): Promise<void> {
  judge(runInV8(expression, modules));
  const quick = await runInQuickJS(expression, modules);
  judge(quick);
  quick.dispose();
}

describe('the built strings', () => {
  test.each(DATABASE_KINDS)('of %s are ES2017 and self-contained', async (kind) => {
    const expressions = await expressionsOf(kind);
    for (const [name, expression] of expressions) {
      const tokens = esprima.tokenize(expression).map((token) => token.value);
      expect(() => esprima.parseScript(expression)).not.toThrow();
      expect(expression).toMatch(
        /^(?:module\.exports = )?\(function \(\) \{ var \$[,;] [\s\S]* return \$; \}\)\(\);?$/
      );
      expect(expression).not.toMatch(/\?\.[a-z[(]/i);
      for (const later of ['BigInt', 'Intl', 'import', 'structuredClone', 'TextEncoder']) {
        expect(tokens).not.toContain(later);
      }
      const isSplit = name === 'structure/validate' && expressions.has('structure/unsigned');
      expect(expression.match(/\brequire\b[^;)]*./g)).toEqual(isSplit ? [`require('unsigned')`] : null);
    }
  });
});

describe('the structure of a country database', () => {
  test.each(OFFERS.map((offer) => [offer.accepted ? 'takes' : 'refuses', offer.name, offer] as const))(
    'it %s %s, the same in domain, V8 and QuickJS',
    async (_verb, _name, { document, previous = null, accepted }) => {
      const judged = checkCountryDocument(document, previous);
      expect(judged.ok).toBe(accepted);
      const expected = judged.ok ? null : JSON.parse(JSON.stringify(judged.problems.slice(0, 5)));
      const [expression, modules] = await structureOfCountry();
      await withBoth(
        expression,
        (run) => expect(refusalOf(run(document, previous, {}, {}))).toEqual(expected),
        modules
      );
    }
  );

  test('an act is refused by the database of a country it neither comes from nor goes to', async () => {
    const act = TRADE[0];
    expect(checkCountryDocument(act, null, 'country-ch').ok).toBe(true);
    expect(checkCountryDocument(act, null, 'country-fr').ok).toBe(false);
    const [expression] = await structureOfCountry();
    await withBoth(expression, (run) => {
      expect(refusalOf(run(act, null, { db: 'i2es-country-ch' }, {}))).toBeNull();
      expect(refusalOf(run(act, null, { db: 'country-fr' }, {}))).toEqual([
        { code: 'act.database.wrong', path: 'body.to' }
      ]);
    });
  });
});

test('what needs a normal form of Unicode is left to the gateway where CouchDB’s engine has none', async () => {
  const authority = { name: 'Direction de la Sante\u0301', address: 'Dakar' };
  const inParts = anImportAuthorization({ over: { authority } });
  const ordinal = anImportAuthorization({ over: { number: 'Nº 17/2026' } });
  const astray = anImportAuthorization({ over: { number: 'MA/17', dossier: ordinal.body.dossier } });
  const [expression] = await structureOfCountry();
  const judge = (run: Run) => (act: Act) => refusalOf(run(act, null, {}, {}));
  const quick = await runInQuickJS(expression);
  const [inV8, inQuickJS] = [judge(runInV8(expression)), judge(quick)];
  const differs = { code: 'act.dossier.differs', path: 'body.dossier' };
  expect(inV8(inParts)).toEqual([expect.objectContaining({ code: 'act.text.notNormalized' })]);
  expect(inQuickJS(inParts)).toBeNull();
  for (const judged of [inV8, inQuickJS]) {
    expect(judged(ordinal)).toBeNull();
    expect(judged(astray)).toEqual([differs]);
  }
  quick.dispose();
});

describe('the structure of the reference database', () => {
  test('it takes what is meant for everybody and nothing of a trade or of one country', async () => {
    const expression = (await expressionsOf('reference')).get('structure/validate') as string;
    await withBoth(expression, (run) => {
      expect(refusalOf(run(aSubstanceEdition, null, {}, {}))).toBeNull();
      for (const { document } of OFFERS) {
        const taken = checkReferenceDocument(document, null).ok;
        const addressedToAll = JSON.stringify(document).includes('"to":["*"]');
        expect(refusalOf(run(document, null, {}, {})) === null).toBe(taken);
        if (taken) expect(addressedToAll).toBe(true);
      }
    });
  });
});

describe('the authority of a database', () => {
  const act = TRADE[0];
  const receipt = OFFERS.find(({ name }) => name === "the exchange's receipt")?.document;
  const draft = OFFERS.find(({ name }) => name === 'draft')?.document;
  const none = null;
  const foreign = [{ code: 'door.issuer.foreign', path: 'body.issuer' }];
  const notCarried = [{ code: 'door.exchange.notCarried', path: 'body.to' }];
  const unknown = [{ code: 'door.writer.unknown' }];
  const own = (db: string) => ({ db, name: `service-${db}`, roles: [] });
  const exchange = (db: string) => ({ db, name: 'x-exchange', roles: ['exchange'] });

  test.each([
    ['the issuer’s own user, its act', act, own('x-country-au'), none],
    ['the issuer’s own user, an act of another', act, own('x-country-ch'), foreign],
    ['the addressee’s own user, a receipt', receipt, own('country-au'), foreign],
    ['the exchange, an act to its addressee', act, exchange('country-ch'), none],
    ['the exchange, an act in its issuer’s name', act, exchange('country-au'), notCarried],
    ['the exchange, an act to a third country', act, exchange('country-fr'), notCarried],
    ['the exchange, a receipt', receipt, exchange('country-au'), none],
    [
      'the exchange, a draft',
      draft,
      exchange('country-au'),
      [{ code: 'door.document.notYours', path: '_id' }]
    ],
    ['the country’s own user, a draft', draft, own('country-au'), none],
    ['another database’s user', draft, { ...own('country-ch'), db: 'country-au' }, unknown],
    ['a user of another installation', draft, { ...own('country-au'), db: 'x-country-au' }, unknown],
    ['nobody', draft, { db: 'country-au', name: null, roles: [] }, unknown],
    ['a database of no known name', draft, own('country-aux'), unknown],
    [
      'the administrator, a backup of an act',
      act,
      { db: 'country-ch', name: 'root', roles: ['_admin'] },
      none
    ],
    [
      'the administrator, an act that is not addressed there',
      act,
      { db: 'country-fr', name: 'root', roles: ['_admin'] },
      [{ code: 'act.database.wrong', path: 'body.to' }]
    ]
  ])('%s: the same in V8 and QuickJS', async (_who, document, context, expected) => {
    const expression = (await expressionsOf('country')).get('authority/validate') as string;
    await withBoth(expression, (run) =>
      expect(refusalOf(run(document, null, context, {}))).toEqual(expected)
    );
  });

  test('is one question in every kind of database', async () => {
    const texts = await Promise.all(
      DATABASE_KINDS.map(async (kind) => (await expressionsOf(kind)).get('authority/validate'))
    );
    expect(new Set(texts).size).toBe(1);
  });
});

describe('the structure of the other databases', () => {
  const structureOf = async (kind: DatabaseKind): Promise<string> =>
    (await expressionsOf(kind)).get('structure/validate') as string;

  test('the Board’s takes registrations, counts and its own acts, and nothing of a trade', async () => {
    await withBoth(await structureOf('incb'), (run) => {
      const taken = (document: unknown) => refusalOf(run(document, null, {}, {})) === null;
      for (const _id of ['registration:DZ:1', 'standing:KE', 'device-request:' + 'k'.repeat(43)])
        expect([_id, taken({ _id, schema: 1 })]).toEqual([_id, true]);
      expect(taken(aUsage('AU' as CountryCode, '2026-11'))).toBe(true);
      expect(taken(aSubstanceEdition)).toBe(true);
      for (const document of [
        ...TRADE,
        { _id: 'draft:1' },
        { _id: 'company:1' },
        { _id: 'registration:dz:0' },
        null
      ])
        expect(taken(document)).toBe(false);
    });
  });

  test('the Board’s takes a note on a country once, by the hash of its words', async () => {
    const note = aNote('KE' as CountryCode, '2026-11-27', { text: 'Ruft zurück: 电话' });
    await withBoth(await structureOf('incb'), (run) => {
      expect(refusalOf(run(note, null, {}, {}))).toBeNull();
      const malformed = [{ code: 'document.malformed', path: '_id' }];
      expect(refusalOf(run({ ...note, text: 'Ruft an' }, null, {}, {}))).toEqual(malformed);
      const immutable = [{ code: 'contact.immutable', path: '_id' }];
      expect(refusalOf(run(note, note, {}, {}))).toEqual(immutable);
      expect(refusalOf(run({ _id: note._id, _deleted: true }, note, {}, {}))).toEqual(immutable);
    });
  });

  test('those of trainings take sessions and enrolments, and nothing of a trade', async () => {
    const enrolment = ONE_OF_EACH_KIND.find(({ body }) => body.kind === 'enrolment');
    await withBoth(await structureOf('training'), (run) => {
      expect(refusalOf(run(aSession(), null, {}, {}))).toBeNull();
      const script = { ...aSession(), link: 'javascript:alert(1)' };
      expect(refusalOf(run(script, null, {}, {}))).toEqual([
        { code: 'training.link.malformed', path: 'link' }
      ]);
      for (const document of [
        TRADE[0],
        enrolment,
        { _id: 'draft:1' },
        { _id: aSession()._id, _deleted: true }
      ])
        expect(refusalOf(run(document, null, {}, {}))).not.toBeNull();
    });
    await withBoth(await structureOf('training-desk'), (run) => {
      expect(refusalOf(run(enrolment, null, {}, {}))).toBeNull();
      expect(refusalOf(run({ _id: enrolment?._id, _deleted: true }, enrolment, {}, {}))).toBeNull();
      for (const document of [TRADE[0], aSession(), { _id: 'draft:1' }])
        expect(refusalOf(run(document, null, {}, {}))).not.toBeNull();
    });
  });

  test('accounts takes no act', async () => {
    await withBoth(await structureOf('accounts'), (run) => {
      expect(refusalOf(run(TRADE[0], null, {}, {}))).toEqual([{ code: 'act.database.wrong', path: '_id' }]);
      expect(refusalOf(run({ _id: 'person:au.officer', schema: 1 }, null, {}, {}))).toBeNull();
      expect(refusalOf(run({ _id: 'person:x', _attachments: {} }, null, {}, {}))).not.toBeNull();
    });
  });

  test('what administration was done can be neither changed nor removed, whatever history is claimed', async () => {
    const note = { _id: 'audit:AU:2026-11-24T09:00:00.000Z:x', schema: 1 };
    await withBoth(await structureOf('accounts'), (run) => {
      expect(refusalOf(run(note, null, {}, {}))).toBeNull();
      const refused = [{ code: 'audit.immutable', path: '_id' }];
      expect(refusalOf(run({ ...note, by: 'x' }, note, {}, {}))).toEqual(refused);
      expect(refusalOf(run({ _id: note._id, _deleted: true }, note, {}, {}))).toEqual(refused);
      expect(refusalOf(run({ _id: note._id, _deleted: true }, null, {}, {}))).toEqual(refused);
    });
  });
});

describe('the indexes of a country database', () => {
  const views = DESIGNS.country.flatMap((design) =>
    Object.entries(design.views).map(([view, { map }]) => [`${design.name}/${view}`, map.run] as const)
  );

  test.each(views)(
    '%s gives the same rows in domain, V8 and QuickJS, and fails on no document',
    async (name, map) => {
      const expression = (await expressionsOf('country')).get(name) as string;
      await withBoth(expression, (run) => {
        for (const { document } of OFFERS) {
          const rows = map(document).map((row) => [row.key, row.value]);
          expect(run(document)).toEqual({ rows: JSON.parse(JSON.stringify(rows)), thrown: null });
        }
      });
    }
  );

  test('every act of a dossier is found under its import reference', () => {
    const byReference = views[0]?.[1];
    const keys = TRADE.map((act) => byReference?.(act)[0]?.key);
    expect(keys).toEqual(TRADE.map((act) => [(act.body as { dossier: string }).dossier]));
    expect(byReference?.({ ...TRADE[0], body: { ...TRADE[0]?.body, kind: 'message' } })).toEqual([]);
  });
});
