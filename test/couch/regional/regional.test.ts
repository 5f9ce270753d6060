/** A regional body with two members that consent and one that declines, over a real gateway. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { consentSettingId, type HeldBody, type HeldItem } from '#lib/domain/regional/regional-body.ts';
import type { MembersView } from '#lib/domain/regional/regional-figures.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';
import { aUsage } from '../../samples/usage.ts';
import { listOf, memberOf, parseChanges, resultsOf } from '../gateway/answers.ts';
import { aCertificate, aPerson, openRig, PASSWORD, type Client, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

const ITEM = '0f0e0d0c-0b0a-4908-8706-050403020100';
const ACTION = { is: 'action', text: 'Train two officers', owner: 'AU', due: '2026-12-20', state: 'open' };
/** With Australia and Switzerland, members without a person here. */
const OTHERS = ['FR', 'DE', 'IT', 'ES', 'PT'];
const MONTH = '2026-10';

type Detail = HeldBody & MembersView & { readonly items: readonly HeldItem[]; readonly answer?: string };

describeEngines('a regional body', (open) => {
  let rig: Rig;
  let body: HeldBody;
  let board: Client;
  let regional: Client;
  let administrator: Client;
  let officer: Client;
  let swiss: Client;
  let french: Client;
  let observer: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    for (const country of ['FR', 'KE']) await provisionCountry(rig.engine, country as CountryCode);
    const people = [
      ['ch.admin', 'administrator', 'CH'],
      ['fr.admin', 'administrator', 'FR'],
      ['ke.officer', 'officer', 'KE'],
      ['incb.observer', 'observer', 'INCB']
    ] as const;
    for (const [id, role, authority] of people) await rig.accounts.createPerson(aPerson(id, role, authority));
    await rig.engine
      .open('incb')
      .bulkDocs(
        ['AU', 'CH', ...OTHERS].map((code) => aUsage(code as CountryCode, MONTH, { imports: 2 })) as object[]
      );
    await signInAll();
    const made = await board.ask('POST', '/api/regional', {
      name: 'A community',
      countries: ['CH', 'AU', ...OTHERS]
    });
    expect(made.status).toBe(201);
    body = made.body as HeldBody;
    regional = await join('incb.community', body.id);
  });
  afterAll(() => rig.drop());

  async function signInAll(): Promise<void> {
    board = await rig.signIn('incb.secretary');
    [administrator, officer] = [await rig.signIn('au.administrator'), await rig.signIn('au.officer')];
    [swiss, french] = [await rig.signIn('ch.admin'), await rig.signIn('fr.admin')];
    observer = await rig.signIn('incb.observer');
  }

  async function join(person: string, of: string): Promise<Client> {
    const asked = {
      role: 'regional',
      name: 'R. Body',
      function: 'Adviser',
      email: 'r@example.org',
      body: of
    };
    const invited = await board.ask('POST', '/api/invitations', asked);
    expect([invited.status, invited.body]).toEqual([201, expect.anything()]);
    const { token } = invited.body as { token: string };
    const accepted = await board.ask('POST', '/api/invitations/accept', {
      token,
      person,
      password: PASSWORD
    });
    expect(accepted.status).toBeLessThan(300);
    return rig.signIn(person);
  }

  const path = (id = body.id): string => `/api/regional/${id}`;
  const detail = async (by: Client): Promise<Detail> => (await by.ask('GET', path())).body as Detail;

  const codesOf = (told: unknown): readonly unknown[] =>
    listOf(memberOf(told, 'problems')).map(({ code }) => code);

  async function answer(by: Client, country: string, consents: boolean): Promise<void> {
    const _id = consentSettingId(body.id);
    const name = `country-${country.toLowerCase()}`;
    const held = (await rig.engine
      .open(name)
      .get(_id)
      .catch(() => null)) as { _rev: string } | null;
    if (held === null) {
      expect(await by.push(name, [{ _id, schema: 1, consents }])).toEqual({});
    } else await rig.engine.open(name).put({ _id, _rev: held._rev, schema: 1, consents } as never);
  }

  test('only INCB makes one, of countries that exist', async () => {
    for (const by of [regional, administrator, officer, observer])
      expect((await by.ask('POST', '/api/regional', { name: 'Mine', countries: ['AU'] })).status).toBe(403);
    for (const countries of [[], ['ZZ'], 'AU'])
      expect((await board.ask('POST', '/api/regional', { name: 'None', countries })).status).toBe(400);
  });

  test('its account names it, and becomes no other one', async () => {
    const asked = { role: 'regional', name: 'R. Body', function: 'Adviser', email: 'r@example.org' };
    for (const wrong of [{}, { body: ITEM }, { body: 'mine' }])
      expect((await board.ask('POST', '/api/invitations', { ...asked, ...wrong })).status).toBeGreaterThan(
        399
      );
    const given = { ...asked, role: 'incb', body: body.id };
    expect((await board.ask('POST', '/api/invitations', given)).status).toBe(400);
    expect((await administrator.ask('POST', '/api/invitations', { ...asked, body: body.id })).status).toBe(
      403
    );
    for (const role of ['incb', 'trainer'])
      expect((await board.ask('PATCH', '/api/people/incb.community', { role })).status).toBe(409);
    expect((await board.ask('PATCH', '/api/people/incb.secretary', { role: 'regional' })).status).toBe(409);
    const session = (await regional.ask('GET', '/api/session')).body as Record<string, object>;
    expect(session['person']).toMatchObject({ role: 'regional', authority: 'INCB', body: body.id });
    expect(session['databases']).toEqual({ country: null, reference: 'reference' });
  });

  test('reads INCB’s documents and keys in `reference`, and no key, vote or revocation of a country', async () => {
    const secretary = await aCertificate(rig.keys.root, 'INCB', 'incb.secretary', {
      ...{ key: rig.keys.stranger, authority: 'INCB', person: 'incb.secretary', role: 'administrator' }
    });
    const [announcement, aVote] = ['announcement', 'suggestion-vote'].map(
      (kind) => ONE_OF_EACH_KIND.find(({ body: one }) => one.kind === kind) as Act
    );
    await rig.engine.openAsAdministrator('reference').bulkDocs([secretary, announcement, aVote] as object[]);
    const [ofIncb, vote] = [announcement?._id ?? '', aVote?._id ?? ''];
    const told = async (by: Client): Promise<readonly string[]> =>
      parseChanges((await by.ask('GET', '/db/reference/_changes?since=0')).body).results.map(({ id }) => id);
    expect((await told(regional)).toSorted()).toEqual([ofIncb, secretary._id].toSorted());
    const all = await told(officer);
    expect(all).toEqual(expect.arrayContaining([ofIncb, secretary._id, vote]));
    const hidden = all.filter((id) => id !== ofIncb && id !== secretary._id);
    expect(hidden.filter((id) => id.includes(':INCB:certificate:'))).toHaveLength(2);
    const read = await regional.ask('POST', '/db/reference/_bulk_get', {
      docs: hidden.map((id) => ({ id }))
    });
    expect(resultsOf(read.body)).toEqual([]);
    const keys = await regional.ask('POST', '/db/reference/_all_docs', { keys: hidden });
    expect(memberOf(keys.body, 'rows')).toEqual([]);
  });

  test('a look of INCB at a new body fixes no total, so that members can consent first', async () => {
    await board.ask('GET', path());
    const fixed = await rig.engine
      .open('accounts')
      .allDocs({ startkey: 'regional-month:', endkey: 'regional-month;' });
    expect(fixed.rows).toEqual([]);
  });

  test('sees nothing of a member before it consents, and only its months after that', async () => {
    const before = await detail(regional);
    expect(before.members.map(({ country, answer: said }) => [country, said])).toContainEqual(['AU', 'open']);
    expect(JSON.stringify(before.members)).not.toContain('since');
    await answer(administrator, 'AU', true);
    await answer(swiss, 'CH', true);
    await answer(french, 'FR', false);
    const after = await detail(regional);
    const seen = new Map<string, Detail['members'][number]>(after.members.map((one) => [one.country, one]));
    expect(seen.get('AU')).toMatchObject({ consents: true, answer: 'given' });
    expect(seen.get('FR')).toEqual({ country: 'FR', consents: false, answer: 'declined' });
    // October was fixed at the first look, with all seven in its total.
    expect(seen.get('AU')?.months).toEqual([]);
    expect(after.totals).toEqual(before.totals);
    expect(after.totals[0]).toMatchObject({ month: MONTH, countries: 7, told: { used: 7 } });
  });

  test('sees the month after the consent, and no total of too few', async () => {
    const usage = ['AU', 'CH', 'FR'].map((code) => aUsage(code as CountryCode, '2026-11', { imports: 5 }));
    await rig.engine.open('incb').bulkDocs(usage as object[]);
    rig.clock.now = Date.UTC(2026, 11, 10);
    // No session is as long as this.
    await signInAll();
    regional = await rig.signIn('incb.community');
    const { members, totals } = await detail(regional);
    expect(members.find(({ country }) => country === 'AU')?.months).toMatchObject([
      { month: '2026-11', figures: [5, 0, 0, 0, null, null] }
    ]);
    expect(totals[0]).toEqual({ month: '2026-11', countries: 5, told: null });
  });

  test('a member that withdraws its consent disappears immediately, and no total changes', async () => {
    const before = await detail(regional);
    await answer(administrator, 'AU', false);
    const after = await detail(regional);
    expect(after.members[0]).toEqual({ country: 'AU', consents: false, answer: 'declined' });
    expect(after.totals).toEqual(before.totals);
  });

  test('its list of actions is written by its people and read by its members', async () => {
    const to = `${path()}/items/${ITEM}`;
    const asked = { item: ACTION, revision: 0 };
    for (const by of [board, administrator, officer, observer])
      expect((await by.ask('PUT', to, asked)).status).toBe(403);
    expect((await regional.ask('PUT', to, asked)).status).toBe(204);
    const done = { item: { ...ACTION, state: 'done' }, revision: 1 };
    expect((await regional.ask('PUT', to, done)).status).toBe(204);
    expect((await regional.ask('PUT', `${path()}/items/x`, asked)).status).toBe(404);
    expect((await detail(officer)).items).toMatchObject([
      { id: ITEM, state: 'done', owner: 'AU', revision: 2 }
    ]);
  });

  test('a change overwrites no change that its author has not seen', async () => {
    const to = `${path()}/items/${ITEM}`;
    for (const revision of [0, 1, 3, '2', null, undefined]) {
      const late = await regional.ask('PUT', to, { item: ACTION, revision });
      expect([late.status, codesOf(late.body)]).toEqual([409, ['regional.changedMeanwhile']]);
    }
    const change = { name: 'A community', countries: ['CH', 'AU', ...OTHERS], ended: false };
    const both = await Promise.all(
      [1, 2].map(() => board.ask('PUT', path(), { ...change, revision: body.revision }))
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await detail(board)).revision).toBe(body.revision + 1);
    expect((await detail(officer)).items).toMatchObject([{ state: 'done' }]);
  });

  test('an announcement that was withdrawn reaches no one any more', async () => {
    const to = `${path()}/items/${ITEM.replace('0f0e', '1f0e')}`;
    const text = { is: 'announcement', text: 'A meeting in Sydney', withdrawn: false };
    for (const _attempt of ['sent', 'sent again, because the answer was lost'])
      expect((await regional.ask('PUT', to, { item: text, revision: 0 })).status).toBe(204);
    expect(JSON.stringify(await detail(officer))).toContain('Sydney');
    const withdrawn = { item: { ...text, withdrawn: true }, revision: 1 };
    expect((await regional.ask('PUT', to, withdrawn)).status).toBe(204);
    for (const by of [officer, board, regional])
      expect(JSON.stringify(await detail(by))).not.toContain('Sydney');
  });

  test('members see the list and their own answer, others see that nothing is there', async () => {
    const seen = await detail(officer);
    expect(seen).toMatchObject({ name: 'A community', answer: 'declined' });
    expect([seen.members, seen.totals]).toEqual([undefined, undefined]);
    const kenyan = await rig.signIn('ke.officer');
    const [missing, foreign] = [await kenyan.ask('GET', path(ITEM)), await kenyan.ask('GET', path())];
    expect([missing.status, foreign.status]).toEqual([404, 404]);
    expect((await kenyan.ask('GET', '/api/regional')).body).toEqual({ bodies: [] });
  });

  test('another body sees nothing of it', async () => {
    const made = await board.ask('POST', '/api/regional', { name: 'Another', countries: ['AU'] });
    const other = await join('incb.another', (made.body as HeldBody).id);
    expect((await other.ask('GET', path())).status).toBe(404);
    const change = { item: ACTION, revision: 2 };
    expect((await other.ask('PUT', `${path()}/items/${ITEM}`, change)).status).toBe(404);
    const { bodies } = (await other.ask('GET', '/api/regional')).body as { bodies: HeldBody[] };
    expect(bodies.map(({ name }) => name)).toEqual(['Another']);
  });

  test('an observer of INCB reads what INCB reads and writes nothing', async () => {
    expect((await detail(observer)).members).toHaveLength(7);
    expect((await observer.ask('PUT', path(), { name: 'X', countries: ['AU'], ended: false })).status).toBe(
      403
    );
    expect((await observer.ask('GET', '/db/incb')).status).toBe(200);
    expect(await observer.push('incb', [{ _id: 'setting:overview', schema: 1 }])).toEqual({
      'setting:overview': ['door.role.mayNotWrite']
    });
  });

  test('an ended body is closed to its people and its members', async () => {
    const { name, countries, revision } = await detail(board);
    const ended = await board.ask('PUT', path(), { name, countries, ended: true, revision });
    expect(ended.status).toBe(200);
    for (const by of [regional, officer]) expect((await by.ask('GET', path())).status).toBe(404);
  });
});
