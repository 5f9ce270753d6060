import esprima from 'esprima';
import { describe, expect, test } from 'vitest';
import { buildDesigns } from '#couch/ddocs/build.ts';
import { DESIGNS } from '#couch/ddocs/catalog.ts';
import { DESIGNED_KINDS } from '#couch/ddocs/contract.ts';
import { checkCountryDocument, checkReferenceDocument } from '#lib/domain/exchange/document-structure.ts';
import { OFFERS, TRADE, aSubstanceEdition } from './corpus.ts';
import { runInQuickJS, runInV8, type Outcome, type Run } from './runners.ts';

async function expressionsOf(kind: (typeof DESIGNED_KINDS)[number]): Promise<Map<string, string>> {
  const expressions = new Map<string, string>();
  for (const design of await buildDesigns(kind)) {
    const name = design._id.slice('_design/'.length);
    for (const [view, { map }] of Object.entries(design.views ?? {})) expressions.set(`${name}/${view}`, map);
    if (design.validate_doc_update) expressions.set(`${name}/validate`, design.validate_doc_update);
  }
  return expressions;
}

/** Engines word their own errors differently; a refusal of ours is the same text everywhere. */
function refusalOf({ thrown }: Outcome): readonly unknown[] | null {
  if (thrown === null) return null;
  expect(thrown).toHaveProperty('forbidden');
  return JSON.parse((thrown as { forbidden: string }).forbidden) as unknown[];
}

async function withBoth(expression: string, judge: (run: Run) => void): Promise<void> {
  judge(runInV8(expression));
  const quick = await runInQuickJS(expression);
  judge(quick);
  quick.dispose();
}

describe('the built strings', () => {
  test.each(DESIGNED_KINDS)('of %s are ES2017 and self-contained', async (kind) => {
    for (const [, expression] of await expressionsOf(kind)) {
      const tokens = esprima.tokenize(expression).map((token) => token.value);
      expect(() => esprima.parseScript(expression)).not.toThrow();
      expect(expression).toMatch(/^\(function \(\) \{ var \$; [\s\S]* return \$; \}\)\(\)$/);
      expect(expression).not.toMatch(/\?\.[a-z[(]/i);
      for (const later of ['BigInt', 'Intl', 'require', 'import', 'structuredClone', 'TextEncoder']) {
        expect(tokens).not.toContain(later);
      }
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
      const expression = (await expressionsOf('country')).get('structure/validate') as string;
      await withBoth(expression, (run) =>
        expect(refusalOf(run(document, previous, {}, {}))).toEqual(expected)
      );
    }
  );

  test('an act is refused by the database of a country it neither comes from nor goes to', async () => {
    const act = TRADE[0];
    expect(checkCountryDocument(act, null, 'country-ch').ok).toBe(true);
    expect(checkCountryDocument(act, null, 'country-fr').ok).toBe(false);
    const expression = (await expressionsOf('country')).get('structure/validate') as string;
    await withBoth(expression, (run) => {
      expect(refusalOf(run(act, null, { db: 'i2es-country-ch' }, {}))).toBeNull();
      expect(refusalOf(run(act, null, { db: 'country-fr' }, {}))).toEqual([
        { code: 'act.database.wrong', path: 'body.to' }
      ]);
    });
  });
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

describe('the indexes of a country database', () => {
  const views = DESIGNS.country.flatMap((design) =>
    Object.entries(design.views).map(([view, { map }]) => [`${design.name}/${view}`, map] as const)
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
