/** The published package has no types; this is the part that `maps.ts` uses. */
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
