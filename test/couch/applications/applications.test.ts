/** Applications of companies through a real gateway: sent, waiting, taken, answered, followed, deleted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Applications } from '#couch/applications/applications.ts';
import { WaitingRoom } from '#couch/applications/waiting-room.ts';
import { CountryFiles } from '#couch/files/country-files.ts';
import { NumberRegister } from '#couch/database/registers.ts';
import { Standings } from '#couch/registration/standings.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { draftOfApplication } from '#lib/domain/application/application-state.ts';
import {
  applicationId,
  applicationNumber,
  type ApplicationId
} from '#lib/domain/application/application-id.ts';
import { MAX_ATTACHMENT_BYTES, type Submission } from '#lib/domain/application/application.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { WAITING_DAYS } from '#lib/domain/own-choices.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { aClosedTrade } from '../../samples/acts.ts';
import {
  aCode,
  anAttachment,
  aSubmission,
  OPEN_SETTING,
  sentAttachment
} from '../../samples/applications.ts';
import { aConfirmation, aList } from '../../samples/lists.ts';
import { aPicture, aScan } from '../../samples/scans.ts';
import { Client, NOW, openRig, type Answer, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

const AU = 'AU' as CountryCode;
const DAY = 86_400_000;
const HERE = '/api/applications/AU';
const WAITING = '/api/waiting-applications';

describeEngines('applications of companies', (open) => {
  let rig: Rig;
  let company: Client;
  let officer: Client;
  let seed = 0;

  beforeAll(async () => {
    const many = { requestsPerPerson: 1e6, requestsPerAddress: 1e6, requestsPerCountry: 1e6 };
    const anonymous = {
      applicationsPerAddress: 1e6,
      attachmentsPerAddress: 1e6,
      receiptCodesPerAddress: 1e6
    };
    rig = await openRig(open, { limits: { ...many, ...anonymous, publicFiguresPerAddress: 1e6 } });
    company = new Client(rig.address, '');
    officer = await rig.signIn('au.officer');
    await rig.engine.open('country-au').put(OPEN_SETTING as object);
  });
  afterAll(() => rig.drop());

  const newCode = (): ConfirmationCode => aCode(++seed);
  const idOf = (code: ConfirmationCode): ApplicationId => applicationId(AU, code);
  const codesOf = (answer: Answer): string[] =>
    ((answer.body as { problems?: { code: string }[] } | null)?.problems ?? []).map(({ code }) => code);
  const send = (code: ConfirmationCode, application: Submission = aSubmission(), path = HERE) =>
    company.ask('POST', path, { code, application });
  const status = (code: ConfirmationCode) => company.ask('POST', `${HERE}/status`, { code });
  const take = (...codes: ConfirmationCode[]) =>
    officer.ask('POST', `${WAITING}/take`, { ids: codes.map(idOf) });
  const stored = async (id: string, name = 'country-au'): Promise<object | null> =>
    rig.engine
      .open(name)
      .get(id)
      .catch(() => null);
  const write = (document: object) => rig.engine.open('country-au').put(document);
  const sweepAt = async (now: number): Promise<void> => {
    const { engine } = rig;
    const clock = (): number => now;
    const warn = (): void => undefined;
    const files = new CountryFiles({ engine, clock, warn });
    const standings = new Standings(engine);
    const numbers = new NumberRegister();
    await new Applications({ engine, clock, warn, files, standings, numbers, national: null }).sweep();
    await files.sweep();
    standings.close();
  };
  let events = 0;
  const wrote = (code: ConfirmationCode, event: object): Promise<unknown> =>
    write({
      _id: `${idOf(code)}:00000000-0000-4000-8000-${String(++events).padStart(12, '0')}`,
      schema: 1,
      at: new Date(NOW).toISOString(),
      by: 'A. Person',
      person: 'au.officer',
      ...event
    });

  test('a company reads before it begins whether the authority takes applications, its advice and its fee', async () => {
    const { advice, fee, targetDays } = OPEN_SETTING;
    expect((await company.ask('GET', HERE)).body).toEqual({
      ...{ isOpen: true, authority: null, listed: [], advice, fee, targetDays, at: null }
    });
    const closed = (await company.ask('GET', '/api/applications/CH')).body;
    expect(closed).toMatchObject({ isOpen: false, authority: null, fee: null, at: null });
    // A country that is not registered looks like one that takes none.
    expect((await company.ask('GET', '/api/applications/FR')).body).toEqual(closed);
    for (const path of ['/api/applications/CH', '/api/applications/FR']) {
      const refused = await send(newCode(), aSubmission(), path);
      expect([refused.status, codesOf(refused)]).toEqual([409, ['application.closed']]);
    }
    expect((await company.ask('GET', '/api/applications/XX')).status).toBe(400);
  });

  test('a country that is not open is named with its authority from INCB’s confirmed directory, without the address', async () => {
    const directory = aList('directory');
    const confirmation = aConfirmation([directory]);
    const tell = async (country: string) =>
      ((await company.ask('GET', `/api/applications/${country}`)).body as { listed: unknown }).listed;
    await rig.engine.open('reference').put(directory);
    expect(await tell('CH')).toEqual([]);
    await rig.engine.open('reference').put(confirmation);
    expect([await tell('CH'), await tell('FR')]).toEqual([['Swissmedic'], []]);
  });

  test('an application waits until an officer takes it, and its company follows it by its code', async () => {
    const code = newCode();
    const sent = await send(code);
    const at = new Date(NOW).toISOString();
    expect([sent.status, sent.body]).toEqual([201, { number: applicationNumber(AU, idOf(code)), at }]);
    expect((await status(code)).body).toMatchObject({ status: 'new', waiting: true, authorization: null });
    expect(await stored(idOf(code))).toBeNull();
    const told = (await officer.ask('GET', WAITING)).body as { applications: object[]; more: number };
    expect(told.applications).toContainEqual({
      id: idOf(code),
      number: applicationNumber(AU, idOf(code)),
      at,
      application: aSubmission()
    });
    expect((await take(code)).body).toEqual({ taken: [idOf(code)] });
    expect(await stored(idOf(code))).toMatchObject({ source: 'server', at, country: 'AU', ...aSubmission() });
    expect((await status(code)).body).toMatchObject({ status: 'new', waiting: false });
    // A second officer, or the same one after a lost answer.
    expect((await take(code)).body).toEqual({ taken: [idOf(code)] });
    expect(JSON.stringify((await officer.ask('GET', WAITING)).body)).not.toContain(idOf(code));
  });

  test('an application that is sent again stays one, and another text under its code is refused', async () => {
    const code = newCode();
    const first = await send(code);
    expect((await send(code)).body).toEqual(first.body);
    const other = await send(code, aSubmission({ remarks: 'Another text' }));
    expect([other.status, codesOf(other)]).toEqual([409, ['application.repeated']]);
    await take(code);
    expect((await send(code)).body).toEqual(first.body);
    expect(codesOf(await send(code, aSubmission({ remarks: 'Another text' })))).toEqual([
      'application.repeated'
    ]);
    expect(JSON.stringify((await officer.ask('GET', WAITING)).body)).not.toContain(idOf(code));
  });

  test('attachments arrive before or after the application and go with it into the country’s files', async () => {
    const code = newCode();
    const [bytes, later] = [aPicture(400_000, 11), aPicture(60, 12)];
    const [first, second] = [await aScan(bytes), await aScan(later)];
    const path = `${HERE}/attachments`;
    expect((await company.ask('PUT', path, sentAttachment(code, first, bytes))).status).toBe(204);
    await send(code, aSubmission({}, [anAttachment(first), anAttachment(second)]));
    await take(code);
    const read = (hash: string, piece: number) => officer.ask('GET', `/api/files/${hash}/${piece}`);
    expect((await read(first.scan.sha256, 2)).status).toBe(200);
    expect((await read(second.scan.sha256, 0)).status).toBe(404);
    expect((await company.ask('PUT', path, sentAttachment(code, second, later))).status).toBe(204);
    expect((await read(second.scan.sha256, 0)).status).toBe(200);
    const waiting = await rig.engine
      .open('applications')
      .allDocs({ startkey: 'piece:', endkey: 'piece:\ufff0' });
    expect(waiting.rows).toEqual([]);
    // Named by an application, they stay for as long as it does.
    await sweepAt(NOW + 40 * DAY);
    expect((await read(first.scan.sha256, 0)).status).toBe(200);
  });

  test('an attachment of two megabytes is taken, a larger one, another type or another content is refused', async () => {
    const path = `${HERE}/attachments`;
    const code = newCode();
    const whole = aPicture(MAX_ATTACHMENT_BYTES, 13);
    expect((await company.ask('PUT', path, sentAttachment(code, await aScan(whole), whole))).status).toBe(
      204
    );
    const large = aPicture(MAX_ATTACHMENT_BYTES + 40_000, 14);
    expect((await company.ask('PUT', path, sentAttachment(code, await aScan(large), large))).status).toBe(
      413
    );
    const page = new TextEncoder().encode(
      '<html><script>alert(1)</script></html>'
    ) as Uint8Array<ArrayBuffer>;
    for (const type of ['application/pdf', 'image/png'] as const) {
      const answer = await company.ask('PUT', path, sentAttachment(code, await aScan(page, type), page));
      expect(codesOf(answer)).toEqual(['application.attachment.type']);
    }
    const other = sentAttachment(code, await aScan(whole), aPicture(60, 15));
    expect(codesOf(await company.ask('PUT', path, other))).toEqual(['application.attachment.damaged']);
    await send(code);
    const unnamed = aPicture(60, 16);
    const sent = await company.ask('PUT', path, sentAttachment(code, await aScan(unnamed), unnamed));
    expect([sent.status, codesOf(sent)]).toEqual([409, ['application.attachment.unnamed']]);
  });

  test('an officer’s question is answered once, with a changed form and an attachment, and only if it is open', async () => {
    const code = newCode();
    await send(code);
    const answer = (text: string, more: object = {}) =>
      company.ask('POST', `${HERE}/answer`, { code, text, ...more });
    expect(codesOf(await answer('Nobody asked'))).toEqual(['application.noQuestion']);
    await take(code);
    // The clock of that device is some hours ahead.
    await wrote(code, { kind: 'question', text: 'Which port?', at: new Date(NOW + 7_200_000).toISOString() });
    expect((await status(code)).body).toMatchObject({ status: 'question', question: 'Which port?' });
    const bytes = aPicture(60, 17);
    const scan = await aScan(bytes);
    expect((await company.ask('PUT', `${HERE}/attachments`, sentAttachment(code, scan, bytes))).status).toBe(
      204
    );
    const more = { form: aSubmission({ portOfEntry: 'Darwin' }).form, attachments: [anAttachment(scan)] };
    const answered = await answer('Darwin', more);
    expect(answered.body).toMatchObject({ status: 'review', question: null, waiting: false });
    expect((await officer.ask('GET', `/api/files/${scan.scan.sha256}/0`)).status).toBe(200);
    // The answer to the first was lost on the way.
    expect((await answer('Darwin', more)).body).toEqual(answered.body);
    expect(codesOf(await answer('Sydney'))).toEqual(['application.noQuestion']);
    const { rows } = await rig.engine
      .open('country-au')
      .allDocs({ startkey: idOf(code), endkey: `${idOf(code)}\ufff0`, include_docs: true });
    expect(rows.filter(({ doc }) => (doc as { kind?: string }).kind === 'answer')).toHaveLength(1);
  });

  test('a company withdraws what waits, what was taken, and not what is decided', async () => {
    const withdraw = (code: ConfirmationCode) =>
      company.ask('POST', `${HERE}/withdraw`, { code, reason: 'Ordered elsewhere' });
    const [waits, taken, refused] = [newCode(), newCode(), newCode()];
    for (const code of [waits, taken, refused]) await send(code);
    expect((await withdraw(waits)).body).toMatchObject({ status: 'withdrawn', waiting: true });
    expect((await take(waits)).body).toEqual({ taken: [] });
    await take(taken, refused);
    expect((await withdraw(taken)).body).toMatchObject({ status: 'withdrawn', waiting: false });
    expect((await withdraw(taken)).status).toBe(200);
    await wrote(refused, { kind: 'refused', reason: 'No licence' });
    const late = await withdraw(refused);
    expect([late.status, codesOf(late)]).toEqual([409, ['application.finished']]);
    expect((await status(refused)).body).toMatchObject({ status: 'refused', reason: 'No licence' });
  });

  test('a discarded application leaves no text, and its company reads the reason', async () => {
    const code = newCode();
    await send(code, aSubmission({ remarks: 'Buy cheap watches' }));
    const reason = 'This is not an application.';
    const told = await officer.ask('POST', `${WAITING}/discard`, { ids: [idOf(code)], reason });
    expect(told.body).toEqual({ discarded: [idOf(code)] });
    expect((await status(code)).body).toMatchObject({ status: 'refused', reason, waiting: true });
    const { rows } = await rig.engine.open('applications').allDocs({ include_docs: true });
    expect(JSON.stringify(rows)).not.toContain('cheap watches');
    // Sent again, it does not come back.
    expect((await send(code, aSubmission({ remarks: 'Buy cheap watches' }))).status).toBe(201);
    expect((await take(code)).body).toEqual({ taken: [] });
  });

  test('a wrong code, another country’s code and a code of nobody get the same answer', async () => {
    const code = newCode();
    await send(code);
    const asked = [
      await company.ask('POST', '/api/applications/CH/status', { code }),
      await company.ask('POST', '/api/applications/FR/status', { code }),
      await status(newCode())
    ];
    for (const { status: number, body } of asked) expect([number, body]).toEqual([404, asked[0]?.body]);
    expect(codesOf(asked[0] as Answer)).toEqual(['application.unknown']);
    expect(codesOf(await status('7K2M' as ConfirmationCode))).toEqual(['application.code.malformed']);
    const mistyped = (code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')) as ConfirmationCode;
    expect(codesOf(await status(mistyped))).toEqual(['application.code.mistyped']);
  });

  test('the company sees of its authorization what was shipped and endorsed, found by its draft', async () => {
    const code = newCode();
    await send(code);
    await take(code);
    const application = (await stored(idOf(code))) as Parameters<typeof draftOfApplication>[0];
    const [imported, ...later] = aClosedTrade();
    const body = { ...imported!.body, draft: draftOfApplication(application) };
    const issued = await signBody(body as never, rig.keys.auOfficer);
    await write(issued);
    expect((await status(code)).body).toMatchObject({
      status: 'authorized',
      authorization: { number: (issued.body as { number: string }).number, shippedOn: null }
    });
    expect(later.length).toBeGreaterThan(0);
  });

  test('a country with its own server takes applications only there', async () => {
    const at = new Date(NOW).toISOString();
    const standing = { schema: 1, country: 'CH', state: 'registered', registeredAt: at, since: at, by: 'x' };
    const incb = rig.engine.open('incb');
    await incb.put({ _id: 'standing:CH', ...standing, ownServer: true } as object);
    await rig.engine.open('country-ch').put({ ...OPEN_SETTING } as object);
    const path = '/api/applications/CH';
    expect((await company.ask('GET', path)).body).toMatchObject({ isOpen: false, at: 'own-server' });
    const code = newCode();
    for (const answer of [
      await send(code, aSubmission(), path),
      await company.ask('POST', `${path}/status`, { code }),
      await company.ask(
        'PUT',
        `${path}/attachments`,
        sentAttachment(code, await aScan(aPicture(60)), aPicture(60))
      )
    ])
      expect([answer.status, codesOf(answer)]).toEqual([409, ['application.ownServer']]);
  });

  describe('deletion', () => {
    test('what no officer took is deleted after the days that are stated, and what waits stays', async () => {
      const code = newCode();
      await send(code);
      await sweepAt(NOW + (WAITING_DAYS - 1) * DAY);
      expect((await status(code)).status).toBe(200);
      await sweepAt(NOW + (WAITING_DAYS + 1) * DAY);
      expect((await status(code)).status).toBe(404);
    });

    test('a finished application, its events and its attachments are deleted when its country’s months are over', async () => {
      const [finished, underWay] = [newCode(), newCode()];
      const bytes = aPicture(60, 21);
      const scan = await aScan(bytes);
      const words = 'Only for this application';
      await company.ask('PUT', `${HERE}/attachments`, sentAttachment(finished, scan, bytes));
      await send(finished, aSubmission({ remarks: words }, [anAttachment(scan)]));
      await send(underWay);
      await take(finished, underWay);
      await wrote(finished, { kind: 'refused', reason: 'No licence' });
      const held = (await stored(idOf(finished))) as { _rev: string };
      const read = () => officer.ask('GET', `/api/files/${scan.scan.sha256}/0`);
      await sweepAt(NOW + 364 * DAY);
      expect([(await status(finished)).status, (await read()).status]).toEqual([200, 200]);
      await sweepAt(NOW + 367 * DAY);
      expect([(await status(finished)).status, (await read()).status]).toEqual([404, 404]);
      expect((await status(underWay)).status).toBe(200);
      const changes = await rig.engine.open('country-au').changes({ include_docs: true });
      const gone = changes.results.filter(({ id }) => id.startsWith(idOf(finished)));
      expect(gone).toHaveLength(2);
      for (const { doc, deleted } of gone)
        expect([deleted, Object.keys(doc ?? {}).sort()]).toEqual([true, ['_deleted', '_id', '_rev']]);
      expect(JSON.stringify(changes)).not.toContain(words);
      // The embedded engine has dropped the old revision; CouchDB continues after its answer.
      if (rig.engine.kind === 'embedded')
        await expect(rig.engine.open('country-au').get(idOf(finished), { rev: held._rev })).rejects.toThrow();
      // The code of a deleted application opens nothing again.
      expect(codesOf(await send(finished))).toEqual(['application.repeated']);
    });
  });

  test('an interrupted taking is finished by the next one, and loses neither text nor attachment', async () => {
    const code = newCode();
    const bytes = aPicture(60, 31);
    const scan = await aScan(bytes);
    await company.ask('PUT', `${HERE}/attachments`, sentAttachment(code, scan, bytes));
    await send(code, aSubmission({}, [anAttachment(scan)]));
    // Stopped after the document was written and before the waiting one was deleted.
    const room = new WaitingRoom(rig.engine, { applications: 9, bytes: 1e6 });
    const waiting = await room.read(AU, idOf(code));
    await write({
      _id: idOf(code),
      schema: 1,
      country: 'AU',
      at: waiting!.at,
      source: 'server',
      ...waiting!.application
    });
    expect((await status(code)).body).toMatchObject({ waiting: false });
    expect((await take(code)).body).toEqual({ taken: [idOf(code)] });
    expect(await room.read(AU, idOf(code))).toBeNull();
    expect((await officer.ask('GET', `/api/files/${scan.scan.sha256}/0`)).status).toBe(200);
  });

  test('an application withdrawn while another gateway took it is withdrawn in the country’s database', async () => {
    const code = newCode();
    await send(code);
    const waiting = await new WaitingRoom(rig.engine, { applications: 9, bytes: 1e6 }).read(AU, idOf(code));
    await write({
      _id: idOf(code),
      schema: 1,
      country: 'AU',
      at: waiting!.at,
      source: 'server',
      ...waiting!.application
    });
    // This gateway still holds it as waiting, and its company withdraws.
    await company.ask('POST', `${HERE}/withdraw`, { code, reason: '' });
    expect((await status(code)).body).toMatchObject({ status: 'withdrawn', waiting: false });
    await take(code);
    expect((await status(code)).body).toMatchObject({ status: 'withdrawn', waiting: false });
  });

  test('a country’s room at the server has an end, and a discarded application gives it back', async () => {
    const { engine } = rig;
    const standings = new Standings(engine);
    const small = new Applications({
      engine,
      standings,
      clock: () => NOW,
      warn: () => undefined,
      files: new CountryFiles({ engine, clock: () => NOW, warn: () => undefined }),
      numbers: new NumberRegister(),
      national: null,
      room: { applications: (await officer.ask('GET', WAITING).then(countWaiting)) + 1, bytes: 200_000 }
    });
    const [first, second] = [newCode(), newCode()];
    expect((await small.submit(AU, idOf(first), aSubmission())).ok).toBe(true);
    expect(await small.submit(AU, idOf(second), aSubmission())).toMatchObject({
      problems: [{ code: 'application.waiting.full' }]
    });
    await small.discard(AU, [idOf(first)], { reason: 'Twice', by: { id: 'au.officer', name: 'A. Person' } });
    const bytes = aPicture(200_000, 41);
    const sent = {
      sha256: (await aScan(bytes)).scan.sha256,
      type: 'image/png',
      bytes: Buffer.from(bytes)
    } as const;
    expect(await small.attach(AU, idOf(second), sent)).toMatchObject({
      problems: [{ code: 'application.waiting.full' }]
    });
    standings.close();
  });
});

function countWaiting({ body }: Answer): number {
  const { applications, more } = body as { applications: object[]; more: number };
  return applications.length + more;
}
