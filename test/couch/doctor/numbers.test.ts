/** Two authorizations of one number, as two gateways can accept them at the same moment. */
import { expect, test } from 'vitest';
import { examine } from '#couch/doctor/doctor-command.ts';
import type { CheckContext } from '#couch/doctor/health-check.ts';
import { withFirstRevision } from '#couch/exchange/receipts.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { AU, anImportAuthorization } from '../../samples/acts.ts';
import { aNumber } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

describeEngines('the doctor', (open) => {
  test('names the authorizations that bear one number', async () => {
    const { engine, drop } = await open();
    await provisionCountry(engine, AU);
    const look = () => examine({ engine, settings: {} } as CheckContext, ['numbers']);
    const [one, two] = ['first', 'second'].map((remarks) =>
      withFirstRevision(anImportAuthorization({ over: { number: aNumber(7, 'AU'), remarks } }))
    );
    const database = engine.openAsAdministrator('country-au');
    await database.bulkDocs([one as object], { new_edits: false });
    expect((await look()).map(({ level }) => level)).toEqual(['ok']);
    await database.bulkDocs([two as object], { new_edits: false });
    const [finding] = await look();
    expect(finding?.level).toBe('bad');
    for (const word of [aNumber(7, 'AU'), one?._id, two?._id]) expect(finding?.says).toContain(word);
    await drop();
  });
});
