/**
 * A year between a national system, written in Python after the public description, and an officer with the app: both
 * directions, with cut connections, repeated requests and ended programs.
 */
import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generatePrivateJwk } from '#lib/crypto/key.ts';
import type { Act, ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { addDays, instantToDate } from '#lib/domain/calendar-date.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { CalendarDate, DossierKey, Instant } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aCertificate, PASSWORD, withRevision } from '../couch/gateway/rig.ts';
import { exportParticulars, importParticulars, shipmentParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

const MONTHS = 12;
const MONTH_MS = 30 * 24 * 3_600_000;
const SCRIPT = new URL('../couch/api/simulator.py', import.meta.url).pathname;

let world: World;
let swiss: Device;
let folder: string;
let settings: Record<string, unknown>;

const today = (): CalendarDate => instantToDate(new Date(world.rig.clock.now).toISOString() as Instant);

/** One start of the national system; null if it ended by itself in the middle. */
function run(over: object): Promise<Record<string, unknown> | null> {
  return new Promise((resolve, reject) => {
    const ended = (error: ExecFileException | null, out: string, words: string): void => {
      if (error?.code === 9) resolve(null);
      else if (error) reject(new Error(words));
      else resolve(JSON.parse(out) as Record<string, unknown>);
    };
    const child = execFile('python3', [SCRIPT], ended);
    child.stdin?.end(JSON.stringify({ ...settings, now: world.rig.clock.now / 1000, ...over }) + '\n');
  });
}

beforeAll(async () => {
  world = await openWorld();
  folder = mkdtempSync(join(tmpdir(), 'i2es-national-'));
  swiss = await world.administrator('ch.officer');
  const [manager, key] = [await world.rig.signIn('au.administrator'), await generatePrivateJwk()];
  const { d: _private, ...publicKey } = key;
  const asked = {
    name: 'Medicines register',
    scopes: ['read', 'numbers', 'acts'],
    key: publicKey,
    validUntil: new Date(world.rig.clock.now + 700 * 86_400_000).toISOString(),
    sandbox: false
  };
  const { client, audience } = (await manager.ask('POST', '/api/clients', asked)).body as {
    client: { id: string };
    audience: string;
  };
  settings = { address: world.rig.address, id: client.id, key, audience, file: join(folder, 'state.json') };
  const { public: signing, keyId } = (await run({ certify: true })) as { public: never; keyId: never };
  const of = { authority: 'AU', person: client.id, role: 'officer', name: 'Medicines register' } as const;
  const certificate = await aCertificate(world.rig.keys.auAdministrator, 'AU' as never, 'au.administrator', {
    ...of,
    key: { publicKey: signing, keyId } as never,
    function: 'National system: Medicines register'
  } as never);
  await world.rig.engine.open('country-au').bulkDocs([withRevision(certificate)], { new_edits: false });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const actsOf = <K extends 'import-authorization' | 'export-authorization' | 'shipment' | 'endorsement'>(
  kind: K
): readonly ActOf<K>[] => swiss.store.actsOf(kind) as readonly ActOf<K>[];
const from =
  (country: string) =>
  (act: Act): boolean =>
    act.body.issuer === country;

async function workInTheApp(month: number): Promise<void> {
  const { store } = swiss;
  const dates = { validFrom: today(), validUntil: addDays(today(), 80) };
  const upon = actsOf('import-authorization').filter(from('AU')).at(-1)!;
  const issued = unwrap(
    await store.issue('export-authorization', exportParticulars(upon, dates), { draft: store.newDraftId() })
  ) as ActOf<'export-authorization'>;
  unwrap(await store.state('shipment', { ...shipmentParticulars(issued), shippedOn: today() }));
  const own = importParticulars({
    ...dates,
    issuer: 'CH',
    exportingCountry: 'AU' as never,
    consignments: 1,
    lines: [
      {
        ...upon.body.lines[0]!,
        stated: `${300 + month}000000` as never,
        base: `${(300 + month) * 752}000` as never
      }
    ]
  } as never);
  unwrap(await store.issue('import-authorization', own, { draft: store.newDraftId() }));
}

async function endorseInTheApp(): Promise<void> {
  const done = new Set(actsOf('endorsement').map(({ body }) => body.exportAuthorization));
  for (const { body } of actsOf('shipment').filter(from('AU'))) {
    if (done.has(body.exportAuthorization)) continue;
    const { dossier, exportAuthorization, lines } = body;
    const arrived = {
      dossier,
      exportAuthorization,
      lines,
      outcome: 'imported' as const,
      receivedOn: today()
    };
    unwrap(await swiss.store.state('endorsement', arrived));
  }
}

const goodFrom = (country: string, kind: 'import-authorization' | 'shipment' | 'endorsement'): number =>
  actsOf(kind).filter((act) => from(country)(act) && swiss.store.verdictOf(act._id) === 'good').length;

test('a national system issues, replies and endorses for a year, and both sides have the same dossiers', async () => {
  let cut = 0;
  for (let month = 1; month <= MONTHS; month++) {
    unwrap(await swiss.store.signIn('ch.officer', PASSWORD));
    // Every third month the program is ended between signing and sending.
    const told = await run({ issue: (500 + month) * 1_000_000, endBeforeSending: month % 3 === 0 });
    cut += Number((told ?? (await run({})))?.['cut']);
    await until(() => goodFrom('AU', 'import-authorization') === month);
    swiss.network.on = month % 2 === 0;
    await workInTheApp(month);
    if (month % 4 === 0) {
      await swiss.killTab();
      unwrap(await swiss.store.choose('ch.officer'));
      unwrap(await swiss.store.unlock(PASSPHRASE));
    }
    swiss.network.on = true;
    await swiss.store.syncNow();
    await until(() => swiss.store.line?.counts.unsent === 0);
    world.rig.clock.now += 60_000;
    cut += Number((await run({}))?.['cut']);
    await until(() => goodFrom('AU', 'shipment') === month && goodFrom('AU', 'endorsement') === month);
    await endorseInTheApp();
    await until(() => swiss.store.line?.counts.unsent === 0);
    world.rig.clock.now += MONTH_MS;
  }
  expect(cut).toBeGreaterThan(MONTHS);
  const { rows } = await world.rig.engine
    .openAsAdministrator('country-au')
    .allDocs<Act>({ include_docs: true });
  const dossiers = new Map<DossierKey, DossierAct[]>();
  for (const { doc } of rows) {
    const key = (doc?.body as { dossier?: DossierKey } | undefined)?.dossier;
    if (key) dossiers.set(key, [...(dossiers.get(key) ?? []), doc as DossierAct]);
  }
  expect(dossiers.size).toBe(2 * MONTHS);
  for (const { _id } of [...dossiers.values()].flat())
    await until(() => swiss.store.verdictOf(_id) === 'good');
  for (const [key, acts] of dossiers) {
    const there = foldDossier(key, acts);
    expect(there.exports.map(({ status }) => status)).toEqual(['endorsed']);
    await expect.poll(() => swiss.store.dossier(key)).toEqual(there);
  }
});
