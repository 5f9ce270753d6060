/** The published package has no types; this is the part that `durable-level.ts` uses. */
declare module 'leveldown' {
  export type Key = string | Buffer;
  export interface Operation {
    readonly type: 'put' | 'del';
    readonly key: Key;
    readonly value?: Key;
  }
  export type Done = (error?: Error | null) => void;
  export interface Iterator {
    next(callback: (error?: Error | null, key?: Key, value?: Key) => void): unknown;
    end(callback: Done): unknown;
  }

  export default class LevelDOWN {
    constructor(location: string);
    readonly location: string;
    /** The native handle. */
    context: unknown;
    _open(options: object, callback: Done): void;
    _close(callback: Done): void;
    _get(key: Key, options: object, callback: (error: Error | null, value?: Key) => void): void;
    _batch(operations: readonly Operation[], options: object, callback: Done): void;
    _iterator(options: object): Iterator;
    static destroy(location: string, callback: Done): void;
  }
}
