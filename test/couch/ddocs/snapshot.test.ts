import { expect, test } from 'vitest';
import { buildDesigns } from '#couch/ddocs/build.ts';
import { DATABASE_KINDS } from '#couch/base/databases.ts';

/** A new hash means: at the next start this design document is deployed again and its indexes rebuilt. */
test.each(DATABASE_KINDS)('the design documents of %s are those that were reviewed', async (kind) => {
  const summary = (await buildDesigns(kind)).map(({ _id, hash, views, validate_doc_update, unsigned }) => ({
    _id,
    hash,
    sizes: {
      ...Object.fromEntries(Object.entries(views ?? {}).map(([name, view]) => [name, view.map.length])),
      ...(validate_doc_update ? { validate: validate_doc_update.length } : {}),
      ...(unsigned ? { unsigned: unsigned.length } : {})
    }
  }));
  expect(summary).toMatchSnapshot();
});

test('CouchDB updates no index until someone reads it', async () => {
  const indexed = (await buildDesigns('country')).filter(({ views }) => views !== undefined);
  expect(indexed.length).toBeGreaterThan(0);
  for (const { _id, autoupdate } of indexed) expect(autoupdate, _id).toBe(false);
});
