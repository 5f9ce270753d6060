/**
 * PouchDB's own, but for one question that it asks of every database that it opens: can it store a Blob? In a private
 * window WebKit refuses that and then never ends the transaction that asked, so that PouchDB waits for ever, and with
 * it whoever opens the database next. The answer is not needed: nothing here has an attachment.
 */
// @ts-expect-error PouchDB's packages state no types.
export * from '../../../../node_modules/pouchdb-adapter-utils/lib/index.es.js';

export async function checkBlobSupport() {
  return false;
}
