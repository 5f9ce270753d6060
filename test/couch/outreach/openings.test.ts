/** The opening of an announcement, reported to a real gateway. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signBody } from '#lib/crypto/sign.ts';
import type { AnnouncementAct } from '#lib/domain/outreach/letters.ts';
import { openedId } from '#lib/domain/outreach/openings.ts';
import { anAnnouncement } from '../../samples/announcement.ts';
import { openRig, type Answer, type Client, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

describeEngines('an announcement that a country opens', (open) => {
  let rig: Rig;
  let act: AnnouncementAct;

  beforeAll(async () => {
    rig = await openRig(open);
    const audience = { group: { name: 'One', countries: ['AU'] } };
    act = (await signBody(anAnnouncement({ audience } as never), rig.keys.root)) as AnnouncementAct;
    await rig.engine.open('reference').bulkDocs([act]);
  });
  afterAll(() => rig.drop());

  const report = (by: Client, opened: unknown): Promise<Answer> =>
    by.ask('POST', '/api/letters/opened', { opened });
  const held = (): Promise<object> =>
    rig.engine
      .open('incb')
      .get(openedId(act._id))
      .catch(() => ({}));

  test('is counted with country and first day, without a name, and once', async () => {
    const on = new Date(rig.clock.now).toISOString().slice(0, 10);
    const officer = await rig.signIn('au.officer');
    expect((await report(officer, [{ act: act._id, on }])).status).toBe(204);
    const first = await held();
    expect(first).toMatchObject({ act: act._id, countries: [{ country: 'AU', on }] });
    expect(JSON.stringify(first)).not.toContain('officer');
    expect((await report(await rig.signIn('au.administrator'), [{ act: act._id, on }])).status).toBe(204);
    expect(await held()).toEqual(first);
  });

  test('is not counted for a country that it does not address, nor for INCB, trainers or strangers', async () => {
    const before = await held();
    const on = '2026-11-24';
    expect((await report(await rig.signIn('ch.officer'), [{ act: act._id, on }])).status).toBe(204);
    expect((await report(await rig.signIn('incb.secretary'), [{ act: act._id, on }])).status).toBe(403);
    const officer = await rig.signIn('au.officer');
    const unknown = `act:20261124:INCB:announcement:${'A'.repeat(43)}`;
    expect((await report(officer, [{ act: unknown, on }])).status).toBe(204);
    expect((await report(officer, [{ act: act._id, on, country: 'CH' }])).status).toBe(400);
    expect((await officer.ask('POST', '/api/link/opened', { opened: [{ act: act._id, on }] })).status).toBe(
      403
    );
    expect(await held()).toEqual(before);
  });
});
