/** INCB's published figures at a real gateway: the door counts what is stored, and refuses more than remains (rule R12). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import { openingName } from '#lib/domain/balance/balance-documents.ts';
import { aCodeineLine, aLine, anAct, anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines } from '../with-engine.ts';
import { blockOf } from './answers.ts';
import { aNumber, openRig, signed, type Client, type Rig } from './rig.ts';

const grams = (count: number): string => String(count * 1_000_000);

const head = (person: string, at: string) => ({
  schema: 1,
  issuer: 'INCB',
  to: ['*'],
  seq: { INCB: 1 },
  at,
  by: { person, name: person, function: 'Secretariat' }
});

/** 1 kg of morphine for Australia in 2026, by two people of INCB. */
function figures(substance = 'morphine', at = '2026-11-01T08:00:00.000Z') {
  const estimate = anAct({
    ...head('incb.first', at),
    kind: 'estimate',
    edition: `2026 ${substance}`,
    source: 'INCB, invented',
    effective: '2026-01-01',
    country: 'AU',
    year: 2026,
    entries: [{ substance, kind: 'estimate', base: grams(1000) }]
  } as never);
  const confirmed = { kind: 'list-confirmation', as: 'confirmed', lists: [estimate._id] };
  return [estimate, anAct({ ...head('incb.second', at), ...confirmed } as never)];
}

describeEngines('published figures', (open) => {
  let rig: Rig;
  let officer: Client;
  let serial = 0;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
    serial = blockOf((await officer.ask('POST', '/api/blocks', claim)).body).first - 1;
  });
  afterAll(() => rig.drop());

  function importOf(count: number, over: object = {}): Promise<ActOf<'import-authorization'>> {
    const lines = [aLine({ stated: grams(count) })];
    const act = anImportAuthorization({ over: { number: aNumber(++serial, 'AU'), lines, ...over } });
    return signed(act, rig.keys.auOfficer) as Promise<ActOf<'import-authorization'>>;
  }

  async function codesOf(act: ActOf<'import-authorization'>): Promise<string[]> {
    return (await officer.push('country-au', [act]))[act._id] ?? [];
  }

  test('limit what is issued from the day of their confirmation, with what was stored before', async () => {
    expect(await codesOf(await importOf(800))).toEqual([]);
    const [estimate, confirmation] = figures();
    const reference = rig.engine.open('reference');
    await reference.put({ ...estimate! });
    expect(await codesOf(await importOf(400, { validUntil: '2026-11-23' }))).toEqual([]);
    await reference.put({ ...confirmation! });
    // 800 g of the salt are 600 g of base; what has expired is free again.
    expect(await codesOf(await importOf(534))).toEqual(['balance.exceeded']);
    expect(await codesOf(await importOf(533))).toEqual([]);
    expect(await codesOf(await importOf(1))).toEqual(['balance.exceeded']);
    const exceeding = { ground: 'supplement', reason: 'Letter 12 to INCB' };
    expect(await codesOf(await importOf(1, { exceeding }))).toEqual([]);
  });

  test('are reduced by what was authorized before I2ES', async () => {
    const administrator = await rig.signIn('au.administrator');
    const reference = rig.engine.open('reference');
    for (const act of figures('codeine', '2026-11-02T08:00:00.000Z')) await reference.put({ ...act });
    const opening = (quantity: string) => {
      const of = { substance: 'codeine', year: 2026 };
      return { _id: `setting:${openingName(of)}`, schema: 1, ...of, quantity };
    };
    const wrong = opening('a lot');
    expect(await administrator.push('country-au', [wrong])).toEqual({ [wrong._id]: ['setting.malformed'] });
    const right = opening(grams(900));
    expect(await officer.push('country-au', [right])).toEqual({ [right._id]: ['door.role.mayNotWrite'] });
    expect(await administrator.push('country-au', [right])).toEqual({});
    const lines = [aCodeineLine({ no: 1, stated: grams(200) })];
    expect(await codesOf(await importOf(1, { lines }))).toEqual(['balance.exceeded']);
    const held = await rig.engine.open('country-au').get(right._id);
    await rig.engine.open('country-au').put({ ...held, quantity: '0' } as object);
  });

  test('are reserved for one device at a time, and never twice', async () => {
    const other = await rig.signIn('au.other');
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOther.keyId };
    const first = blockOf((await other.ask('POST', '/api/blocks', claim)).body).first;
    const ask = async (client: Client, device: string, quantity: number): Promise<readonly string[]> => {
      const wanted = [{ substance: 'codeine', quantity }];
      const { status, body } = await client.ask('POST', '/api/reservations', { device, year: 2026, wanted });
      expect(status).toBe(201);
      return (body as { reservations: { grant: string }[] }).reservations.map(({ grant }) => grant);
    };
    expect(await ask(officer, rig.keys.auOfficer.keyId, 700e6)).toEqual([grams(700)]);
    expect(await ask(other, rig.keys.auOther.keyId, 700e6)).toEqual([grams(300)]);
    expect(await ask(other, rig.keys.auOther.keyId, 700e6)).toEqual([]);
    const codeine = (count: number) => [aCodeineLine({ no: 1, stated: grams(count) })];
    // 74 percent: 800 g are 592 g of base, of which the officer holds 700 g.
    expect(await codesOf(await importOf(1, { lines: codeine(800) }))).toEqual([]);
    const number = aNumber(first, 'AU');
    const act = anImportAuthorization({ over: { number, lines: codeine(500) } });
    const by = { ...act.body.by, name: 'A. Person', person: 'au.other' };
    const theirs = (await signed(act, rig.keys.auOther, { by })) as ActOf<'import-authorization'>;
    const refused = await other.push('country-au', [theirs]);
    expect(refused[theirs._id]).toEqual(['balance.reserved']);
  });

  test('come back from a device that holds more than its share, once', async () => {
    const reference = rig.engine.open('reference');
    for (const act of figures('fentanyl', '2026-11-03T08:00:00.000Z')) await reference.put({ ...act });
    const device = rig.keys.auOfficer.keyId;
    const ask = async (quantity: number, returned: readonly object[] = []) => {
      const wanted = [{ substance: 'fentanyl', quantity }];
      const body = { device, year: 2026, wanted, returned };
      return (await officer.ask('POST', '/api/reservations', body)).body;
    };
    expect(await ask(900e6)).toMatchObject({ reservations: [{ grant: grams(900) }], surplus: [] });
    const surplus = [{ substance: 'fentanyl', quantity: 650e6 }];
    expect(await ask(0)).toEqual({ reservations: [], surplus });
    const returned = [{ ...surplus[0], nth: 1 }];
    const returns = { nth: 1, quantity: grams(650) };
    expect(await ask(0, returned)).toMatchObject({ reservations: [{ grant: '0', returns }], surplus: [] });
    // The answer was lost, and the device asks again.
    expect(await ask(0, returned)).toMatchObject({ reservations: [], surplus: [] });
  });

  test('are not reserved for a device of another person', async () => {
    const wanted = [{ substance: 'codeine', quantity: 0 }];
    const asked = { device: rig.keys.auOther.keyId, year: 2026, wanted };
    expect(await officer.ask('POST', '/api/reservations', asked)).toMatchObject({ status: 403 });
  });
});
