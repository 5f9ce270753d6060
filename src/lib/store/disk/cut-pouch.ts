/**
 * Leaves out of the browser's bundle what the store never asks of PouchDB (2.1 kB brotli before the first desk): attachments,
 * purges, replication in two directions at once, and the upgrade of databases that were made before 2014.
 */
import type { Plugin } from 'vite';

const method = (name: string): RegExp =>
  new RegExp(
    `^( *)(?:this|api|AbstractPouchDB\\.prototype)\\.${name} = [^]*?^\\1\\}\\)(?:\\.bind\\(this\\))?;$`,
    'm'
  );

const UNUSED: Readonly<Record<string, readonly (readonly [text: RegExp, instead: string])[]>> = {
  'pouchdb-core': [
    'putAttachment',
    'removeAttachment',
    'getAttachment',
    'registerDependentDatabase',
    'purge'
  ].map((name) => [method(name), '']),
  'pouchdb-adapter-http': [
    'compact',
    'getAttachment',
    'removeAttachment',
    'putAttachment',
    // `sync/remote.ts` has its own, and asks the server for no list.
    'bulkGet',
    'allDocs'
  ].map((name) => [method(name), '']),
  'pouchdb-adapter-idb': [[/var migrations = \[[^\]]*\];/, 'var migrations = [];']],
  'pouchdb-replication': [[/PouchDB\.sync = sync;/, '']]
};

/** @throws where a part has another text than expected, as in another version of PouchDB. */
export function withoutUnused(code: string, id: string): string | null {
  const parts = UNUSED[/[/]node_modules[/](pouchdb-[a-z-]+)[/]lib[/]/.exec(id)?.[1] ?? ''];
  if (!parts) return null;
  return parts.reduce((all, [text, instead]) => {
    if (!text.test(all)) throw new Error(`${id} has no longer ${String(text)}.`);
    return all.replace(text, instead);
  }, code);
}

export function cutPouch(): Plugin {
  return {
    name: 'i2es-cut-pouch',
    transform(code, id) {
      const cut = withoutUnused(code, id);
      return cut === null ? undefined : { code: cut, map: null };
    }
  };
}
