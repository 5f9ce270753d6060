/** Accounts of companies through a real gateway: invited, applying, seeing their own, announcing, deleted when due. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Applications } from '#couch/applications/applications.ts';
import { CountryFiles } from '#couch/files/country-files.ts';
import { NumberRegister } from '#couch/database/registers.ts';
import { DuePersons } from '#couch/registration/due-persons.ts';
import { Standings } from '#couch/registration/standings.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { applicationId, type ApplicationId } from '#lib/domain/application/application-id.ts';
import { draftOfApplication } from '#lib/domain/application/application-state.ts';
import {
  COMPANY_APPLICATION,
  COMPANY_APPLICATIONS,
  COMPANY_PAGE,
  COMPANY_AUTHORIZATIONS,
  COMPANY_DESK,
  COMPANY_FORM,
  type CompanyApplication
} from '#lib/domain/application/company-desk.ts';
import { SHIPMENT_PREFIX } from '#lib/domain/company/announced-shipment.ts';
import {
  COMPANY_AUTHORIZATION,
  type CompanyAuthorization
} from '#lib/domain/company/visible-authorization.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { MAX_WAITING_OF_COMPANY } from '#lib/domain/own-choices.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { parseShape, type Check } from '#lib/domain/shape/shape.ts';
import { anExportAuthorization, anImportAuthorization } from '../../samples/acts.ts';
import {
  aCode,
  anAttachment,
  aSubmission,
  OPEN_SETTING,
  sentAttachment
} from '../../samples/applications.ts';
import { aCompany } from '../../samples/companies.ts';
import { aPicture, aScan } from '../../samples/scans.ts';
import { addCompanyPerson, halfSignedIn, signInCompany } from '../company-account.ts';
import { WIDE } from '../gateway/actors.ts';
import { aPerson, Client, NOW, openRig, PASSWORD, type Answer, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

const [AU, DAY] = ['AU' as CountryCode, 86_400_000];
const APPLICATIONS = '/api/company/applications';
const AUTHORIZATIONS = '/api/company/authorizations';
const SHIPMENTS = '/api/company/shipments';

describeEngines('accounts of companies', (open) => {
  let rig: Rig;
  let officer: Client;
  let administrator: Client;
  let submits: Client;
  let prepares: Client;
  let other: Client;
  let seed = 1000;
  const own = aCompany(1, { name: 'Southern Hospital Supplies', quotas: [] });
  const rival = aCompany(2, { name: 'Rival Trading' });

  const write = (document: object) => rig.engine.open('country-au').put(document);
  const change = async (id: string, over: object): Promise<void> => {
    const database = rig.engine.open('country-au');
    await database.put({ ...(await database.get(id)), ...over });
  };
  const codesOf = (answer: Answer): string[] =>
    ((answer.body as { problems?: { code: string }[] } | null)?.problems ?? []).map(({ code }) => code);
  const newCode = (): ConfirmationCode => aCode(++seed);
  const idOf = (code: ConfirmationCode): ApplicationId => applicationId(AU, code);
  const send = (by: Client, code = newCode(), application = aSubmission()) =>
    by.ask('POST', APPLICATIONS, { code, application });
  const list = async (by: Client, query = ''): Promise<readonly CompanyApplication[]> =>
    (await read(COMPANY_APPLICATIONS, by, APPLICATIONS + query)).applications;
  const authorizations = async (by: Client): Promise<readonly CompanyAuthorization[]> =>
    (await read(COMPANY_AUTHORIZATIONS, by, AUTHORIZATIONS)).authorizations;

  async function read<T>(shape: Check<T>, by: Client, path: string): Promise<T> {
    const answer = await by.ask('GET', path);
    expect([path, answer.status, codesOf(answer)]).toEqual([path, 200, []]);
    const parsed = parseShape(shape, answer.body);
    expect(parsed).toMatchObject({ ok: true });
    return answer.body as T;
  }

  beforeAll(async () => {
    rig = await openRig(open, { limits: { ...WIDE } });
    for (const document of [{ ...OPEN_SETTING, hasCompanyAccounts: true }, own, rival]) await write(document);
    [officer, administrator] = [await rig.signIn('au.officer'), await rig.signIn('au.administrator')];
    await addCompanyPerson(rig, 'au.submits', { company: own._id, mayApply: 'submit' });
    await addCompanyPerson(rig, 'au.prepares', { company: own._id, mayApply: 'prepare' });
    await addCompanyPerson(rig, 'au.rival', { company: rival._id, mayApply: 'submit' });
    submits = await signInCompany(rig, 'au.submits');
    prepares = await signInCompany(rig, 'au.prepares');
    other = await signInCompany(rig, 'au.rival');
  });
  afterAll(() => rig.drop());

  test('an administrator invites a person of an active company of the register, and of no other', async () => {
    const invite = (over: object) =>
      administrator.ask('POST', '/api/invitations', {
        ...{ role: 'company', name: 'R. Lane', function: 'Pharmacist', email: 'lane@southern.example' },
        ...over
      });
    const forCompany = { company: own._id, mayApply: 'submit' };
    const invited = await invite(forCompany);
    expect(invited.status).toBe(201);
    const open = (await administrator.ask('GET', '/api/invitations')).body;
    expect(open).toContainEqual(expect.objectContaining({ role: 'company', ...forCompany }));
    const { token } = invited.body as { token: string };
    const accepted = await new Client(rig.address, '').ask('POST', '/api/invitations/accept', {
      ...{ token, person: 'au.lane', password: PASSWORD }
    });
    expect(accepted.status).toBe(201);
    const people = (await administrator.ask('GET', '/api/people')).body;
    expect(people).toContainEqual(expect.objectContaining({ id: 'au.lane', role: 'company', ...forCompany }));
    for (const [over, code] of [
      [{}, 'account.company.missing'],
      [{ company: own._id }, 'account.company.missing'],
      [{ ...forCompany, mayApply: 'sign' }, 'account.company.missing'],
      [{ ...forCompany, role: 'reader' }, 'account.company.missing'],
      [{ ...forCompany, company: aCompany(99)._id }, 'account.company.unknown'],
      [{ ...forCompany, company: 7 }, 'account.company.unknown']
    ] as const)
      expect(codesOf(await invite(over))).toEqual([code]);
    const byOfficer = await officer.ask('POST', '/api/invitations', { role: 'company', ...forCompany });
    expect(byOfficer.status).toBe(403);
  });

  test('an account of a company never becomes another one, and its administrator says how far it goes', async () => {
    const patch = (person: string, body: object) => administrator.ask('PATCH', `/api/people/${person}`, body);
    expect(codesOf(await patch('au.lane', { role: 'officer' }))).toEqual(['people.role.company']);
    expect(codesOf(await patch('au.officer', { role: 'company' }))).toEqual(['people.role.company']);
    expect(codesOf(await patch('au.officer', { mayApply: 'submit' }))).toEqual(['account.company.missing']);
    expect((await patch('au.submits', { mayApply: 'prepare' })).status).toBe(200);
    expect(codesOf(await send(submits))).toEqual(['company.submit.forbidden']);
    expect((await patch('au.submits', { mayApply: 'submit' })).status).toBe(200);
    expect((await send(submits)).status).toBe(201);
  });

  test('before a second factor nothing is shown but its enrolment', async () => {
    const half = await halfSignedIn(rig, 'au.lane');
    for (const path of ['/api/company', APPLICATIONS, AUTHORIZATIONS])
      expect(codesOf(await half.ask('GET', path))).toEqual(['session.enrolFirst']);
  });

  test('a company sees itself, its licences, and how the authority takes applications', async () => {
    const desk = await read(COMPANY_DESK, prepares, '/api/company');
    expect(desk).toMatchObject({
      authority: { country: 'AU' },
      company: { id: own._id, name: own.name, address: own.address, country: 'AU' },
      mayApply: 'prepare',
      licences: [{ number: 'L-0012', conditions: null }],
      isOpen: true,
      targetDays: OPEN_SETTING.targetDays
    });
    const session = (await submits.ask('GET', '/api/session')).body;
    expect(session).toMatchObject({
      person: { role: 'company', company: own._id, mayApply: 'submit' },
      databases: { country: null, reference: null }
    });
  });

  test('an account opens no database and no route of the authority, only its own account', async () => {
    for (const name of [
      'country-au',
      'country-ch',
      'reference',
      'incb',
      'training',
      'applications',
      'accounts'
    ])
      for (const path of [`/db/${name}`, `/db/${name}/_changes`])
        expect([path, (await submits.ask('GET', path)).status]).toEqual([path, 404]);
    const open = ROUTES.filter((one) => one.who === 'signed-in' && one.right === undefined);
    const ofAccount =
      /^\/api\/(?:sessions?|second-factors|password|policy|devices\/report|training\/(?:progress|certificate))\b/;
    expect(open.map(({ path }) => path).filter((path) => !ofAccount.test(path))).toEqual([]);
    for (const one of ROUTES.filter((route) => route.who === 'signed-in' && route.right !== undefined)) {
      const isOwn = 'right' in one && one.right === 'apply';
      const path = one.path.replace(/:\w+/g, 'x');
      const { status } = await submits.ask(one.method, path, one.method === 'GET' ? undefined : {});
      expect([one.method, one.path, status === 403]).toEqual([one.method, one.path, !isOwn]);
    }
  });

  test('name and address are the register’s, whatever was sent, and the account is named', async () => {
    const code = newCode();
    const forged = aSubmission({
      importerName: 'Rival Trading',
      importerAddress: '1 Elsewhere',
      importerLicence: 'L-9'
    });
    const sent = await send(submits, code, forged);
    expect([sent.status, sent.body]).toMatchObject([201, { id: idOf(code) }]);
    await officer.ask('POST', '/api/waiting-applications/take', { ids: [idOf(code)] });
    const held = await rig.engine.open('country-au').get<{ form: { fields: object } }>(idOf(code));
    expect(held).toMatchObject({ company: own._id, person: 'au.submits', source: 'server' });
    expect(held.form.fields).toMatchObject({ importerName: own.name, importerAddress: own.address });
    expect(held.form.fields).not.toHaveProperty('importerLicence');
  });

  test('both people of a company see what it sent, waiting and taken, and nobody of another company', async () => {
    const [waiting, taken] = [newCode(), newCode()];
    for (const code of [waiting, taken]) await send(submits, code);
    await officer.ask('POST', '/api/waiting-applications/take', { ids: [idOf(taken)] });
    for (const by of [submits, prepares]) {
      const rows = await list(by);
      expect(rows.find(({ id }) => id === idOf(waiting))).toMatchObject({
        waiting: true,
        of: 'import-authorization'
      });
      expect(rows.find(({ id }) => id === idOf(taken))).toMatchObject({ waiting: false, status: 'new' });
      for (const id of [idOf(waiting), idOf(taken)])
        expect(await read(COMPANY_APPLICATION, by, `${APPLICATIONS}/${id}`)).toEqual(
          rows.find((one) => one.id === id)
        );
    }
    for (const id of [idOf(waiting), idOf(taken), idOf(newCode()), 'x']) {
      const refused = await other.ask('GET', `${APPLICATIONS}/${id}`);
      expect([refused.status, codesOf(refused)]).toEqual([404, ['application.unknown']]);
    }
    expect(JSON.stringify(await list(other))).not.toContain(idOf(taken));
    for (const id of [idOf(waiting), idOf(taken), idOf(newCode()), 'application:x', null, { $ne: '' }])
      for (const to of ['answer', 'withdraw']) {
        const body = { id, ...(to === 'answer' ? { text: 'A guess' } : { reason: '' }) };
        const refused = await other.ask('POST', `${APPLICATIONS}/${to}`, body);
        expect([refused.status, codesOf(refused)]).toEqual([404, ['application.unknown']]);
      }
    expect((await list(submits)).find(({ id }) => id === idOf(waiting))?.status).toBe('new');
  });

  test('the list comes in pages, newest first, each application once', async () => {
    for (let at = 0; at < 5; at++) {
      rig.clock.now += 1000;
      await send(other);
    }
    const seen: string[] = [];
    let before: string | null = '';
    while (before !== null) {
      const query: string = `?limit=2${before ? `&before=${encodeURIComponent(before)}` : ''}`;
      const page = await read(COMPANY_APPLICATIONS, other, APPLICATIONS + query);
      expect(page.applications.length).toBeLessThanOrEqual(2);
      seen.push(...page.applications.map(({ at, id }) => `${at} ${id}`));
      before = page.more;
    }
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect(seen.length).toBe(5);
    for (const query of [
      '?limit=0',
      '?limit=51',
      '?limit=x',
      '?before=a&before=b',
      '?other=1',
      `?before=${'x'.repeat(300)}`
    ])
      expect((await other.ask('GET', APPLICATIONS + query)).status).toBe(400);
  });

  test('the overview says what waits for the company, however many applications are newer', async () => {
    const [asked, billed] = [newCode(), newCode()];
    for (const code of [asked, billed]) await send(submits, code);
    await officer.ask('POST', '/api/waiting-applications/take', { ids: [asked, billed].map(idOf) });
    const event = (code: ConfirmationCode, over: object, at = NOW) =>
      write({
        _id: `${idOf(code)}:${globalThis.crypto.randomUUID()}`,
        ...{ schema: 1, at: new Date(at).toISOString(), by: 'A. Person', person: 'au.officer', ...over }
      });
    const waiting = async (by = prepares) => (await read(COMPANY_DESK, by, '/api/company')).asked;
    await event(asked, { kind: 'question', text: 'Which port?' });
    const fee = { kind: 'fee', amount: '50 AUD', reference: 'R-1' };
    await event(billed, { ...fee, isPaid: false });
    for (let at = 0; at < COMPANY_PAGE.usual; at++) {
      rig.clock.now += 1000;
      await send(submits);
    }
    expect((await list(prepares)).some(({ id }) => id === idOf(asked))).toBe(false);
    const row = { id: idOf(asked), status: 'question', isUnpaid: false };
    expect(await waiting()).toHaveLength(2);
    expect(await waiting()).toContainEqual(expect.objectContaining(row));
    expect(await waiting(other)).toEqual([]);
    await event(billed, { ...fee, isPaid: true }, NOW + 1);
    expect((await submits.ask('POST', `${APPLICATIONS}/answer`, { id: idOf(asked), text: 'B' })).status).toBe(
      200
    );
    expect(await waiting()).toEqual([]);
  });

  test('a question is answered by a person who submits, in their own name, with an attachment', async () => {
    const code = newCode();
    await send(submits, code);
    await officer.ask('POST', '/api/waiting-applications/take', { ids: [idOf(code)] });
    const at = new Date(rig.clock.now).toISOString();
    const question = {
      schema: 1,
      at,
      by: 'A. Person',
      person: 'au.officer',
      kind: 'question',
      text: 'Which ward?'
    };
    await write({ _id: `${idOf(code)}:00000000-0000-4000-8000-000000000001`, ...question });
    const picture = await aScan(aPicture(71));
    const { code: _code, ...sent } = sentAttachment(code, picture, aPicture(71)) as { code: string };
    const body = { id: idOf(code), text: 'Ward 3', attachments: [anAttachment(picture)] };
    for (const [by, status] of [
      [prepares, 403],
      [other, 404],
      [submits, 204]
    ] as const)
      expect((await by.ask('PUT', `${APPLICATIONS}/attachments`, { id: idOf(code), ...sent })).status).toBe(
        status
      );
    expect(codesOf(await prepares.ask('POST', `${APPLICATIONS}/answer`, body))).toEqual([
      'company.submit.forbidden'
    ]);
    const answered = await submits.ask('POST', `${APPLICATIONS}/answer`, body);
    expect(answered).toMatchObject({
      status: 200,
      body: { id: idOf(code), status: 'review', question: null }
    });
    const { rows } = await rig.engine.open('country-au').allDocs({
      startkey: `${idOf(code)}:`,
      endkey: `${idOf(code)}:\uffff`,
      include_docs: true
    });
    expect(rows.map(({ doc }) => doc)).toContainEqual(
      expect.objectContaining({ kind: 'answer', person: 'au.submits', by: 'A. Person', text: 'Ward 3' })
    );
  });

  test('a refusal before an officer took it stays in the list, without its content', async () => {
    const code = newCode();
    await send(submits, code);
    const body = { ids: [idOf(code)], reason: 'Sent twice' };
    await officer.ask('POST', '/api/waiting-applications/discard', body);
    expect((await list(prepares, '?limit=50')).find(({ id }) => id === idOf(code))).toMatchObject({
      ...{ status: 'refused', reason: 'Sent twice', of: null, form: null }
    });
  });

  test('one company’s waiting applications leave room for the others', async () => {
    await addCompanyPerson(rig, 'au.flood', { company: rival._id, mayApply: 'submit' });
    const codes: string[] = [];
    for (let at = 0; at < MAX_WAITING_OF_COMPANY + 3; at++) codes.push(...codesOf(await send(other)));
    expect(new Set(codes)).toEqual(new Set(['application.waiting.full']));
    expect((await send(submits)).status).toBe(201);
  });

  describe('authorizations', () => {
    let imported: ActOf<'import-authorization'>;
    let exported: ActOf<'export-authorization'>;
    let foreign: ActOf<'export-authorization'>;

    beforeAll(async () => {
      const code = newCode();
      await send(submits, code);
      await officer.ask('POST', '/api/waiting-applications/take', { ids: [idOf(code)] });
      const held = await rig.engine
        .open('country-au')
        .get<Parameters<typeof draftOfApplication>[0]>(idOf(code));
      const importer = { name: own.name, address: own.address, country: 'AU' };
      const body = { ...anImportAuthorization().body, importer, draft: draftOfApplication(held) };
      imported = (await signBody(body as never, rig.keys.auOfficer)) as typeof imported;
      const ch = anImportAuthorization({
        over: { issuer: 'CH', exportingCountry: 'AU', number: 'CH-I-2026-000011-30' }
      });
      const exportBody = (name: string, number: string): object => ({
        ...anExportAuthorization(ch, { over: { number } }).body,
        exporter: { name, address: name === own.name ? own.address : rival.address, country: 'AU' },
        validFrom: '2026-11-01',
        validUntil: '2027-01-31'
      });
      exported = (await signBody(
        exportBody(own.name, 'AU-E-2026-000021-92') as never,
        rig.keys.auOfficer
      )) as typeof exported;
      foreign = (await signBody(
        exportBody(rival.name, 'AU-E-2026-000022-89') as never,
        rig.keys.auOfficer
      )) as typeof foreign;
      for (const act of [imported, exported, foreign]) await write(act);
    });

    test('a company sees those that name it, with the application that it came from', async () => {
      const rows = await authorizations(prepares);
      expect(rows.map(({ number }) => number).sort()).toEqual(
        [exported.body.number, imported.body.number].sort()
      );
      expect(rows.find(({ id }) => id === imported._id)?.application).toMatch(/^application:/);
      expect((await authorizations(other)).map(({ id }) => id)).toEqual([foreign._id]);
    });

    test('two companies of one name see nothing that could be the other’s', async () => {
      await write(aCompany(3, { name: own.name, address: 'Another place', licences: [] }));
      const unclear = {
        ...exported.body,
        exporter: { name: own.name, address: 'A third place' },
        number: 'AU-E-2026-000023-86'
      };
      const act = await signBody(unclear as never, rig.keys.auOfficer);
      await write(act);
      expect(JSON.stringify(await authorizations(submits))).not.toContain(act._id);
      expect((await authorizations(submits)).length).toBe(2);
    });

    test('the form has the signed act and the certificates behind its signature, for its own company only', async () => {
      const form = await read(COMPANY_FORM, prepares, `${AUTHORIZATIONS}/${imported._id}/form`);
      expect(form.act.body).toEqual(imported.body);
      expect(form.certificates.map(({ body }) => body.holder.person)).toEqual([
        'au.administrator',
        'au.officer'
      ]);
      for (const id of [foreign._id, 'act:x', own._id])
        for (const by of [submits, prepares]) {
          for (const part of ['', '/form']) {
            const refused = await by.ask('GET', `${AUTHORIZATIONS}/${id}${part}`);
            expect([refused.status, codesOf(refused)]).toEqual([404, ['company.authorization.unknown']]);
          }
        }
      const rows = await authorizations(prepares);
      expect(await read(COMPANY_AUTHORIZATION, prepares, `${AUTHORIZATIONS}/${imported._id}`)).toEqual(
        rows.find(({ id }) => id === imported._id)
      );
    });

    test('a shipment is announced once, officers see it, and nothing counts it', async () => {
      const [line] = exported.body.lines;
      const given = {
        authorization: exported._id,
        date: '2026-12-01',
        quantities: [{ no: 1, quantity: Number(line!.stated) }],
        transport: 'QF 9, AWB 081-00000000'
      };
      const first = await submits.ask('POST', SHIPMENTS, given);
      expect([first.status, codesOf(first)]).toEqual([201, []]);
      expect(parseShape(COMPANY_AUTHORIZATION, first.body).ok).toBe(true);
      expect((await submits.ask('POST', SHIPMENTS, given)).body).toEqual(first.body);
      const [before] = (await authorizations(prepares)).filter(({ id }) => id === exported._id);
      expect(before).toMatchObject({ announced: [{ date: '2026-12-01' }], state: 'valid' });
      expect(before?.lines[0]).toMatchObject({ shipped: 0, remaining: Number(line!.stated) });
      const changes = (await officer.ask('GET', '/db/country-au/_changes?since=0')).body as {
        results: { id: string }[];
      };
      expect(changes.results.filter(({ id }) => id.startsWith(SHIPMENT_PREFIX)).length).toBe(1);
      for (const [over, code] of [
        [{ authorization: foreign._id }, 'company.authorization.unknown'],
        [{ authorization: imported._id }, 'company.shipment.import'],
        [{ date: '2027-02-01' }, 'company.shipment.date'],
        [{ quantities: [{ no: 9, quantity: 1 }] }, 'company.shipment.line'],
        [{ quantities: [{ no: 1, quantity: Number(line!.stated) + 1 }] }, 'company.shipment.more']
      ] as const)
        expect(codesOf(await submits.ask('POST', SHIPMENTS, { ...given, ...over }))).toEqual([code]);
      expect(codesOf(await prepares.ask('POST', SHIPMENTS, given))).toEqual(['company.submit.forbidden']);
    });

    test('no device writes an announced shipment, changes one or deletes one', async () => {
      const document = {
        ...{ _id: `${SHIPMENT_PREFIX}00000000-0000-4000-8000-000000000009`, schema: 1 },
        ...{ at: new Date(NOW).toISOString(), by: 'R. Lane', person: 'au.submits', company: own._id },
        ...{
          authorization: exported._id,
          date: '2026-12-01',
          quantities: [{ no: 1, quantity: 1 }],
          transport: ''
        }
      };
      for (const by of [officer, administrator])
        expect(await by.push('country-au', [document])).toEqual({
          [document._id]: ['door.document.notYours']
        });
    });
  });

  describe('access ends', () => {
    test('at once with the setting, and neither sign-in nor invitation is possible then', async () => {
      await change(OPEN_SETTING._id, { hasCompanyAccounts: false });
      expect(codesOf(await submits.ask('GET', '/api/company'))).toEqual(['company.accounts.closed']);
      expect(codesOf(await send(submits))).toEqual(['company.accounts.closed']);
      const signIn = { person: 'au.lane', password: PASSWORD };
      const refused = await new Client(rig.address, '').ask('POST', '/api/session', signIn);
      expect([refused.status, codesOf(refused)]).toEqual([403, ['company.accounts.closed']]);
      const invited = await administrator.ask('POST', '/api/invitations', {
        ...{
          role: 'company',
          name: 'R. Lane',
          function: 'X',
          email: 'a@b.example',
          company: own._id,
          mayApply: 'submit'
        }
      });
      expect([invited.status, codesOf(invited)]).toEqual([403, ['company.accounts.closed']]);
      await change(OPEN_SETTING._id, { hasCompanyAccounts: true });
      expect((await submits.ask('GET', '/api/company')).status).toBe(200);
    });

    test('a suspended company reads and sends nothing; an ended one sees nothing', async () => {
      const history = [
        { status: 'active', on: '2026-01-05' },
        { status: 'suspended', on: '2026-11-20', reason: 'Audit' }
      ];
      await change(own._id, { history });
      expect((await read(COMPANY_DESK, submits, '/api/company')).isOpen).toBe(false);
      expect(codesOf(await send(submits))).toEqual(['company.suspended']);
      await change(own._id, {
        history: [...history, { status: 'ended', on: '2026-11-21', reason: 'Closed' }]
      });
      for (const path of ['/api/company', APPLICATIONS, AUTHORIZATIONS])
        expect(codesOf(await submits.ask('GET', path))).toEqual(['company.account.ended']);
      await change(own._id, { history: history.slice(0, 1) });
    });

    test('a merged company’s people go on for the company that is left, and see what both sent', async () => {
      const gone = aCompany(4, { name: 'Old Hospital Supplies' });
      await write(gone);
      await addCompanyPerson(rig, 'au.old', { company: gone._id, mayApply: 'submit' });
      const old = await signInCompany(rig, 'au.old');
      const code = newCode();
      await send(old, code);
      await change(gone._id, { mergedInto: own._id, retired: true });
      expect((await read(COMPANY_DESK, old, '/api/company')).company.id).toBe(own._id);
      expect((await list(submits, '?limit=50')).some(({ id }) => id === idOf(code))).toBe(true);
    });

    test('a dismissed employee is out at once', async () => {
      await addCompanyPerson(rig, 'au.dismissed', { company: own._id, mayApply: 'submit' });
      const dismissed = await signInCompany(rig, 'au.dismissed');
      expect((await dismissed.ask('GET', '/api/company')).status).toBe(200);
      await administrator.ask('DELETE', '/api/people/au.dismissed');
      expect((await dismissed.ask('GET', '/api/company')).status).toBe(401);
    });

    test('with the company: a year after its end its accounts and announced shipments are deleted', async () => {
      const { engine, accounts } = rig;
      const history = [
        { status: 'active', on: '2026-01-05' },
        { status: 'ended', on: '2026-11-21', reason: 'Closed' }
      ];
      await change(own._id, { history });
      const people = async (): Promise<readonly string[]> =>
        ((await administrator.ask('GET', '/api/people')).body as { id: string }[]).map(({ id }) => id);
      const shipments = async (): Promise<number> => {
        const range = { startkey: SHIPMENT_PREFIX, endkey: `${SHIPMENT_PREFIX}\uffff` };
        return (await engine.open('country-au').allDocs(range)).rows.length;
      };
      const { People } = await import('#couch/accounts/people.ts');
      const { openAdministration } = await import('#couch/accounts/administration.ts');
      const { TEST_SECRET } = await import('../with-engine.ts');
      expect(People).toBeDefined();
      const sweepAt = async (now: number): Promise<void> => {
        const clock = (): number => now;
        const { people: all } = openAdministration(
          { engine, clock, secret: TEST_SECRET, origin: 'http://localhost' },
          accounts
        );
        const removeAccounts = (country: CountryCode, ids: readonly string[]) => all.removeOf(country, ids);
        await new DuePersons({ engine, clock, warn: expect.fail, removeAccounts }).sweep();
      };
      await sweepAt(Date.parse('2027-11-20T12:00:00Z'));
      expect([(await people()).includes('au.submits'), await shipments()]).toEqual([true, 1]);
      await sweepAt(Date.parse('2027-11-21T12:00:00Z'));
      expect([await people(), await shipments()]).toEqual([expect.not.arrayContaining(['au.submits']), 0]);
      expect(await people()).toContain('au.rival');
    });

    test('an announced shipment is deleted when applications of its age are', async () => {
      const { engine } = rig;
      const shipment = {
        ...{
          _id: `${SHIPMENT_PREFIX}00000000-0000-4000-8000-000000000077`,
          schema: 1,
          at: new Date(NOW).toISOString()
        },
        ...{ by: 'R. Lane', person: 'au.rival', company: rival._id, date: '2026-12-01', transport: '' },
        ...{
          authorization: `act:20261124:AU:export-authorization:${'A'.repeat(43)}`,
          quantities: [{ no: 1, quantity: 1 }]
        }
      };
      await write(shipment);
      const standings = new Standings(engine);
      const sweepAt = async (now: number): Promise<boolean> => {
        const clock = (): number => now;
        const [warn, numbers] = [(): void => undefined, new NumberRegister()];
        const files = new CountryFiles({ engine, clock, warn });
        await new Applications({ engine, clock, warn, files, standings, numbers, national: null }).sweep();
        return engine
          .open('country-au')
          .get(shipment._id)
          .then(
            () => true,
            () => false
          );
      };
      const due = Date.parse('2027-12-01T12:00:00Z');
      expect([await sweepAt(due), await sweepAt(due + DAY)]).toEqual([true, false]);
      standings.close();
    });
  });

  test('a person without a company, of a company abroad or of none opens nothing', async () => {
    expect((await rig.accounts.createPerson(aPerson('au.nocompany', 'company', 'AU'))).ok).toBe(false);
    await write(aCompany(5, { country: 'CH' }));
    await addCompanyPerson(rig, 'au.abroad', { company: aCompany(5)._id, mayApply: 'submit' });
    const refused = await new Client(rig.address, '').ask('POST', '/api/session', {
      person: 'au.abroad',
      password: PASSWORD
    });
    expect([refused.status, codesOf(refused)]).toEqual([403, ['company.account.ended']]);
  });
});
