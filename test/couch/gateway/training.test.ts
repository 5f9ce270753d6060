/** Progress with the account, and the server's certificate: its own person's, joined, and no more than it was told. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importSigningKey, generatePrivateJwk } from '#lib/crypto/key.ts';
import { verifyBadge } from '#lib/crypto/badge.ts';
import { LESSON_PATHS } from '#lib/domain/training/lesson-path.ts';
import { describeEngines } from '../with-engine.ts';
import { anOwnLesson, aSession } from '../../samples/training.ts';
import { aPerson, openRig, type Client, type Rig } from './rig.ts';

const PROGRESS = '/api/training/progress';
const done = Object.fromEntries(LESSON_PATHS.customs.map((slug) => [slug, '2026-11-20']));

describeEngines('what a learner’s account keeps', (open) => {
  let rig: Rig;
  let officer: Client;
  const clientOf = (name: string): Promise<Client> => rig.signIn(name);

  beforeAll(async () => {
    rig = await openRig(open, { trainingKey: await importSigningKey(await generatePrivateJwk()) });
    officer = await clientOf('au.officer');
  });
  afterAll(() => rig.drop());

  test('is nobody’s but theirs, and joined from all their computers', async () => {
    await officer.ask('PUT', PROGRESS, { done: { importing: '2026-11-20' }, path: 'customs' });
    const elsewhere = await clientOf('au.officer');
    await elsewhere.ask('PUT', PROGRESS, {
      done: { importing: '2026-11-22', offline: '2026-11-21' },
      last: 'incb'
    });
    const { body } = await officer.ask('GET', PROGRESS);
    expect(body).toMatchObject({ done: { importing: '2026-11-20', offline: '2026-11-21' }, last: 'incb' });
    const other = await (await clientOf('ch.officer')).ask('GET', PROGRESS);
    expect(other.body).toEqual({ done: {}, path: 'officer', last: null });
  });

  test('holds no more than lessons and days, whatever is sent', async () => {
    const reader = await clientOf('au.reader');
    const sent = {
      done: { importing: 'x', secret: '2026-11-20' },
      path: '<script>',
      last: 'x',
      note: 'x'.repeat(9)
    };
    const { status, body } = await reader.ask('PUT', PROGRESS, sent);
    expect([status, body]).toEqual([200, { done: {}, path: 'officer', last: null }]);
    expect((await reader.ask('PUT', PROGRESS, [])).status).toBe(400);
  });

  test('becomes a certificate once a path is finished, in the account’s name and by the server’s key', async () => {
    const open = await officer.ask('POST', '/api/training/certificate', { path: 'customs' });
    expect([open.status, (open.body as { reason: string }).reason]).toEqual([409, 'training.path.open']);
    await officer.ask('PUT', PROGRESS, { done, path: 'customs' });
    const given = await officer.ask('POST', '/api/training/certificate', {
      path: 'customs',
      name: 'Somebody else'
    });
    expect(given.status).toBe(201);
    const badge = await verifyBadge((given.body as { badge: string }).badge);
    const { body: person } = await officer.ask('GET', '/api/session');
    const { name, authority } = (person as { person: { name: string; authority: string } }).person;
    expect(badge?.facts).toEqual({
      path: 'customs',
      name,
      authority,
      finishedOn: '2026-11-20',
      word: 'account'
    });
  });

  test('the key is told to anybody, and a path that is none is refused', async () => {
    const { body } = await officer.ask('GET', '/api/training/key');
    expect((body as { keyId: string }).keyId).toMatch(/^[\w-]{43}$/);
    expect((await officer.ask('POST', '/api/training/certificate', { path: 'minister' })).status).toBe(400);
  });
});

describeEngines('what a country’s own server receives of the training', (open) => {
  let rig: Rig;
  beforeAll(async () => void (rig = await openRig(open)));
  afterAll(() => rig.drop());

  test('has no private link of a session for others and no words of a draft, in no revision', async () => {
    const link = 'https://meet.example/private';
    const group = { name: 'Others', countries: ['CH'] as never };
    const database = rig.engine.open('training');
    const session = aSession({ link, helpers: ['trainer.other' as never], audience: { group } });
    await database.put(session as object);
    const { approval: _approval, ...lesson } = anOwnLesson();
    const texts = [{ ...lesson.texts[0]!, title: 'Not yet for anyone' }];
    await database.put({ ...lesson, state: 'draft', texts } as object);
    const { _rev } = await database.get(lesson._id);
    const seenBy = async (country: 'AU' | 'CH'): Promise<string> => {
      const server = await rig.signIn(`${country.toLowerCase()}.server`);
      const docs = [{ id: session._id }, { id: lesson._id, rev: _rev }, { id: lesson._id }];
      const { status, body } = await server.ask('POST', '/db/training/_bulk_get', { docs });
      expect(status).toBe(200);
      return JSON.stringify(body);
    };
    for (const country of ['AU', 'CH'] as const)
      await rig.accounts.createPerson(aPerson(`${country.toLowerCase()}.server`, 'service', country));
    const words = [link, 'trainer.other', 'Not yet for anyone', lesson.texts[0]!.title] as const;
    const wordsIn = (text: string): readonly string[] => words.filter((one) => text.includes(one));
    expect(wordsIn(await seenBy('AU'))).toEqual([]);
    expect(wordsIn(await seenBy('CH'))).toEqual([link, 'trainer.other']);
    await database.put({ ...lesson, revision: 2, _rev } as object);
    expect(wordsIn(await seenBy('AU'))).toEqual([lesson.texts[0]!.title]);
    expect(wordsIn(await seenBy('CH'))).toEqual([link, 'trainer.other', lesson.texts[0]!.title]);
  });
});
