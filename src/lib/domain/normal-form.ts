/**
 * Whether a text can be brought into a Unicode normal form here. CouchDB's QuickJS has no `normalize`: what needs
 * it is left to the gateway there, which judges every document before CouchDB sees it.
 */
export const canNormalize = typeof ''.normalize === 'function';
