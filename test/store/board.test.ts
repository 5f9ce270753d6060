import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPerson } from '../couch/gateway/rig.ts';
import { aLine } from '../samples/acts.ts';
import { LIST_CONTENT } from '../samples/lists.ts';
import type { Act, Exceeding } from '#lib/domain/act/body.ts';
import type { ParticularsOf } from '#lib/domain/authorization/issue.ts';
import { Balance } from '#lib/domain/balance/balance.ts';
import { judgeBalance, type Room } from '#lib/domain/balance/judge-balance.ts';
import { LEAVING_PREFIX, ReservationBook, type Leaving } from '#lib/domain/balance/reservation.ts';
import type { CountryCode, KeyId } from '#lib/domain/ids.ts';
import { figuresInForce } from '#lib/domain/lists/in-force.ts';
import { unwrap } from '#lib/domain/result.ts';
import { Leaving as StoreLeaving } from '#lib/store/leaving.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

describe('the Board’s desk', () => {
  let world: World;
  let board: Device;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    board = await world.administrator('incb.secretary');
    administrator = world.device();
    await administrator.enrol('au.administrator');
  });
  afterAll(() => world.close());

  const requestsOf = (store: Store) => store.desk().deviceRequests.map(({ keyId }) => keyId);
  const keyIdOf = (store: Store) => store.device?.keyId as KeyId;

  test('certifies the first administrator of a country, whose officers then issue', async () => {
    const { store } = administrator;
    unwrap(await store.requestDevice('Head office'));
    expect(store.device?.state).toBe('waiting');
    // The request has reached this device too, and no one approves their own device.
    await until(() => store.documents('device-request:').length === 1);
    expect(requestsOf(store)).toEqual([]);
    await until(() => requestsOf(board.store).includes(keyIdOf(store)));
    const request = board.store.desk().deviceRequests.find((one) => one.keyId === keyIdOf(store));
    expect(request).toMatchObject({
      person: { id: 'au.administrator', role: 'administrator', authority: 'AU' },
      device: 'Head office',
      fingerprint: store.device?.fingerprint
    });
    const certificate = unwrap(await board.store.certifyDevice(keyIdOf(store)));
    expect(certificate.body).toMatchObject({ issuer: 'INCB', to: ['*'], holder: { role: 'administrator' } });
    await until(() => store.device?.state === 'certified');
    expect(requestsOf(board.store)).not.toContain(keyIdOf(store));
    officer = await world.officer('au.officer', administrator);
    const issued = unwrap(
      await officer.store.issue('import-authorization', importParticulars(), {
        draft: officer.store.newDraftId()
      })
    );
    await until(() => officer.store.verdictOf(issued._id) === 'good');
  });

  test('sees no officer’s request, and an administrator sees none but their own authority’s', async () => {
    const [officer, swiss] = [world.device(), world.device()];
    await officer.enrol('au.other');
    await swiss.enrol('ch.officer');
    unwrap(await officer.store.requestDevice('Desk 2'));
    await until(() => requestsOf(administrator.store).includes(keyIdOf(officer.store)));
    const colleague = world.device();
    await colleague.enrol('incb.secretary');
    unwrap(await colleague.store.requestDevice('Second computer'));
    await until(() => requestsOf(board.store).includes(keyIdOf(colleague.store)));
    expect(requestsOf(board.store)).toEqual([keyIdOf(colleague.store)]);
    expect(requestsOf(administrator.store)).toEqual([keyIdOf(officer.store)]);
    expect(requestsOf(officer.store)).toEqual([]);
    expect(requestsOf(swiss.store)).toEqual([]);
  });

  test('certifies no key as an administrator’s after its person became an officer', async () => {
    const lowered = world.device();
    await world.rig.accounts.createPerson(aPerson('au.lowered', 'administrator', 'AU'));
    await lowered.enrol('au.lowered');
    unwrap(await lowered.store.requestDevice('Desk 4'));
    const keyId = keyIdOf(lowered.store);
    await until(() => requestsOf(board.store).includes(keyId));
    const manager = await world.rig.signIn('au.administrator');
    expect((await manager.ask('PATCH', '/api/people/au.lowered', { role: 'officer' })).status).toBe(200);
    await until(() => !requestsOf(board.store).includes(keyId));
    expect((await board.store.certifyDevice(keyId)).ok).toBe(false);
    // An administrator certifies fellow administrators too: the request is here before the role that it now names.
    const request = () => administrator.store.desk().deviceRequests.find((one) => one.keyId === keyId);
    await until(() => request()?.person.role === 'officer');
    const certificate = unwrap(await administrator.store.certifyDevice(keyId));
    expect(certificate.body).toMatchObject({ holder: { role: 'officer' } });
  });

  test('certifies a colleague of the Board, who certifies in turn', async () => {
    const colleague = world.device();
    await colleague.enrol('incb.secretary');
    unwrap(await colleague.store.requestDevice('Third computer'));
    await until(() => requestsOf(board.store).includes(keyIdOf(colleague.store)));
    unwrap(await board.store.certifyDevice(keyIdOf(colleague.store)));
    await until(() => colleague.store.device?.state === 'certified');
    const second = world.device();
    await second.enrol('au.administrator');
    unwrap(await second.store.requestDevice('Second office'));
    await until(() => requestsOf(colleague.store).includes(keyIdOf(second.store)));
    unwrap(await colleague.store.certifyDevice(keyIdOf(second.store)));
    await until(() => second.store.device?.state === 'certified');
  });

  test('publishes a list by two people, and every authority counts it until it is revoked', async () => {
    await world.rig.accounts.createPerson(aPerson('incb.second', 'incb', 'INCB'));
    const second = world.device();
    await second.enrol('incb.second');
    unwrap(await second.store.requestDevice('Second desk'));
    await until(() => requestsOf(board.store).includes(keyIdOf(second.store)));
    unwrap(await board.store.certifyDevice(keyIdOf(second.store)));
    await until(() => second.store.device?.state === 'certified');
    const { today } = board.store;
    const content = { ...LIST_CONTENT.estimate, effective: today } as ParticularsOf<'estimate'>;
    const list = unwrap(await board.store.state('estimate', content));
    const lists = [list._id];
    const figure = (): string | undefined => {
      const acts = [...countedActs(administrator.store, 'estimate')] as Act[];
      const said = countedActs(administrator.store, 'list-confirmation');
      return figuresInForce([...acts, ...said], today)('AU', 'morphine', 2026)?.total;
    };
    await until(() => countedActs(second.store, 'estimate').length === 1);
    await until(() => countedActs(administrator.store, 'estimate').length === 1);
    expect(figure()).toBeUndefined();
    // Refused at the door, so it leaves no trace with any authority.
    const own = unwrap(await board.store.state('list-confirmation', { lists, as: 'confirmed' }));
    await until(() => board.store.refused().some(({ id }) => id === own._id));
    unwrap(await second.store.state('list-confirmation', { lists, as: 'confirmed' }));
    await until(() => figure() === '5500000000');
    // A device that can issue reserves its part, so that it can go on without a connection.
    await until(() => roomAt(administrator).own > 0);
  });

  /** What remains of Australia's morphine as this device knows it. */
  function roomAt({ store }: Device): Room {
    const balance = new Balance('AU' as CountryCode);
    for (const one of store.dossiers()) balance.ledger.put(one.key, one);
    for (const act of store.actsOf('import-authorization')) balance.noteAct(act);
    for (const document of store.documents('reservation:')) balance.reservations.take(document);
    const device = keyIdOf(store);
    for (const one of store.documents(LEAVING_PREFIX))
      balance.reservations.leave(device, one as unknown as Leaving);
    const lists = (['estimate', 'list-confirmation'] as const).flatMap((kind) => countedActs(store, kind));
    const figures = figuresInForce(lists as Act[], store.today);
    const asking = { today: store.today, device, figures, isRevoked: () => false };
    return balance.roomOf({ country: 'AU' as CountryCode, substance: 'morphine', year: 2026 }, asking);
  }

  test('two devices of one office, offline together, issue no more than INCB’s figure, or by a reason that both see', async () => {
    const desks = [administrator, officer];
    // The first one held everything, and gave back what exceeds its share.
    await until(() => desks.every((desk) => roomAt(desk).own > 0));
    await until(() => desks.every(({ store }) => store.line?.state === 'all-delivered'));
    for (const desk of desks) desk.network.on = false;
    const judged = (desk: Device, quantity: number, exceeding: Exceeding | null = null) =>
      judgeBalance({ substance: 'morphine', quantity, line: 1 }, roomAt(desk), {
        ...{ purpose: 'domestic', remarks: '', isOffline: true },
        exceeding
      })?.code;
    const issue = async ({ store }: Device, base: number, over: object = {}) => {
      const factor = { value: '1', source: 'identity', edition: '2026-1', date: '2026-11-24' };
      const lines = [
        aLine({ form: 'base', designation: 'morphine (anhydrous base)', stated: String(base), factor })
      ];
      const draft = store.newDraftId();
      const confirmed = [{ question: 'quantity', line: 1, reason: 'Supply of all hospitals.' }] as const;
      return unwrap(
        await store.issue('import-authorization', importParticulars({ lines, confirmed, ...over }), { draft })
      );
    };
    const issued: Act[] = [];
    for (const desk of desks) {
      const { own } = roomAt(desk);
      expect(judged(desk, own)).toBeUndefined();
      expect(judged(desk, own + 1)).toBe('balance.offline');
      issued.push(await issue(desk, own));
      expect(judged(desk, 1)).toBe('balance.offline');
    }
    const exceeding: Exceeding = { ground: 'unreserved', reason: 'The consignment is at the airport.' };
    expect(judged(officer, 1_000_000, exceeding)).toBe('balance.exceeding');
    const beyond = await issue(officer, 1_000_000, { exceeding });
    for (const desk of desks) desk.network.on = true;
    for (const { store } of desks) store.syncNow();
    for (const { _id } of [...issued, beyond])
      for (const { store } of desks) await until(() => store.verdictOf(_id) === 'good');
    for (const { store } of desks) {
      expect(store.refused()).toEqual([]);
      expect(store.act(beyond._id)?.body).toMatchObject({ exceeding });
    }
    const { taken, total } = roomAt(administrator);
    expect(taken).toBeLessThanOrEqual(total!);
  });

  test('a device whose data is removed gives back what it had reserved', async () => {
    const leaver = await world.officer('au.lowered', administrator);
    await until(() => leaver.store.documents('reservation:fentanyl').length > 0);
    const held = () => {
      const book = new ReservationBook();
      for (const document of administrator.store.documents('reservation:')) book.take(document);
      return book.unused(key, { substance: 'fentanyl', year: 2026 });
    };
    const key = keyIdOf(leaver.store);
    await until(() => held() > 0);
    await until(() => leaver.store.line?.state === 'all-delivered');
    unwrap(await new StoreLeaving(leaver.store).removeRecords());
    await until(() => held() === 0);
  });

  test('revokes a list, and its figures count no more', async () => {
    const list = countedActs(administrator.store, 'estimate')[0]!;
    const reason = 'A figure is wrong.';
    unwrap(await board.store.state('list-confirmation', { lists: [list._id], as: 'revoked', reason }));
    await until(() => roomAt(administrator).total === null);
  });

  test('withdraws a country’s key for everybody', async () => {
    const keyId = keyIdOf(administrator.store);
    unwrap(await board.store.withdrawKey(keyId, 'The computer was stolen'));
    const boardKey = keyIdOf(board.store);
    await until(() => administrator.store.phase.name === 'shut-out');
    const refused = await administrator.store.withdrawKey(boardKey, 'In return');
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'store.locked' }] });
  });
});
