import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { TERMS_SINCE } from '#lib/domain/own-choices.ts';
import { findCandidates } from '#lib/domain/matching/candidates.ts';
import { exportParticulars, importParticulars, shipmentParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const LAST = '2026-11-30' as CalendarDate;

/** The door refuses another one since `TERMS_SINCE`; a stored one stays until somebody clears it up. */
describe('a stored export authorization that cites a mistyped number', () => {
  let world: World;
  let officer: Device;
  let swiss: Device;
  let ia: ActOf<'import-authorization'>;
  let ea: ActOf<'export-authorization'>;

  beforeAll(async () => {
    world = await openWorld();
    world.rig.clock.now = Date.parse(TERMS_SINCE) - 100_000;
    officer = await world.officer('au.officer', await world.administrator('au.administrator'));
    swiss = await world.administrator('ch.officer');
    await until(() => (swiss.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
    ia = unwrap(
      await officer.store.issue('import-authorization', importParticulars({ validFrom: LAST }), {
        draft: officer.store.newDraftId()
      })
    );
    await until(() => swiss.store.verdictOf(ia._id) === 'good');
    pass();
    const { authority, issuedOn } = exportParticulars(ia).importAuthorization!;
    const cited = { number: `${ia.body.number}9`, authority, issuedOn };
    const particulars = exportParticulars(ia, { importAuthorization: cited, validFrom: LAST });
    ea = unwrap(
      await swiss.store.issue('export-authorization', particulars, { draft: swiss.store.newDraftId() })
    );
    await until(() => officer.store.verdictOf(ea._id) === 'good');
    pass();
  });
  afterAll(() => world.close());

  const pass = (): void => void (world.rig.clock.now += 60_000);
  const toClear = ({ store }: Device): string[] =>
    (store.desk().needs.get('match') ?? []).map(({ row }) => row.id);

  test('is to be cleared up by the importing authority, and by its issuer not', () => {
    expect(toClear(officer)).toEqual([ea._id]);
    expect(toClear(swiss)).toEqual([]);
  });

  test('leaves the desk once it was asked about, and comes back with the answer', async () => {
    const on = { dossier: ea.body.dossier, on: ea._id };
    const query = unwrap(
      await officer.store.state('reply', { ...on, answer: 'query', text: 'Which number?' })
    );
    expect(toClear(officer)).toEqual([]);
    await until(
      () =>
        swiss.store
          .desk()
          .needs.get('answer')
          ?.some(({ row }) => row.id === ea._id) ?? false
    );
    pass();
    const answer = unwrap(
      await swiss.store.state('reply', { dossier: ea.body.dossier, on: query._id, answer: 'authentic' })
    );
    await until(() => officer.store.verdictOf(answer._id) === 'good');
    expect(toClear(officer)).toEqual([ea._id]);
    pass();
  });

  test('is linked with the one that was meant, the same on both sides, and separated again', async () => {
    const { store } = officer;
    const imports = store.actsOf('import-authorization') as ActOf<'import-authorization'>[];
    const known = { dossierOf: store.dossierOf.bind(store), actOf: store.act.bind(store) };
    const [candidate] = findCandidates(ea, imports, known);
    expect(candidate?.act._id).toBe(ia._id);
    const decision = { dossier: ia.body.dossier, exportAuthorization: ea._id };
    unwrap(await store.state('match-decision', { ...decision, decision: 'link' }));
    expect(toClear(officer)).toEqual([]);
    expect(store.dossierOf(ea._id)).toMatchObject({ key: ia.body.dossier, status: 'exporting' });
    await until(() => swiss.store.dossierOf(ea._id)?.key === ia.body.dossier);
    expect(swiss.store.dossierOf(ea._id)).toEqual(store.dossierOf(ea._id));
    pass();
    unwrap(await swiss.store.state('match-decision', { ...decision, decision: 'unlink' }));
    await until(() => store.dossierOf(ea._id)?.status === 'unmatched');
    expect(toClear(officer)).toEqual([ea._id]);
    expect(store.dossierOf(ia._id)).toEqual(swiss.store.dossierOf(ia._id));
    pass();
  });

  test('is the last of its kind: another one is refused', async () => {
    const { importAuthorization: cited } = ea.body;
    const again = exportParticulars(ia, {
      validFrom: '2026-12-01' as CalendarDate,
      ...(cited && { importAuthorization: cited })
    });
    const draft = swiss.store.newDraftId();
    const late = unwrap(await swiss.store.issue('export-authorization', again, { draft }));
    expect(late.body.at >= TERMS_SINCE).toBe(true);
    await until(() => swiss.store.refused().some(({ id }) => id === late._id));
  });

  test('may be shipped within its validity and at no other date', async () => {
    const early = { ...shipmentParticulars(ea), shippedOn: '2026-11-29' as CalendarDate };
    expect(await swiss.store.state('shipment', early)).toMatchObject({
      problems: [{ code: 'shipment.date.outsideValidity' }]
    });
    const shipped = { ...shipmentParticulars(ea), shippedOn: LAST };
    expect((await swiss.store.state('shipment', shipped)).ok).toBe(true);
  });
});
