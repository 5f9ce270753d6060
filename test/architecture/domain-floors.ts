/**
 * The folders of the rules (src/lib/domain), from the lowest up: a folder imports only itself and those before it.
 * Files of no folder are values, the lowest of all.
 */
export const DOMAIN_FLOORS = [
  'values',
  'shape',
  'file',
  'goods',
  'act',
  'lookalike',
  'lists',
  'print-code',
  'dossier',
  'draft',
  'historic',
  'balance',
  'company',
  'authorization',
  'registration',
  'reply-file',
  'matching',
  'returns',
  'application',
  'partners',
  'usage',
  'regional',
  'outreach',
  'exchange',
  'door',
  'public-list',
  'rehearsal',
  'suggestion',
  'survey',
  'training',
  'notifications',
  'api'
] as const;

/** Null for a file that is not of the domain; -1 for a folder that has no place in the list. */
export function domainFloorOf(path: string): number | null {
  const [src, lib, domain, folder, ...below] = path.replaceAll('\\', '/').split('/');
  if (src !== 'src' || lib !== 'lib' || domain !== 'domain' || folder === undefined) return null;
  return (DOMAIN_FLOORS as readonly string[]).indexOf(below.length === 0 ? 'values' : folder);
}

export function importsUpward(file: string, target: string): boolean {
  const [from, to] = [domainFloorOf(file), domainFloorOf(target)];
  return from !== null && to !== null && (from < 0 || to > from);
}
