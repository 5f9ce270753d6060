/** Documents as each released version wrote them, and as a later one could write them, by today's readers: none is lost. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeStored } from '#couch/doctor/judge-document.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { parseDraft } from '#lib/domain/draft/draft.ts';
import { unwrap } from '#lib/domain/result.ts';
import { Shelf } from '#lib/store/index/shelf.ts';

type Document = Readonly<Record<string, unknown>> & { readonly _id: string };

interface Fixture {
  readonly written: readonly { readonly database: string; readonly document: Document }[];
  readonly samples: readonly Act[];
}

const VERSIONS = readdirSync(import.meta.dirname).filter((name) => /^\d/.test(name));
const DEVICE = /^(?:country-|incb|reference)/;

const prefixOf = ({ _id }: Document): string => _id.slice(0, _id.indexOf(':'));

function shelve(documents: readonly Document[]): Shelf {
  const shelf = new Shelf(() => false);
  for (const document of documents)
    shelf.take({
      ...{ id: document._id, rev: `1-${'a'.repeat(32)}`, deleted: false, conflicts: [] },
      document: document as never
    });
  return shelf;
}

describe.each(VERSIONS)('documents of version %s', (version) => {
  const file = join(import.meta.dirname, version, 'documents.json');
  const { written, samples } = JSON.parse(readFileSync(file, 'utf8')) as Fixture;
  const found = written.filter(({ database }) => DEVICE.test(database)).map(({ document }) => document);
  // One act is in several databases.
  const onDevices = [...new Map(found.map((one) => [one._id, one])).values()];
  const drafts = onDevices.filter((one) => prefixOf(one) === 'draft');

  test('are well formed for the reader of their database', () => {
    const refused = written.flatMap(({ database, document }) => {
      const problems = judgeStored(document, database);
      return problems.length > 0 ? [{ database, id: document._id, problems }] : [];
    });
    expect(written.length).toBeGreaterThan(70);
    expect(refused).toEqual([]);
  });

  test('are all on the shelf of a device: none is set aside, and no act is taken for one of a later version', () => {
    const all = [...onDevices, ...(samples as unknown as Document[])];
    const shelf = shelve(all);
    expect([...shelf.poison.values(), ...shelf.later.keys()]).toEqual([]);
    const ids = (prefix: string) => all.filter((one) => prefixOf(one) === prefix).map(({ _id }) => _id);
    expect([...shelf.acts.keys()].sort()).toEqual(ids('act').sort());
    expect([...shelf.drafts.keys()].sort()).toEqual(ids('draft').sort());
    expect([...shelf.companies.keys()]).toEqual(ids('company'));
    expect([...shelf.blocks.keys()].sort()).toEqual(ids('block').sort());
  });

  test('are drafts with every word that was typed', () => {
    expect(drafts.length).toBeGreaterThan(5);
    for (const draft of drafts) {
      const { fields, lines, kind } = unwrap(parseDraft(draft));
      expect({ fields, lines, kind }).toEqual({
        fields: draft['fields'],
        lines: draft['lines'],
        kind: draft['kind']
      });
    }
  });

  test('of a later schema are kept and named, and count for nothing', () => {
    const owned = onDevices.filter((one) => /^(?:draft|company|block)$/.test(prefixOf(one)));
    const shelf = shelve(owned.map((one) => ({ ...one, schema: 2 })));
    expect([...shelf.poison.keys()].sort()).toEqual(owned.map(({ _id }) => _id).sort());
    const reasons = [...shelf.poison.values()].flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(new Set(reasons)).toEqual(new Set(['document.schema.later']));
    expect([shelf.drafts.size, shelf.companies.size, shelf.blocks.size]).toEqual([0, 0, 0]);
  });

  test('of a later version, of every kind that a device stores, are kept in the count of their device and read by no one', () => {
    const acts = onDevices.filter((one) => prefixOf(one) === 'act') as unknown as Act[];
    const carried = acts.filter(
      ({ body }) => !/^(?:certificate|withdrawal)$/.test(body.kind) && !body.to.includes('INCB' as never)
    );
    const later = carried.map(({ body, signature }): Document => {
      const next = { ...body, added: 'by a later version' };
      return { _id: actId(next as never, signature), body: next, signature };
    });
    const shelf = shelve(later);
    expect([...shelf.later.keys()].sort()).toEqual(later.map(({ _id }) => _id).sort());
    expect([shelf.acts.size, shelf.poison.size, shelf.carried.length]).toEqual([0, 0, later.length]);
  });
});
