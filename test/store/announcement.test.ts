/** The Board announces; the people of a country have it on their own devices, and read it with the line cut. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DraftOf } from '#lib/domain/draft/draft.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { OPENED_PREFIX, openingsOf } from '#lib/domain/outreach/openings.ts';
import { lettersTo, type AnnouncementAct } from '#lib/domain/outreach/letters.ts';
import { unwrap } from '#lib/domain/result.ts';
import { Scans } from '#lib/store/scans.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { LETTER_IN_ENGLISH } from '../samples/announcement.ts';
import { aPdf, aPicture } from '../samples/scans.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

function lettersOf(store: Store): string[] {
  const good = (store.actsOf('announcement') as AnnouncementAct[]).filter(({ _id }) => store.counts(_id));
  const { authority, role } = store.person ?? { authority: 'AU' as never, role: '' };
  return lettersTo({ authority, role, language: 'en' }, good, store.today).map(
    ({ act, state }) => `${act.body.texts.en?.title}: ${state}`
  );
}

function aDraft(store: Store, fields: Record<string, string>): DraftOf<'announcement'> {
  return {
    _id: store.newDraftId(),
    schema: 1,
    kind: 'announcement',
    fields,
    lines: [],
    updatedAt: new Date().toISOString() as Instant,
    updatedBy: 'incb.secretary',
    device: store.device?.keyId as KeyId
  };
}

describeEngines('an announcement of the Board', (open) => {
  let world: World;
  let board: Device;
  let reader: Device;

  beforeAll(async () => {
    world = await openWorld(open);
    board = await world.administrator('incb.secretary');
    reader = world.device();
    await reader.enrol('au.reader');
  });
  afterAll(() => world.close());

  const particulars = { texts: { en: LETTER_IN_ENGLISH }, audience: {} };

  test('is typed as a draft that the Board’s other device has as well, and no country', async () => {
    const other = await world.administrator('incb.secretary');
    const draft = aDraft(board.store, { 'title.en': 'Half a tit' });
    unwrap(await board.store.saveDraft(draft));
    await until(() => other.store.draftOf('announcement', draft._id)?.fields['title.en'] === 'Half a tit');
    expect(board.store.line?.counts.refused).toBe(0);
    expect(board.store.drafts()).toEqual([]);
    expect(reader.store.draftsOf('announcement')).toEqual([]);
    const sent = unwrap(await board.store.state('announcement', particulars, { draft: draft._id }));
    expect(sent.body).toMatchObject({ issuer: 'INCB', to: ['*'], draft: draft._id });
    await until(() => other.store.draftOf('announcement', draft._id) === null);
    expect(await board.store.state('announcement', particulars, { draft: draft._id })).toMatchObject({
      problems: [{ code: 'draft.alreadyIssued' }]
    });
  });

  test('is read with no line, by whoever only reads, and stays read in the next tab', async () => {
    await until(() => lettersOf(reader.store).length === 1);
    const [letter] = reader.store.actsOf('announcement');
    await reader.killTab();
    unwrap(await reader.store.choose('au.reader'));
    unwrap(await reader.store.unlock(PASSPHRASE));
    expect(reader.network.on).toBe(false);
    expect(lettersOf(reader.store)).toEqual([`${LETTER_IN_ENGLISH.title}: stands`]);
    expect(reader.store.lettersRead).toEqual([]);
    await reader.store.markLetterRead(letter?._id as never);
    await reader.killTab();
    unwrap(await reader.store.choose('au.reader'));
    unwrap(await reader.store.unlock(PASSPHRASE));
    expect(reader.store.lettersRead).toEqual([letter?._id]);
    reader.network.on = true;
    reader.store.syncNow();
  });

  test('is taken back by a later one, in every country', async () => {
    const [letter] = board.store.actsOf('announcement');
    const supersedes = { act: letter?._id as never, as: 'withdrawn' as const };
    const texts = { en: { title: 'Taken back', text: 'It was sent by mistake.' } };
    world.rig.clock.now += 60_000;
    unwrap(
      await board.store.state(
        'announcement',
        { texts, audience: {}, supersedes },
        { draft: board.store.newDraftId() }
      )
    );
    const told = ['Taken back: stands', `${LETTER_IN_ENGLISH.title}: withdrawn`];
    await until(() => lettersOf(reader.store).join() === told.join());
  });

  test('is none where a country’s administrator makes one, whose own device refuses', async () => {
    const administrator = await world.administrator('au.administrator');
    const made = await administrator.store.state('announcement', particulars, { draft: '' as DraftId });
    expect(made.ok).toBe(false);
    expect(administrator.store.actsOf('announcement')).toHaveLength(2);
  });

  test('tells INCB which country has opened it, without a name, also if it was opened offline', async () => {
    const sent = unwrap(await board.store.state('announcement', particulars, {}));
    await until(() => reader.store.verdictOf(sent._id) === 'good');
    const rows = () => openingsOf(sent as AnnouncementAct, [], board.store.documents(OPENED_PREFIX));
    reader.network.on = false;
    await reader.store.markLetterRead(sent._id);
    expect(rows()).toEqual([]);
    reader.network.on = true;
    reader.store.syncNow();
    await until(() => rows().length > 0);
    expect(rows()).toEqual([{ country: 'AU', on: reader.store.today }]);
    expect(JSON.stringify(board.store.documents(OPENED_PREFIX))).not.toContain('reader');
  });

  test('has attachments that a reader keeps offline, checks by their hash, and loses with the announcement', async () => {
    const [files, readers] = [new Scans(board.store), new Scans(reader.store)];
    board.network.on = false;
    const pdf = aPdf(400_000, 3);
    expect(await files.takePublic(new Blob([aPicture(60)]))).toMatchObject({
      problems: [{ code: 'publicFile.type' }]
    });
    expect(await files.takePublic(new Blob([aPdf(2_000_001)]))).toMatchObject({
      problems: [{ code: 'publicFile.tooLarge' }]
    });
    const content = unwrap(await files.takePublic(new Blob([pdf])));
    const named = { ...particulars, files: [{ name: 'Form C', content }] };
    const sent = unwrap(await board.store.state('announcement', named, {}));
    board.network.on = true;
    board.store.syncNow();
    await until(() => !files.standing(content).isWaiting);
    await until(() => reader.store.verdictOf(sent._id) === 'good');
    const from = sent._id;
    const got = unwrap(await readers.read(content, { from }));
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(pdf);
    const other = { ...content, sha256: 'A'.repeat(43) };
    const absent = { problems: [{ code: 'publicFile.absent' }] };
    expect(await readers.read(other, { from })).toMatchObject(absent);
    reader.network.on = false;
    expect(await readers.read(content, { from })).toMatchObject(absent);
    reader.network.on = true;
    unwrap(await readers.keepHere(content, { from }));
    reader.network.on = false;
    expect((await readers.read(content, { from })).ok).toBe(true);
    reader.network.on = true;
    const supersedes = { act: sent._id, as: 'withdrawn' } as const;
    const withdrawal = unwrap(await board.store.state('announcement', { ...particulars, supersedes }, {}));
    await until(() => reader.store.verdictOf(withdrawal._id) === 'good');
    await readers.forget(content, 'kept');
    expect(await readers.read(content, { from })).toMatchObject(absent);
  });
});
