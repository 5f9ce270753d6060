/**
 * True if Unicode normalization exists. CouchDB's QuickJS has no `normalize`, so the gateway does those checks before
 * CouchDB.
 */
export const canNormalize = typeof ''.normalize === 'function';
