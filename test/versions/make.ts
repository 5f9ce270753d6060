/**
 * `node --import tsx test/versions/make.ts` at a release packs this version (`party.mjs.br`) and writes one document of
 * each form that it has (`documents.json`). A folder as argument: there instead, to try it.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { readSettings } from '#couch/base/env.ts';
import { readDocument, type Engine } from '#couch/engine/engine.ts';
import { startBackend } from '#couch/start/start.ts';
import type { DraftKind } from '#lib/domain/draft/draft.ts';
import type { CountryCode, DraftId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aNote } from '../samples/contact.ts';
import type { Device } from '../store/world.ts';
import { openParty } from './open-party.ts';
import { packParty } from './pack.ts';

const ROOT = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const folder = process.argv[2] ?? join(import.meta.dirname, version);
if (existsSync(folder)) throw new Error(`${folder} is there already. A version is written once.`);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'party.mjs.br'), brotliCompressSync(await packParty()) as unknown as Uint8Array);
const party = await openParty(version, folder);

type Stored = { readonly _id: string; readonly body?: { readonly kind: string } } & Record<string, unknown>;

async function* readAll(engine: Engine): AsyncGenerator<readonly [string, Stored]> {
  for (const name of await engine.list()) {
    const { rows } = await engine.openAsAdministrator(name).allDocs<Stored>({ include_docs: true });
    for (const { doc } of rows) if (doc && !doc._id.startsWith('_')) yield [name, doc as unknown as Stored];
  }
}

/** Its members, and those of its members; of a list one. */
function formOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return `[${formOf(value[0])}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${/^[A-Z]{2}$|^act:/.test(name) ? '' : name}${formOf(one)}`).join()}}`;
}

const forms = new Map<string, { database: string; document: Stored }>();
function keep(database: string, document: Stored): void {
  const kind =
    document.body?.kind ?? `${document._id.slice(0, document._id.indexOf(':'))} ${document['kind'] ?? ''}`;
  const key = `${database.replace(/-[a-z]{2}$/, '')} ${kind} ${formOf(document)}`;
  if (!forms.has(key)) forms.set(key, { database, document });
}

const DRAFT_KINDS: Readonly<Record<DraftKind, true>> = {
  'import-authorization': true,
  'export-authorization': true,
  'export-declaration': true,
  announcement: true,
  survey: true,
  'survey-answer': true,
  'user-group-record': true,
  message: true,
  invitation: true,
  'paper-record': true,
  endorsement: true
};

/** Two authorities and INCB, as their officers work. */
async function writeByHand(): Promise<void> {
  const { openWorld, until, importParticulars, exportParticulars, shipmentParticulars } = party;
  const world = await openWorld();
  const { engine } = world.rig;
  const board = await world.administrator('incb.secretary');
  const administrator = await world.administrator('au.administrator');
  const officer = await world.officer('au.officer', administrator);
  const other = await world.officer('au.other', administrator);
  const swiss = await world.administrator('ch.officer');
  const texts = { en: { title: 'Estimates', text: 'They are due.' } };
  unwrap(await board.store.state('announcement', { texts, audience: {} }, newDraft(board)));
  unwrap(await board.store.addContactNote(aNote('KE' as CountryCode, '2026-11-24')));
  await typeDrafts(officer);
  const company = { _id: administrator.store.newCompanyId(), schema: 1, name: 'Harbour Pharmacy' } as const;
  const country = 'AU' as CountryCode;
  unwrap(await administrator.store.saveCompanies([{ ...company, address: 'Sydney', country }]));
  const setting = { importMonths: 3, authority: { name: 'Office of Drug Control', address: 'Canberra' } };
  unwrap(await administrator.store.saveSetting('country', setting));
  unwrap(await officer.store.state('suggestion', { screen: 'today', text: 'Larger letters.' }));
  const ia = unwrap(
    await officer.store.issue('import-authorization', importParticulars(), newDraft(officer))
  );
  await until(() => swiss.store.verdictOf(ia._id) === 'good');
  const { dossier } = ia.body;
  unwrap(await swiss.store.state('reply', { dossier, on: ia._id, answer: 'authentic' }));
  const ea = unwrap(await swiss.store.issue('export-authorization', exportParticulars(ia), newDraft(swiss)));
  unwrap(await swiss.store.state('shipment', shipmentParticulars(ea)));
  await until(() => officer.store.verdictOf(ea._id) === 'good');
  unwrap(await officer.store.markOpened(ea._id));
  unwrap(await officer.store.state('message', { text: 'Thank you.' }, { to: 'CH' as CountryCode }));
  unwrap(await administrator.store.withdrawKey(other.store.device!.keyId!, 'Lost.'));
  const all = [board, administrator, officer, swiss];
  await until(() => all.every(({ store }) => store.line?.counts.unsent === 0));
  while ((await readDocument(engine.open('country-au'), company._id)) === null);
  await world.exchange.caughtUp();
  for await (const [database, document] of readAll(engine)) keep(database, document);
  await world.close();
}

const newDraft = ({ store }: Device): { draft: DraftId } => ({ draft: store.newDraftId() });

async function typeDrafts({ store }: Device): Promise<void> {
  const lines = [{ key: 'a', fields: { stated: '1,5', unit: 'kg' } }];
  for (const kind of Object.keys(DRAFT_KINDS) as DraftKind[]) {
    const draft = party.aDraft(store.newDraftId(), { remarks: `Half typed: ${kind}` });
    unwrap(await store.saveDraft({ ...draft, kind, lines }));
  }
}

/** Of an installation with all its demonstration. */
async function writeDemonstration(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'i2es-version-'));
  for (const page of ['index.html', '200.html']) {
    mkdirSync(join(home, 'app'), { recursive: true });
    writeFileSync(join(home, 'app', page), '<!doctype html>');
  }
  const settings = readSettings({
    ...{ PORT: '0', DATA_DIR: join(home, 'data'), APP_DIR: join(home, 'app') },
    ...{ DEMONSTRATION: 'yes', LOG_LEVEL: 'silent' }
  });
  const backend = await startBackend({ root: ROOT, settings, say: () => undefined });
  for await (const [database, document] of readAll(backend.installation.engine)) keep(database, document);
  await backend.stop();
  rmSync(home, { recursive: true, force: true });
}

await writeByHand();
await writeDemonstration();
const written = [...forms.values()];
const known = new Set(written.map(({ document }) => document.body?.kind));
// Kinds of which neither has one: made by this version's own tests, not signed. Remove what no one can write with it.
const samples = party.ONE_OF_EACH_KIND.filter(({ body }) => !known.has(body.kind));
const text = JSON.stringify({ written, samples }, null, 1);
writeFileSync(join(folder, 'documents.json'), `${text}\n`);
console.log(
  `${written.length} documents and ${samples.length} samples of version ${version}, ${text.length} bytes`
);
process.exit(0);
