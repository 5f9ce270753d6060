/** The first questions after every break: same Board, country server noted, same databases. */
import type { Database } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/certify.ts';
import { LinkError } from './central-client.ts';
import type { LinkTools } from './link-state.ts';

interface HandshakeTools extends Pick<LinkTools, 'client' | 'state' | 'country'> {
  readonly home: Database;
  readonly homeName: string;
  readonly names: readonly string[];
  readonly roots: readonly PublicKey[];
  readonly demonstration: boolean;
}

/** Latest acts to ask for: an older copy of the central files lacks them. */
const MAX_ASKED = 50;
const MAX_LOOKED_THROUGH = 200;

export async function shakeHands(tools: HandshakeTools, signal: AbortSignal): Promise<void> {
  await checkInstallation(tools, signal);
  const { state, names, homeName } = tools;
  for (const name of names) await checkEpoch(name, tools, signal);
  const missing = await listMissing(tools, signal);
  if (state.now.accepted) return state.update(() => ({ accepted: false, lacking: missing }));
  if (missing.length > 0)
    throw new LinkError('replaced', `The central database ${homeName} lacks what it had: an older copy.`);
}

async function checkInstallation(tools: HandshakeTools, signal: AbortSignal): Promise<void> {
  const { client, country, roots, demonstration } = tools;
  const { status, body } = await client.ask({ path: '/api/link', signal });
  const told = isPlainObject(body) ? body : {};
  if (status === 404) throw new LinkError('other-installation', 'That server is no central one.');
  if (told['country'] !== country)
    throw new LinkError('refused', `The account is of ${String(told['country'])}, not of ${country}.`);
  const known = new Set(roots.map(keyIdOf));
  const theirs = Array.isArray(told['roots']) ? told['roots'].filter(isPublicKey) : [];
  if (!theirs.some((root) => known.has(keyIdOf(root))))
    throw new LinkError('other-installation', 'The central server names no root key that this one has.');
  if (told['demonstration'] !== demonstration)
    throw new LinkError('other-installation', 'One of the two servers holds invented data, the other real.');
  if (told['ownServer'] !== true)
    throw new LinkError('not-noted', `INCB has not noted yet that ${country} has its own server.`);
}

async function checkEpoch(
  name: string,
  { client, state }: HandshakeTools,
  signal: AbortSignal
): Promise<void> {
  const { status, body, epoch } = await client.ask({ path: `/db/${name}`, signal });
  if (status === 404 || !isPlainObject(body))
    throw new LinkError('offline', `The central server has no database ${name} for this country.`);
  const known = state.now.epochs[name];
  if (epoch === null) throw new LinkError('offline', `The central database ${name} names no epoch.`);
  if (known === undefined) await state.update(({ epochs }) => ({ epochs: { ...epochs, [name]: epoch } }));
  else if (known !== epoch)
    throw new LinkError('replaced', `The central database ${name} is another one than before.`);
}

/** Latest acts that the central server had and lost. */
async function listMissing(tools: HandshakeTools, signal: AbortSignal): Promise<readonly string[]> {
  const keys = await listSent(tools);
  if (keys.length === 0) return [];
  const path = `/db/${tools.homeName}/_all_docs`;
  const { body } = await tools.client.ask({ method: 'POST', path, body: { keys }, signal });
  const rows = isPlainObject(body) && Array.isArray(body['rows']) ? (body['rows'] as unknown[]) : [];
  return keys.filter((_key, index) => (rows[index] as { error?: string } | undefined)?.error === 'not_found');
}

async function listSent({ home, state, country }: HandshakeTools): Promise<string[]> {
  const ahead = await home.changes({ since: state.now.up, limit: MAX_LOOKED_THROUGH });
  if (ahead.results.length === MAX_LOOKED_THROUGH) return [];
  const unsent = new Set(ahead.results.map(({ id }) => id));
  const { results } = await home.changes({ descending: true, limit: MAX_LOOKED_THROUGH });
  const refused = new Set(
    results.filter(({ id, deleted }) => id.startsWith(REFUSAL_PREFIX) && !deleted).map(({ id }) => id)
  );
  const isSent = (id: string): boolean => {
    const issuer = parseActId(id)?.issuer;
    if (issuer === undefined || state.now.lacking.includes(id)) return false;
    return issuer !== country || (!unsent.has(id) && !refused.has(REFUSAL_PREFIX + id));
  };
  return results
    .map(({ id }) => id)
    .filter(isSent)
    .slice(0, MAX_ASKED);
}
