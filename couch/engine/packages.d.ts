/** Packages without types: the parts that `maps.ts` and `durable-level.ts` use. */
declare module 'pouchdb-abstract-mapreduce' {
  type Emit = (key: unknown, value?: unknown) => void;
  type Reduce = (keys: unknown, values: readonly unknown[], rereduce: boolean) => unknown;
  export default function createAbstractMapReduce(
    localDocName: string,
    mapper: (definition: string, emit: Emit) => (document: object) => void,
    reducer: (definition: string) => Reduce,
    designDocumentValidator: (designDocument: object, viewName: string) => void
  ): { query: unknown; viewCleanup: unknown };
}

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
    _open(options: object, callback: Done): void;
    _close(callback: Done): void;
    _get(key: Key, options: object, callback: (error: Error | null, value?: Key) => void): void;
    _batch(operations: readonly Operation[], options: object, callback: Done): void;
    _iterator(options: object): Iterator;
    static destroy(location: string, callback: Done): void;
  }
}
