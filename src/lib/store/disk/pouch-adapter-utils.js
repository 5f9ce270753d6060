/**
 * Replaces PouchDB's own for one check on every opened database: can it store a Blob? In a private window WebKit
 * refuses and never ends the test transaction, so that PouchDB and later openings wait for ever. The answer is not
 * needed: nothing here has an attachment.
 */
// @ts-expect-error PouchDB's packages state no types.
export * from '../../../../node_modules/pouchdb-adapter-utils/lib/index.es.js';

export async function checkBlobSupport() {
  return false;
}
