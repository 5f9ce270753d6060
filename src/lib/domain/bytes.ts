/**
 * Number arrays, typed if the engine has typed arrays: CouchDB's QuickJS lacks them (couch_quickjs/c_src/couchjs.c),
 * and results must be the same there.
 */
const isTyped = typeof Uint8Array === 'function';

/** Zeros; callers must write only 0…255. */
export function makeBytes(length: number): Uint8Array {
  return isTyped ? new Uint8Array(length) : (new Array<number>(length).fill(0) as unknown as Uint8Array);
}

export function firstBytes(bytes: Uint8Array, length: number): Uint8Array {
  return isTyped ? bytes.subarray(0, length) : bytes.slice(0, length);
}

export function makeWords(values: ArrayLike<number>): Int32Array {
  if (isTyped) return new Int32Array(values);
  return Array.prototype.map.call(values, (value: number) => value | 0) as unknown as Int32Array;
}
