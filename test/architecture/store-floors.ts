/**
 * The layers of the local database (src/lib/store/README.md), from the lowest up: which others each may import from,
 * types included. `house` is the files of the module's own folder, which screens read.
 */
export const STORE_FLOORS: Readonly<Record<string, readonly string[]>> = {
  api: [],
  browser: ['api'],
  disk: ['api', 'browser'],
  server: ['api'],
  index: ['api', 'disk'],
  sync: ['api', 'browser', 'disk', 'server', 'index'],
  commands: ['api', 'browser', 'disk', 'server', 'index'],
  opening: ['api', 'browser', 'disk', 'server', 'index', 'sync', 'commands'],
  'sign-in': ['api', 'browser', 'disk', 'server', 'index', 'sync', 'commands', 'opening'],
  house: ['api', 'browser', 'disk', 'server', 'index', 'commands', 'opening', 'sign-in']
};

/** Null for what is not of the store. `api.ts` tells what is in `api/`. */
export function storeFloorOf(path: string): string | null {
  const [src, lib, store, floor, ...below] = path.replaceAll('\\', '/').split('/');
  if (src !== 'src' || lib !== 'lib' || store !== 'store' || floor === undefined) return null;
  if (below.length === 0) return floor === 'api.ts' ? 'api' : 'house';
  return floor;
}

export function mayImportInStore(file: string, target: string): boolean {
  const [from, to] = [storeFloorOf(file), storeFloorOf(target)];
  return from === null || to === null || from === to || (STORE_FLOORS[from] ?? []).includes(to);
}
