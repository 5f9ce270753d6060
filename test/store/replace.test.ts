import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aDraft, exportParticulars, importParticulars, shipmentParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const REASON = 'The importer has moved.';
const STREET = { name: 'Southern Cross', address: '1 New Street' };

describe('an authorization in place of another', () => {
  let world: World;
  let officer: Device;
  let swiss: Device;

  beforeAll(async () => {
    world = await openWorld();
    officer = await world.officer('au.officer', await world.administrator('au.administrator'));
    swiss = await world.administrator('ch.officer');
    await until(() => (swiss.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
  });
  afterAll(() => world.close());

  const pass = (): void => void (world.rig.clock.now += 60_000);
  const isAt = (device: Device, ...ids: ActId[]): Promise<void> =>
    until(() => ids.every((id) => device.store.verdictOf(id) === 'good'));

  async function anIssued(): Promise<ActOf<'import-authorization'>> {
    pass();
    const issued = unwrap(
      await officer.store.issue('import-authorization', importParticulars(), {
        draft: officer.store.newDraftId()
      })
    );
    await isAt(swiss, issued._id);
    pass();
    return issued;
  }

  function cancellationOf(device: Device, id: ActId): ActOf<'cancellation'> | undefined {
    const acts = device.store.actsOf('cancellation') as ActOf<'cancellation'>[];
    return acts.find(({ body }) => body.of === id);
  }

  /** The ids of each write into the country's database of this device. */
  function followWrites({ store }: Device): string[][] {
    const pouch = store['open']()?.country.pouch;
    const writes: string[][] = [];
    const bulkDocs = pouch?.bulkDocs.bind(pouch) as (...all: unknown[]) => unknown;
    const followed = (docs: { _id: string }[] | { docs: { _id: string }[] }, ...rest: unknown[]): unknown => {
      writes.push((Array.isArray(docs) ? docs : docs.docs).map(({ _id }) => _id).sort());
      return bulkDocs(docs, ...rest);
    };
    Object.assign(pouch as object, { bulkDocs: followed });
    return writes;
  }

  test('is issued and the other cancelled in one deed and one write, and each names the other', async () => {
    const { store } = officer;
    const old = await anIssued();
    const draft = store.newDraftId();
    unwrap(await store.saveDraft(aDraft(draft)));
    const writes = followWrites(officer);
    const particulars = importParticulars({ replaces: old._id, importer: STREET });
    const fresh = unwrap(await store.issue('import-authorization', particulars, { draft, reason: REASON }));
    expect(fresh.body.replaces).toBe(old._id);
    const cancellation = cancellationOf(officer, old._id);
    expect(cancellation?.body).toMatchObject({ replacedBy: fresh._id, reason: REASON });
    expect((cancellation?.body.at ?? '') < fresh.body.at).toBe(true);
    expect(cancellation?.body.seq['CH']).toBe((fresh.body.seq['CH'] ?? 0) - 1);
    expect(store.dossierOf(old._id)?.status).toBe('cancelled');
    expect(store.dossierOf(fresh._id)?.status).toBe('issued');
    expect(store.draft(draft)).toBeNull();
    const ids = [fresh._id, (cancellation as { _id: ActId })._id].sort();
    expect(writes.filter((write) => write.some((id) => ids.includes(id as ActId)))).toEqual([ids]);
    await isAt(swiss, ...ids);
    expect(swiss.store.dossierOf(old._id)).toEqual(store.dossierOf(old._id));
    expect(swiss.store.dossierOf(fresh._id)).toEqual(store.dossierOf(fresh._id));
  });

  test('needs a reason, and replaces nothing that is not its own or is not here', async () => {
    const { store } = officer;
    const old = await anIssued();
    const issue = (particulars: object, reason?: string) =>
      store.issue('import-authorization', importParticulars(particulars), {
        draft: store.newDraftId(),
        reason
      });
    expect(await issue({ replaces: old._id })).toMatchObject({
      problems: [{ code: 'cancellation.reason.missing' }]
    });
    const unknown = `${old._id.slice(0, -4)}AAAA` as ActId;
    expect(await issue({ replaces: unknown }, REASON)).toMatchObject({
      problems: [{ code: 'act.notVerified' }]
    });
    expect(store.dossierOf(old._id)?.status).toBe('issued');
    expect(cancellationOf(officer, old._id)).toBeUndefined();
  });

  test('takes an export’s place in the same dossier, although one consignment alone is authorized', async () => {
    const { store } = swiss;
    const upon = await anIssued();
    const old = unwrap(
      await store.issue('export-authorization', exportParticulars(upon), { draft: store.newDraftId() })
    );
    await isAt(officer, old._id);
    pass();
    const particulars = exportParticulars(upon, { replaces: old._id, remarks: 'by sea' });
    const fresh = unwrap(
      await store.issue('export-authorization', particulars, { draft: store.newDraftId(), reason: REASON })
    );
    expect(cancellationOf(swiss, old._id)?.body.replacedBy).toBe(fresh._id);
    await isAt(officer, fresh._id);
    await until(() => officer.store.dossierOf(fresh._id)?.exports.length === 2);
    const dossier = officer.store.dossierOf(upon._id);
    expect(dossier?.exports.map(({ status }) => status)).toEqual(['cancelled', 'issued']);
    expect(dossier?.lines.map(({ taken }) => taken)).toEqual(
      dossier?.lines.map(({ authorized }) => authorized)
    );
    expect(dossier?.setAside).toEqual([]);
  });

  test('is refused with the cancellation where the partner had shipped meanwhile, and the old one stands', async () => {
    const { store } = officer;
    const old = await anIssued();
    officer.network.on = false;
    const exported = unwrap(
      await swiss.store.issue('export-authorization', exportParticulars(old), {
        draft: swiss.store.newDraftId()
      })
    );
    pass();
    const shipped = unwrap(await swiss.store.state('shipment', shipmentParticulars(exported)));
    await until(() => swiss.store.ledgerOf(shipped._id)?.partner['AU'] !== null);
    pass();
    const particulars = importParticulars({ replaces: old._id, importer: STREET });
    const fresh = unwrap(
      await store.issue('import-authorization', particulars, { draft: store.newDraftId(), reason: REASON })
    );
    expect(store.dossierOf(old._id)?.status).toBe('cancelled');
    officer.network.on = true;
    store.syncNow();
    await until(() => store.refused().length === 2);
    expect(
      store
        .refused()
        .flatMap(({ problems }) => problems.map(({ code }) => code))
        .sort()
    ).toEqual(['cancellation.afterShipment', 'replacement.notCancelled']);
    await until(() => store.dossierOf(old._id)?.status === 'shipped');
    expect(store.dossierOf(fresh._id)).toBeNull();
  });
});
