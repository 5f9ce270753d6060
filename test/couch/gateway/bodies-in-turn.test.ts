import { afterEach, expect, test, vi } from 'vitest';
import { LIMITS } from '#couch/base/limits.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { bringsBody } from '#couch/gateway/calls/call.ts';
import { unwrap } from '#lib/domain/result.ts';
import { addCompanyPerson, openCompanySession } from '../company-account.ts';
import { describeEngines } from '../with-engine.ts';
import { A_BODY } from './actors.ts';
import { aPerson, openRig, type Client, type Rig } from './rig.ts';
import { SlowCountry } from './slow-country.ts';
import { LARGE_BODIES, REFUSED_BODIES, TAKEN_BODIES } from './worst-bodies.ts';

const CODES = /^json\.(?:tooDeep|tooMuch|key\.twice|surrogate|number\.notCanonical)$/;

const NIL = '00000000-0000-4000-8000-000000000000';

const OFTEN = {
  signInsPerAddress: 1e6,
  invitationsPerAddress: 1e6,
  registrationsPerAddress: 1e6,
  confirmationsPerAddress: 1e6,
  applicationsPerAddress: 1e6,
  attachmentsPerAddress: 1e6,
  receiptCodesPerAddress: 1e6,
  inspectionsPerPerson: 1e6
};

describeEngines('a body', (openEngine, kind) => {
  let rig: Rig;
  afterEach(() => rig.drop());

  test('is read in its sender’s turn: a country that waits for others of its own has none of its bodies read', async () => {
    const slow = new SlowCountry();
    rig = await openRig(async () => {
      const held = await openEngine();
      return { ...held, engine: slow.of('country-au', held.engine) };
    });
    const [officer, colleague] = [await rig.signIn('au.officer'), await rig.signIn('au.other')];
    const swiss = await rig.signIn('ch.officer');
    const ask = (client: Client, database: string, body: string) =>
      client.ask('POST', `/db/${database}/_all_docs`, body);
    const ofOne = (LIMITS.answersAtOnce * (kind === 'couchdb' ? 4 : 1)) / 2;
    const held = Array.from({ length: ofOne }, () => ask(officer, 'country-au', '{"keys":["draft:x"]}'));
    await vi.waitFor(() => expect(slow.waited).toBe(ofOne), { timeout: 20_000 });
    let isRead = false;
    const waiting = ['[', '['.repeat(500_000)].map((body) =>
      ask(colleague, 'country-au', body).finally(() => (isRead = true))
    );
    for (let round = 0; round < 10; round++)
      for (const body of ['[', '['.repeat(500_000)])
        expect((await ask(swiss, 'country-ch', body)).status).toBe(400);
    expect(isRead).toBe(false);
    slow.let();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(held.map(() => 200));
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([400, 400]);
  });

  test('that is the worst of its kind is refused for it on every route', async () => {
    rig = await openRig(openEngine, { limits: OFTEN });
    const people = [await rig.signIn('au.administrator'), await rig.signIn('au.officer')];
    for (const role of ['trainer', 'customs'] as const)
      unwrap(await rig.accounts.createPerson(aPerson(`au.${role}`, role, 'AU')));
    unwrap(await rig.accounts.createPerson({ ...aPerson('incb.body', 'regional', 'INCB'), body: A_BODY }));
    await addCompanyPerson(rig, 'au.company', { company: `company:${NIL}`, mayApply: 'submit' });
    for (const name of ['incb.secretary', 'au.trainer', 'au.customs', 'incb.body'])
      people.push(await rig.signIn(name));
    people.push(await openCompanySession(rig, 'au.company'));
    // The national server's own is nobody's here, and a national system has no session.
    const routes = ROUTES.filter(
      (route) => bringsBody(route) && route.who !== 'client' && !('right' in route && route.right === 'carry')
    );
    for (const route of routes) {
      const bytes = LIMITS[route.body ?? 'bodyBytes'];
      // An attachment is one long text.
      const isLarge = bytes > 1e6 && route.body !== 'attachmentBytes';
      for (const [what, body] of Object.entries({ ...REFUSED_BODIES, ...(isLarge ? LARGE_BODIES : {}) })) {
        const path = route.path.replace(':name', 'country-au').replace(/:[a-z]+/, 'au.reader');
        const text = body(bytes);
        const answers: unknown[] = [];
        for (const client of people) {
          const { body: told } = await client.ask(route.method, path, text);
          answers.push((told as { reason?: string }).reason);
          if (CODES.test(String(answers.at(-1)))) break;
        }
        const isTold = CODES.test(String(answers.at(-1)));
        expect({ path, what, answers, isTold }).toMatchObject({ isTold: true });
      }
    }
  });

  test('within every bound is taken, and each of its documents refused for itself', async () => {
    rig = await openRig(openEngine);
    const officer = await rig.signIn('au.officer');
    for (const [what, body] of Object.entries(TAKEN_BODIES)) {
      const text = body(LIMITS.bulkBytes);
      expect(text.length).toBeLessThanOrEqual(LIMITS.bulkBytes);
      const answer = await officer.ask('POST', '/db/country-au/_bulk_docs', text);
      const isTold =
        answer.status === 201 || (answer.body as { reason: string }).reason === 'request.tooMany';
      expect({ what, isTold, body: isTold ? null : answer.body }).toEqual({ what, isTold: true, body: null });
      if (answer.status !== 201) continue;
      const { docs } = JSON.parse(text) as { docs: unknown[] };
      expect(answer.body).toHaveLength(docs.length);
    }
  });
});
