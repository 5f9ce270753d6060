/** A reviewed batch, signed at a real gateway by devices of one authority. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Judged } from '#lib/batch/batch-judge.ts';
import { issueBatch, type BatchProgress, type BatchSteps } from '#lib/batch/issue-batch.ts';
import { judgeImport, type ImportParticulars } from '#lib/domain/authorization/judge-import.ts';
import type { Draft } from '#lib/domain/draft/draft.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aContext, aForm, MORPHINE } from '../samples/forms.ts';
import { openWorld, until, type Device, type World } from '../store/world.ts';

let world: World;
let officer: Device;
let colleague: Device;

beforeAll(async () => {
  world = await openWorld();
  const administrator = await world.administrator('au.administrator');
  officer = await world.officer('au.officer', administrator);
  colleague = await world.officer('au.other', administrator);
});
afterAll(() => world.close());

async function saveDrafts({ store }: Device, count: number): Promise<readonly Draft[]> {
  const drafts = Array.from({ length: count }, (_, at): Draft => ({
    ...aForm({}, [{ ...MORPHINE, quantity: String(at + 1) }]),
    _id: store.newDraftId(),
    schema: 1,
    kind: 'import-authorization',
    updatedAt: store.now,
    updatedBy: 'au.officer',
    device: 'D'.repeat(43) as KeyId
  }));
  for (const draft of drafts) unwrap(await store.saveDraft(draft));
  return drafts;
}

const stepsOf = ({ store }: Device, over: Partial<BatchSteps> = {}): BatchSteps => ({
  draft: (id) => store.draft(id),
  judge: (draft) => {
    const context = aContext();
    const content = judgeImport(draft, context).body ?? null;
    const judged = { draft, content, prepared: null, edition: context.edition, problems: [] };
    return Promise.resolve({ ...judged, turn: content ? 'sign' : 'look' } as Judged);
  },
  issue: ({ draft, content }) =>
    store.issue('import-authorization', content as ImportParticulars, { draft: draft._id }),
  prepare: () => Promise.resolve({ ok: true, value: true }),
  ...over
});

const run = (device: Device, drafts: readonly Draft[], over?: Partial<BatchSteps>, stopAfter = Infinity) => {
  let latest: BatchProgress | null = null;
  return issueBatch(drafts, stepsOf(device, over), {
    isStopped: () => (latest?.issued.length ?? 0) >= stopAfter,
    tell: (progress) => (latest = progress)
  });
};

const numbersFor = ({ store }: Device, drafts: readonly Draft[]): readonly string[] => {
  const ids = new Set(drafts.map(({ _id }) => _id));
  const acts = store.actsOf('import-authorization').filter(({ body }) => body.draft && ids.has(body.draft));
  return acts.flatMap(({ body }) => ('number' in body ? [body.number] : []));
};

describe('A reviewed batch', () => {
  test('stopped in the middle, leaves the signed ones signed and the rest as drafts, and goes on later', async () => {
    const drafts = await saveDrafts(officer, 6);
    const first = await run(officer, drafts, {}, 2);
    expect(first).toMatchObject({ issued: drafts.slice(0, 2).map(({ _id }) => _id), left: [], end: [] });
    expect(drafts.map(({ _id }) => officer.store.draft(_id) !== null)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true
    ]);
    const second = await run(officer, drafts.slice(2));
    expect(second.issued).toHaveLength(4);
    expect(new Set(numbersFor(officer, drafts)).size).toBe(6);
  });

  test('is signed on a cut line, and its authorizations reach the server and the colleague later', async () => {
    officer.network.on = false;
    const drafts = await saveDrafts(officer, 3);
    expect((await run(officer, drafts)).issued).toHaveLength(3);
    officer.network.on = true;
    officer.store.syncNow();
    await until(() => numbersFor(colleague, drafts).length === 3);
    expect(officer.store.refused()).toEqual([]);
  });

  test('begun twice at the same time, issues nothing twice', async () => {
    const drafts = await saveDrafts(officer, 4);
    const ends = await Promise.all([run(officer, drafts), run(officer, drafts)]);
    expect(ends.flatMap(({ issued }) => issued)).toHaveLength(4);
    expect(numbersFor(officer, drafts)).toHaveLength(4);
    const told = ends.flatMap(({ left }) => left.flatMap(({ problems }) => problems.map(({ code }) => code)));
    expect(told).toHaveLength(4);
    for (const code of told) expect(['draft.alreadyIssued', 'batch.gone']).toContain(code);
  });

  test('signs no draft that a colleague changed or deleted after the review', async () => {
    const drafts = await saveDrafts(officer, 3);
    const [changed, deleted, kept] = drafts as [Draft, Draft, Draft];
    await until(() => drafts.every(({ _id }) => colleague.store.draft(_id) !== null));
    unwrap(await colleague.store.saveDraft({ ...changed, fields: { ...changed.fields, remarks: 'Urgent' } }));
    await colleague.store.deleteDraft(deleted._id);
    await until(
      () =>
        officer.store.draft(deleted._id) === null &&
        officer.store.draft(changed._id)?.fields['remarks'] === 'Urgent'
    );
    const end = await run(officer, drafts);
    expect(end.issued).toEqual([kept._id]);
    expect(end.left.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ['batch.changed'],
      ['batch.gone']
    ]);
  });

  test('judges each again when its turn comes, and goes on after one that is not ready', async () => {
    const drafts = await saveDrafts(officer, 3);
    const { judge } = stepsOf(officer);
    const end = await run(officer, drafts, {
      judge: async (draft) =>
        draft._id === drafts[1]?._id
          ? { ...(await judge(draft)), turn: 'look', problems: [{ code: 'batch.question' }] }
          : judge(draft)
    });
    expect(end.issued).toHaveLength(2);
    expect(end.left.map(({ draft }) => draft._id)).toEqual([drafts[1]?._id]);
  });

  test('sends what needs two people to the second one, and issues none of it', async () => {
    const drafts = await saveDrafts(officer, 2);
    const { judge } = stepsOf(officer);
    const end = await run(officer, drafts, {
      judge: async (draft) => ({ ...(await judge(draft)), turn: 'prepare' })
    });
    expect(end).toMatchObject({ issued: [], prepared: drafts.map(({ _id }) => _id) });
    expect(numbersFor(officer, drafts)).toEqual([]);
  });

  test('ends when the device has no number left, and the rest stays drafts', async () => {
    officer.network.on = false;
    const left = officer.store.device?.numbersLeft['import-authorization'] ?? 0;
    const drafts = await saveDrafts(officer, left + 2);
    const end = await run(officer, drafts);
    expect(end.issued).toHaveLength(left);
    expect(end.end.map(({ code }) => code)).toEqual(['block.exhausted']);
    expect(end.left).toEqual([]);
    expect(drafts.filter(({ _id }) => officer.store.draft(_id) !== null)).toHaveLength(2);
    officer.network.on = true;
  });
});
