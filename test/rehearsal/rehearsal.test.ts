import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { aDraft, exportParticulars, importParticulars, shipmentParticulars } from '../store/particulars.ts';
import { openRehearsal, until, type RehearsalWorld } from './world.ts';

describe('a rehearsal', () => {
  let world: RehearsalWorld;
  beforeAll(async () => {
    world = await openRehearsal();
  });
  afterAll(() => world.close());

  test('both authorities issue, carry, ship and endorse, and every act says that it is practice', async () => {
    const { importing, exporting } = world.stores;
    const draft = importing.newDraftId();
    unwrap(await importing.saveDraft(aDraft(draft, { importerName: 'Southern Cross' })));
    const asked = unwrap(await importing.issue('import-authorization', importParticulars(), { draft }));
    expect(asked.body.demonstration).toBe('practice');
    await until(() => exporting.verdictOf(asked._id) === 'good');
    await until(() => importing.ledgerOf(asked._id)?.partner['CH'] !== null);

    const granted = unwrap(
      await exporting.issue('export-authorization', exportParticulars(asked), {
        draft: exporting.newDraftId()
      })
    );
    const shipped = unwrap(await exporting.state('shipment', shipmentParticulars(granted)));
    await until(() => importing.verdictOf(shipped._id) === 'good');
    const { dossier, lines } = granted.body;
    unwrap(
      await importing.state('endorsement', {
        ...{ dossier, exportAuthorization: granted._id, outcome: 'imported' },
        receivedOn: importing.today,
        lines: lines.map(({ no, stated, base }) => ({ no, stated, base }))
      })
    );
    await until(() => exporting.dossierOf(granted._id)?.status === 'closed');
    expect(exporting.dossierOf(granted._id)).toEqual(importing.dossierOf(granted._id));
  });

  test('with the line cut work goes on, and is carried when it is mended', async () => {
    const { importing, exporting } = world.stores;
    world.server.lines.importing.cut();
    await until(() => importing.line?.state === 'offline');
    const act = unwrap(
      await importing.issue('import-authorization', importParticulars(), { draft: importing.newDraftId() })
    );
    expect(importing.ledgerOf(act._id)).toMatchObject({ server: null });
    world.server.lines.importing.mend();
    importing.syncNow();
    await until(() => exporting.verdictOf(act._id) === 'good');
  });

  test('a partner who is slow is sent nothing until they are quick again', async () => {
    const { importing, exporting } = world.stores;
    await world.server.exchange.setSlow('country-ch', true);
    const act = unwrap(
      await importing.issue('import-authorization', importParticulars(), { draft: importing.newDraftId() })
    );
    await until(() => importing.ledgerOf(act._id)?.server !== null);
    expect(world.server.exchange.waiting).toBe(1);
    expect(exporting.act(act._id)).toBeNull();
    await world.server.exchange.setSlow('country-ch', false);
    await until(() => exporting.verdictOf(act._id) === 'good');
  });
});
