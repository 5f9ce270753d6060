/** Applications at two officers' devices, which write about them apart and read the same afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applicationId } from '#lib/domain/application/application-id.ts';
import type { Submission } from '#lib/domain/application/application.ts';
import { unwrap } from '#lib/domain/result.ts';
import { bytesToConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { AU } from '../samples/acts.ts';
import { aForm } from '../samples/forms.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

let world: World;
let first: Device;
let second: Device;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
  first = await world.administrator('au.administrator');
  second = await world.officer('au.officer', first);
  await until(() => (first.store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
});
afterAll(() => world.close());

function aSubmission(over: Record<string, string> = {}): Submission {
  const { fields, lines } = aForm(over);
  const { validFrom: _from, ...own } = fields;
  return {
    of: 'import-authorization',
    language: 'en',
    form: { fields: own, lines: lines.map(({ fields: line }, at) => ({ key: `line-${at}`, fields: line })) },
    contact: { name: 'R. Lane', email: 'lane@southern.example' }
  };
}

const aCode = () => bytesToConfirmationCode(new Uint8Array(12).fill(++count));

async function taken() {
  const id = unwrap(await first.store.takeInApplication(aSubmission(), aCode()));
  await until(() => second.store.application(id) !== null);
  return id;
}

function cut(isCut: boolean): void {
  for (const { network } of [first, second]) network.on = !isCut;
  if (!isCut) for (const { store } of [first, second]) store.syncNow();
}

describe('An application taken in from a file', () => {
  test('reaches the other officers, and the same file again makes no second one', async () => {
    const code = aCode();
    const id = unwrap(await first.store.takeInApplication(aSubmission(), code));
    expect(id).toBe(applicationId(AU, code));
    await until(() => second.store.application(id)?.status === 'new');
    expect(unwrap(await second.store.takeInApplication(aSubmission(), code))).toBe(id);
    expect(second.store.applications.filter(({ application }) => application._id === id)).toHaveLength(1);
  });

  test('is refused if it has a box that only the authority fills in', async () => {
    const wrong = { ...aSubmission(), form: { fields: { validFrom: '2026-12-01' }, lines: [] } };
    expect((await first.store.takeInApplication(wrong as never, aCode())).ok).toBe(false);
  });
});

describe('Two officers without a connection', () => {
  test('write about one application, and both read everything afterwards', async () => {
    const id = await taken();
    cut(true);
    unwrap(await first.store.noteApplication(id, { kind: 'question', text: 'Which port?' }));
    unwrap(await second.store.noteApplication(id, { kind: 'note', text: 'The company called.' }));
    cut(false);
    const read = ({ store }: Device) =>
      store
        .application(id)
        ?.events.map(({ kind }) => kind)
        .sort()
        .join();
    await until(() => read(first) === 'note,question' && read(second) === 'note,question');
    expect([first, second].map(({ store }) => store.application(id)?.status)).toEqual([
      'question',
      'question'
    ]);
    world.rig.clock.now += 60_000;
    unwrap(await second.store.noteApplication(id, { kind: 'answer', text: 'Sydney, by telephone.' }));
    await until(() => first.store.application(id)?.status === 'review');
  });

  test('accept one application and write one draft', async () => {
    const id = await taken();
    cut(true);
    const { form } = aSubmission();
    const drafts = [first, second].map(({ store }) => store.acceptApplication(id, form));
    const [one, other] = (await Promise.all(drafts)).map(unwrap);
    expect(one).toBe(other);
    cut(false);
    const isSettled = ({ store }: Device): boolean =>
      store.application(id)?.events.length === 2 &&
      store.drafts().filter(({ _id }) => _id === one).length === 1;
    await until(() => isSettled(first) && isSettled(second));
    expect(first.store.application(id)?.status).toBe('accepted');
    expect(first.store.applicationOfDraft(one as never)?.application._id).toBe(id);
  });
});

describe('An accepted application', () => {
  test('is authorized on every device once its draft is issued, and is not accepted again', async () => {
    const id = await taken();
    const draft = unwrap(await first.store.acceptApplication(id, aSubmission().form));
    unwrap(await first.store.issue('import-authorization', importParticulars(), { draft }));
    await until(() => [first, second].every(({ store }) => store.application(id)?.status === 'authorized'));
    const again = await second.store.acceptApplication(id, aSubmission().form);
    expect(again.ok ? [] : again.problems.map(({ code }) => code)).toEqual(['application.finished']);
  });
});

test('a key press in a form and another application open no application again', async () => {
  const id = await taken();
  const [all, state] = [first.store.applications, first.store.application(id)];
  const draft = first.store.newDraftId();
  const words = {
    fields: { importerName: 'S' },
    lines: [],
    schema: 1,
    kind: 'import-authorization'
  } as const;
  await first.store.saveDraft({ ...words, _id: draft, updatedAt: '', updatedBy: '', device: '' } as never);
  expect(first.store.applications).toBe(all);
  const other = await taken();
  expect(first.store.application(id)).toBe(state);
  expect(first.store.applications).toContain(first.store.application(other));
});

test('an application is there again after the tab was closed, without a connection', async () => {
  const id = await taken();
  const device = world.device();
  const store = await device.enrol('au.officer');
  await until(() => store.application(id) !== null);
  await device.killTab();
  const [person] = device.store.stores;
  unwrap(await device.store.choose(String(person?.person.id)));
  unwrap(await device.store.unlock(PASSPHRASE));
  expect(device.store.application(id)?.status).toBe('new');
});
