/** A partner on paper: its papers are recorded, exports keep to them, and everything reaches the partner once it joins. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionCountry } from '#couch/installation/provision.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import type { DeclarationParticulars } from '#lib/domain/authorization/judge-declaration.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { readReturns } from '#lib/domain/returns/return-document.ts';
import type { Paper } from '#lib/domain/act/kinds/paper-record.ts';
import { toEvidence, type FileReply } from '#lib/domain/reply-file/file-reply.ts';
import { INVITATION_PREFIX } from '#lib/domain/reply-file/invitation-id.ts';
import { readInvitations } from '#lib/domain/reply-file/invitation.ts';
import { generatePrivateJwk } from '#lib/crypto/key.ts';
import { openTestEmbedded } from '../couch/with-engine.ts';
import { aLine, AU } from '../samples/acts.ts';
import { aFileReply, aQuery } from '../samples/file-replies.ts';
import { aDeclaration } from '../samples/declarations.ts';
import { anEndorsedCopy, aPaperImport } from '../samples/papers.ts';
import { exportParticulars, shipmentParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const NZ = 'NZ' as CountryCode;
let world: World;
let first: Device;
let second: Device;
let record: ActOf<'paper-record'>;
let upon: ActOf<'import-authorization'>;
let ea: ActOf<'export-authorization'>;
let declaration: ActOf<'export-declaration'>;

const particularsOf = ({ body }: ActOf<'paper-record'>) => {
  const { paper, comparedBy, comparedOn, dossier } = body;
  return { paper, comparedBy, comparedOn, dossier };
};
const wanted = ({ store }: Device, need: 'decide' | 'record' | 'ship' | 'copy'): string[] =>
  (store.desk().needs.get(need) ?? []).map(({ row }) => row.id);
const pass = (): void => void (world.rig.clock.now += 60_000);
const issue = ({ store }: Device, grams: number, under = upon) =>
  store.issue(
    'export-authorization',
    exportParticulars(under, {
      importingCountry: NZ,
      lines: [aLine({ stated: `${grams}000000`, importLine: 1 })],
      validUntil: under.body.validUntil
    }),
    { draft: store.newDraftId() }
  );

beforeAll(async () => {
  world = await openWorld(openTestEmbedded, { lookEvery: 200 });
  first = await world.administrator('au.administrator');
  second = await world.officer('au.officer', first);
  await until(() => (first.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
  const paper = aPaperImport({ issuer: AU, partner: NZ });
  record = unwrap(await first.store.state('paper-record', particularsOf(paper)));
  upon = readAuthorization(record) as typeof upon;
});
afterAll(() => world.close());

test('the record is the own signed document, and Today asks to decide about the import authorization', () => {
  expect(record.body).toMatchObject({ issuer: 'AU', to: [NZ], kind: 'paper-record' });
  expect(wanted(first, 'decide')).toEqual([record._id]);
  const [row] = first.store.registerRows();
  expect(row).toMatchObject({ id: record._id, kind: 'import-authorization', own: false, partner: NZ });
});

test('a filed return and entered figures reach the colleague, and no other authority', async () => {
  unwrap(await first.store.addReturn('filed', { form: 'a', period: '2026-q3', figures: [] }));
  const figures = [{ substance: 'morphine', column: 'closing', micrograms: '70000000' }] as never;
  unwrap(await second.store.addReturn('figures', { form: 'c', period: '2026', figures }));
  for (const { store } of [first, second])
    await until(() => {
      const { filed, figures } = readReturns(store.documents('return:'));
      return filed.length === 1 && figures.length === 1;
    });
  expect(readReturns(first.store.documents('return:')).filed[0]?.by).toBe(first.store.signatory?.name);
  for (const name of ['incb', 'reference'])
    expect(
      (await world.rig.engine.open(name).allDocs({ startkey: 'return:', endkey: 'return:~' })).rows
    ).toEqual([]);
  const again = await first.store.addReturn('filed', { form: 'a', period: '2026', figures: [] });
  expect(again.ok ? [] : again.problems.map(({ code }) => code)).toEqual(['return.period']);
});

test('exports keep to the paper, also from two offices that are offline at once', async () => {
  await until(() => second.store.dossierOf(record._id) !== null);
  const tooMuch = await issue(first, 501);
  expect(tooMuch.ok ? [] : tooMuch.problems.map(({ code }) => code)).toEqual(['export.line.exceedsImport']);
  second.network.on = false;
  ea = unwrap(await issue(first, 300));
  pass();
  const rival = unwrap(await issue(second, 201));
  second.network.on = true;
  await until(() =>
    second.store.registerRows().some(({ id, status }) => id === rival._id && status === 'refused')
  );
  await until(() => second.store.dossierOf(ea._id)?.lines[0]?.taken.stated === 300_000_000);
  expect(first.store.dossierOf(ea._id)?.lines[0]?.taken.stated).toBe(300_000_000);
});

test('the corrected number of a paper is one limit for both offices, whichever number their exports cite', async () => {
  const [mistyped, right] = ['PAPER 5000', 'PAPER 5001'].map((number) =>
    particularsOf(aPaperImport({ issuer: AU, partner: NZ, number }))
  );
  const before = unwrap(await first.store.state('paper-record', mistyped!));
  await until(() => second.store.dossierOf(before._id) !== null);
  second.network.on = false;
  const corrects = { of: before._id, reason: 'The last digit was mistyped.' };
  const after = unwrap(await first.store.state('paper-record', { ...right!, corrects }));
  const exported = unwrap(await issue(first, 300, readAuthorization(after) as typeof upon));
  pass();
  const rival = unwrap(await issue(second, 201, readAuthorization(before) as typeof upon));
  second.network.on = true;
  await until(() =>
    second.store.registerRows().some(({ id, status }) => id === rival._id && status === 'refused')
  );
  await until(() => second.store.dossierOf(before._id)?.importAuthorization === after._id);
  expect(second.store.dossierOf(exported._id)).toMatchObject({
    number: 'PAPER 5001',
    exports: [{ act: exported._id }]
  });
});

test('a reply by the file of the partner is recorded with its evidence on both devices, a forged one nowhere', async () => {
  const { store } = second;
  const day = (days: number) =>
    new Date(world.rig.clock.now + days * 86_400_000).toISOString().slice(0, 10) as never;
  const given = unwrap(await store.giveFile(ea, { partner: NZ, language: 'en', expiresOn: day(90) }));
  const file = readInvitations(store.documents(INVITATION_PREFIX))[0]!;
  expect(file).toMatchObject({ act: ea._id, partner: NZ, key: given.file.key });
  unwrap(await store.noteDelivery(file, { given: 'e-mail', givenOn: day(0) }));
  const written = { number: 1, at: new Date(world.rig.clock.now).toISOString() };
  const paper: Paper = { ...aQuery(ea), writtenOn: day(0) } as Paper;
  const particulars = (reply: FileReply, dossier = ea.body.dossier) => ({
    ...{ dossier, paper: reply.paper, comparedBy: 'A. Officer', comparedOn: day(0) },
    evidence: toEvidence(reply, { given: 'e-mail' as const, givenOn: day(0) })
  });
  const codesOf = async (device: Device, reply: FileReply): Promise<string[]> => {
    const stated = await device.store.state('paper-record', particulars(reply));
    return stated.ok ? [] : stated.problems.map(({ code }) => code);
  };
  const genuine = await aFileReply(given.privateKey, paper, written);
  // The other device learns of the file from the server.
  await until(() => first.store.documents(INVITATION_PREFIX).length === 2);
  expect(await codesOf(first, { ...genuine, by: 'Somebody else' })).toEqual(['evidence.signature']);
  const foreign = await aFileReply(await generatePrivateJwk(), paper, written);
  expect(await codesOf(first, foreign)).toEqual(['evidence.file.unknown']);
  expect(await codesOf(first, genuine)).toEqual([]);
  await until(() => second.store.dossierOf(ea._id)?.replies.length === 1);
  await until(() => first.store.line?.counts.unsent === 0);
  expect(first.store.refused()).toEqual([]);
  pass();
  unwrap(await store.recallFile(file, 'The file was lost.'));
  const late = await aFileReply(given.privateKey, paper, { ...written, number: 2 });
  expect(await codesOf(second, late)).toEqual(['evidence.file.recalled']);
  expect(await store.recallFile(file, 'Again.')).toMatchObject({ ok: false });
});

test('the copy of a declaration is due until the sending is recorded (1971 art. 12(2)(c))', async () => {
  const { schema, kind, to, seq, at, by, dossier, number, issuedOn, ...rest } = aDeclaration({
    over: { issuer: AU, importingCountry: NZ, despatchedOn: '2026-08-01' }
  }).body;
  void [schema, kind, to, seq, at, by, dossier, number, issuedOn];
  const [importer, exporter] = [
    { ...rest.importer, country: NZ },
    { ...rest.exporter, country: AU }
  ];
  const particulars = { ...rest, importer, exporter } as DeclarationParticulars;
  const draft = first.store.newDraftId();
  declaration = unwrap(await first.store.issue('export-declaration', particulars, { draft }));
  expect(declaration.body.number).toMatch(/^AU-D-2026-0000/);
  await until(() => second.store.act(declaration._id) !== null);
  const [due] = first.store.desk().needs.get('copy') ?? [];
  expect(due).toMatchObject({ row: { id: declaration._id }, due: '2026-10-30', overdue: true });
  const { dossier: key } = declaration.body;
  const sentOn = '2026-11-20' as CalendarDate;
  unwrap(await first.store.state('copy-sent', { dossier: key, of: declaration._id, sentOn }));
  expect(wanted(first, 'copy')).toEqual([]);
  await until(() => wanted(second, 'copy').length === 0);
});

test('the endorsed copy is wanted when it is due, and closes', async () => {
  unwrap(await first.store.state('shipment', shipmentParticulars(ea)));
  world.rig.clock.now += 20 * 86_400_000;
  await until(() => wanted(first, 'record').includes(ea._id));
  unwrap(
    await first.store.state(
      'paper-record',
      particularsOf(anEndorsedCopy(ea, { at: '2026-12-10T08:00:00.000Z', receivedOn: '2026-11-30' }))
    )
  );
  expect(first.store.dossierOf(ea._id)?.exports[0]?.status).toBe('endorsed');
  expect(wanted(first, 'record')).toEqual([]);
});

test('a mistyped endorsed copy is corrected: the correction counts, and both are in the dossier', async () => {
  const copy = first.store.dossierOf(ea._id)!.exports[0]!.endorsement!;
  const right = anEndorsedCopy(ea, { at: '2026-12-10T08:00:00.000Z', receivedOn: '2026-11-29' });
  const corrects = { of: copy, reason: 'The day was read wrongly.' };
  const corrected = unwrap(await first.store.state('paper-record', { ...particularsOf(right), corrects }));
  expect(first.store.dossierOf(ea._id)).toMatchObject({
    exports: [{ endorsement: corrected._id, receivedOn: '2026-11-29' }],
    timeline: expect.arrayContaining([copy, corrected._id])
  });
});

test('the partner receives the earlier records when it joins', async () => {
  await provisionCountry(world.rig.engine, NZ);
  const held = world.rig.engine.open('country-nz');
  let ids: string[] = [];
  while (![record, ea, declaration].every(({ _id }) => ids.includes(_id))) {
    const { rows } = await held.allDocs({ startkey: 'act:', endkey: 'act:\uffff' });
    ids = rows.map(({ id }) => id);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(ids).toEqual(expect.arrayContaining([record._id, ea._id, declaration._id]));
});
