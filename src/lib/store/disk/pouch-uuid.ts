/** Replaces the package `uuid` in the browser's bundle: every browser with WebCrypto makes random ids itself. */
export const v4 = (): string => globalThis.crypto.randomUUID();
