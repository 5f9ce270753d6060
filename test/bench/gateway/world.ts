/**
 * A real gateway over either engine, the same database asked without it, and a device that asks both ways. The
 * country is made anew for every push, with its keys and the blocks that its numbers lie in.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFirstRevision } from '#couch/exchange/receipts.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { blockId } from '#lib/domain/authorization/block.ts';
import { BLOCK_SIZE } from '#lib/domain/own-choices.ts';
import { aNumber, openRig, signed, type Rig } from '../../couch/gateway/rig.ts';
import { openTestCouchdb, openTestEmbedded } from '../../couch/with-engine.ts';
import { AU, anImportAuthorization } from '../../samples/acts.ts';
import type { Errand } from './device-process.ts';
import { serveBare } from './serve-bare.ts';

/** The gateway; the same database without it; a database without our design documents. */
export type Way = 'gateway' | 'bare' | 'undressed';
const HOME = 'country-au';
const UNDRESSED = 'country-ch';

export interface GatewayWorld {
  readonly engine: 'embedded' | 'couchdb';
  /** What stands for the engine bare, in words. */
  readonly bare: string;
  /** Makes the way's database anew, with all acts or none. */
  renew(way: Way, filled: boolean): Promise<void>;
  /** Seconds. */
  send(what: Errand['what'], way: Way, span?: Errand['span']): Promise<number>;
  drop(): Promise<void>;
}

/** On CouchDB where its address is given. */
export async function openGatewayWorld(count: number, couchdb: string | null): Promise<GatewayWorld> {
  const rig = await openRig(couchdb === null ? openTestEmbedded : () => openTestCouchdb(couchdb));
  const keys = await readActs(rig);
  const acts = (await signActs(rig, count)).map(withFirstRevision);
  const folder = mkdtempSync(join(tmpdir(), 'i2es-bench-'));
  writeFileSync(join(folder, 'acts.json'), JSON.stringify(acts));
  const device = fork(new URL('./device-process.ts', import.meta.url), [join(folder, 'acts.json')], {
    execArgv: ['--import', 'tsx']
  });
  await once(device, 'message');
  const bare = couchdb === null ? await serveBare((name) => rig.engine.open(name)) : null;
  const officer = await rig.signIn('au.officer');
  const direct = (name: string): Omit<Errand, 'what'> =>
    bare
      ? { url: `${bare.address}/${name}`, headers: {} }
      : couchdbItself(couchdb ?? '', rig.held.prefix + name);
  const ways: Record<Way, Omit<Errand, 'what'>> = {
    gateway: { url: `${rig.address}/db/${HOME}`, headers: { cookie: officer.cookie } },
    bare: direct(HOME),
    undressed: direct(UNDRESSED)
  };
  return {
    engine: rig.engine.kind,
    bare: bare
      ? 'the same engine behind a bare HTTP server, with no validators'
      : "CouchDB's own HTTP, with the same validators",
    renew: (way, filled) => renew(rig, { keys, acts: filled ? acts : [], count, way }),
    send: (what, way, span) => send(device, { what, ...ways[way], ...(span ? { span } : {}) }),
    drop: async () => {
      device.kill();
      await bare?.close();
      await rig.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

function couchdbItself(url: string, name: string): Omit<Errand, 'what'> {
  const { origin, username, password } = new URL(url);
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { url: `${origin}/${name}`, headers: { authorization: `Basic ${basic.toString('base64')}` } };
}

async function send(device: ChildProcess, errand: Errand): Promise<number> {
  const told = once(device, 'message');
  device.send(errand);
  const [{ seconds, failed }] = (await told) as [{ seconds?: number; failed?: string }];
  if (seconds === undefined) throw new Error(failed);
  return seconds;
}

async function readActs({ engine }: Rig): Promise<object[]> {
  const { rows } = await engine
    .open(HOME)
    .allDocs({ startkey: 'act:', endkey: 'act:\ufff0', include_docs: true });
  return rows.map(({ doc }) => doc as object);
}

async function signActs({ keys }: Rig, count: number): Promise<Act[]> {
  const acts: Act[] = [];
  for (let serial = 1; serial <= count; serial++) {
    const sample = anImportAuthorization({ over: { number: aNumber(serial, 'AU') } });
    acts.push(await signed(sample, keys.auOfficer));
  }
  return acts;
}

interface Content {
  readonly keys: object[];
  readonly acts: object[];
  /** Numbers for which there are blocks. */
  readonly count: number;
  readonly way: Way;
}

async function renew({ engine, keys }: Rig, content: Content): Promise<void> {
  const name = content.way === 'undressed' ? UNDRESSED : HOME;
  await engine.destroy(name);
  if (content.way === 'undressed') await engine.create(name);
  else await provisionCountry(engine, AU);
  const database = engine.openAsAdministrator(name);
  await database.bulkDocs([...content.keys, ...content.acts], { new_edits: false });
  await database.bulkDocs(blocksFor(content.count, keys.auOfficer.keyId));
}

function blocksFor(count: number, device: string): object[] {
  const blocks: object[] = [];
  for (let first = 1; first <= count; first += BLOCK_SIZE) {
    const range = { kind: 'import-authorization', year: 2026, first, last: first + BLOCK_SIZE - 1 } as const;
    const claimed = { office: 'Desk 1', claimedAt: '2026-11-23T09:00:00.000Z', claimedBy: 'au.officer' };
    blocks.push({ _id: blockId(range), schema: 1, ...range, device, ...claimed });
  }
  return blocks;
}
