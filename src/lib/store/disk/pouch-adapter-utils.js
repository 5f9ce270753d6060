/**
 * Replaces PouchDB's check for storing a Blob: in a private window WebKit refuses and never ends the test transaction,
 * so that later openings wait for ever. Nothing here has an attachment.
 */
// @ts-expect-error PouchDB's packages state no types.
export * from '../../../../node_modules/pouchdb-adapter-utils/lib/index.es.js';

export async function checkBlobSupport() {
  return false;
}
