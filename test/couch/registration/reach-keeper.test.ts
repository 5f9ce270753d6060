/** An administrator agrees to be reached by the Board, and takes it back; nobody else is told, and nobody agrees for them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDocument } from '#couch/engine/engine.ts';
import { ContactDirectory } from '#couch/registration/agreed-settings.ts';
import { parseReachDirectory, reachableOf } from '#lib/domain/outreach/reach.ts';
import { aPerson, openRig, withRevision, type Client, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

const HEAD = { person: 'au.administrator', name: 'A. Head', function: 'Head', email: 'head@au.example' };
const DEPUTY = {
  person: 'au.deputy',
  name: 'B. Deputy',
  email: 'deputy@au.example',
  telephone: '+61 2 55 01'
};

describeEngines('where the Board reaches the administrators of a country', (open) => {
  let rig: Rig;
  let administrator: Client;
  let deputy: Client;
  const generations = new Map<string, number>();

  beforeAll(async () => {
    rig = await openRig(open);
    administrator = await rig.signIn('au.administrator');
    await rig.accounts.createPerson(aPerson('au.deputy', 'administrator', 'AU'));
    deputy = await rig.signIn('au.deputy');
  });
  afterAll(() => rig.drop());

  /** As a device replicates it; each writing replaces the one before it, unless it is said where it began. */
  async function say(name: string, told: object, by = administrator): Promise<unknown> {
    const held = generations.get(name) ?? 0;
    const [before, hash] = [String(held).repeat(32), String(held + 1).repeat(32)];
    const ids = held === 0 ? [hash] : [hash, before];
    const document = { _id: `setting:reach-${name}`, schema: 1, ...told };
    const revision = { _rev: `${held + 1}-${hash}`, _revisions: { start: held + 1, ids } };
    const docs = [{ ...withRevision(document, hash), ...revision }];
    const { body } = await by.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
    if (JSON.stringify(body) === '[]') generations.set(name, held + 1);
    return body;
  }

  const known = async (): Promise<unknown> =>
    (await readDocument<{ people: unknown }>(rig.engine.open('incb'), 'reach:AU'))?.people ?? null;

  test('is known as soon as each has agreed, with what they stated and no more', async () => {
    expect(await known()).toBeNull();
    expect(await say('au-administrator', { told: true, ...HEAD })).toEqual([]);
    expect(await say('au-deputy', { told: true, ...DEPUTY }, deputy)).toEqual([]);
    expect(await known()).toEqual([HEAD, DEPUTY]);
    const keys = Object.keys((await readDocument<object>(rig.engine.open('incb'), 'reach:AU')) ?? {});
    expect(keys.sort()).toEqual(['_id', '_rev', 'country', 'people', 'schema']);
  });

  test('is given the language and the time zone that they chose, in a place of its own', async () => {
    const chosen = { language: 'fr', timeZone: 'Pacific/Auckland' };
    expect(await say('au-administrator', { told: true, ...HEAD, ...chosen })).toEqual([]);
    const directory = await readDocument<object>(rig.engine.open('incb'), 'reach:AU');
    // An app of version 0.2.0 refuses people with other keys.
    expect(directory).toMatchObject({
      people: [HEAD, DEPUTY],
      choices: [{ person: HEAD.person, ...chosen }]
    });
    const read = parseReachDirectory(directory);
    expect(read.ok ? reachableOf(read.value) : []).toEqual([{ ...chosen, ...HEAD }, DEPUTY]);
    expect(await say('au-administrator', { told: true, ...HEAD })).toEqual([]);
    expect(await readDocument<object>(rig.engine.open('incb'), 'reach:AU')).not.toHaveProperty('choices');
  });

  test('is gone as soon as one of them, or another administrator, has taken it back', async () => {
    expect(await say('au-deputy', { told: false })).toEqual([]);
    expect(await known()).toEqual([HEAD]);
  });

  test('is not told of whoever took it back on one device and left it on another', async () => {
    await say('au-deputy', { told: true, ...DEPUTY }, deputy);
    expect(await known()).toEqual([HEAD, DEPUTY]);
    const other = withRevision({ _id: 'setting:reach-au-deputy', schema: 1, told: false }, 'f'.repeat(32));
    await administrator.ask('POST', '/db/country-au/_bulk_docs', { docs: [other], new_edits: false });
    expect(await known()).toEqual([HEAD]);
  });

  test.each([
    ['a colleague', 'au-deputy', DEPUTY],
    ['a colleague in a place of their own', 'au-administrator', DEPUTY],
    ['themselves in the place of a colleague', 'au-deputy', HEAD]
  ])('is agreed by nobody for %s', async (_whom, name, told) => {
    const answer = await say(name, { told: true, ...told });
    expect(JSON.stringify(answer)).toContain('setting.reach.foreign');
    expect(await known()).toEqual([HEAD]);
  });

  test.each([
    ['agreement without an address', { told: true, person: 'au.x', name: 'X' }],
    ['an address that is none', { told: true, ...HEAD, email: 'head' }],
    ['an address with a second header', { told: true, ...HEAD, email: 'a@b.example\nBcc: c@d.example' }],
    ['a name of many lines', { told: true, ...HEAD, name: 'A\nB' }],
    ['an address of whoever does not agree', { told: false, email: 'head@au.example' }],
    ['a telephone of ten million figures', { told: true, ...HEAD, telephone: '1'.repeat(1e5) }]
  ])('is not %s', async (_what, told) => {
    expect(JSON.stringify(await say('au-x', told))).toContain('setting.malformed');
    expect(await known()).toEqual([HEAD]);
  });

  test('is said by no officer, and written or read by no country itself', async () => {
    const officer = await rig.signIn('au.officer');
    expect(JSON.stringify(await say('au-y', { told: true, ...HEAD }, officer))).toContain(
      'door.role.mayNotWrite'
    );
    const own = withRevision({ _id: 'reach:AU', schema: 1, country: 'AU', people: [] }, 'e'.repeat(32));
    const docs = { docs: [own], new_edits: false };
    expect((await administrator.ask('POST', '/db/incb/_bulk_docs', docs)).status).toBe(404);
    expect((await administrator.ask('GET', '/db/incb/reach:AU')).status).toBe(404);
    const board = await rig.signIn('incb.secretary');
    expect(JSON.stringify((await board.ask('POST', '/db/incb/_bulk_docs', docs)).body)).toContain(
      'door.document.notYours'
    );
    const inCountry = await administrator.ask('POST', '/db/country-au/_bulk_docs', docs);
    expect(JSON.stringify(inCountry.body)).toContain('door.document.notYours');
    expect(await known()).toEqual([HEAD]);
  });

  test('is brought at the next start where it could not be before', async () => {
    const home = rig.engine.open('country-au');
    await home.bulkDocs([
      { _id: 'setting:reach-au-late', schema: 1, told: true, ...DEPUTY, person: 'au.late' }
    ]);
    await rig.engine.open('incb').put({
      ...{ _id: 'standing:AU', schema: 1, country: 'AU', state: 'registered', by: 'server' },
      ...{ registeredAt: '2025-01-01T00:00:00.000Z', since: '2025-01-01T00:00:00.000Z' }
    } as object);
    const warned: string[] = [];
    const keeper = new ContactDirectory({ engine: rig.engine, warn: (about) => void warned.push(about) });
    keeper.begin();
    await keeper.settled();
    expect([await known(), warned]).toEqual([[HEAD, { ...DEPUTY, person: 'au.late' }], []]);
  });
});
