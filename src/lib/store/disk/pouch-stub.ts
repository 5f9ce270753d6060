/**
 * Replaces PouchDB's JSON reader without recursion in the browser's bundle. A document's thousand revisions nest 2,000
 * deep, which the platform's own reads and writes.
 */
export default { parse: JSON.parse, stringify: JSON.stringify };
