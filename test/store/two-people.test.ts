/** Two people for an authorization: one prepares it, another signs it, at a real gateway. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportParticulars } from '#lib/domain/authorization/judge-import.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { unwrap } from '#lib/domain/result.ts';
import { A_PRACTICE } from '../samples/practice.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

let world: World;
let administrator: Device;
let preparer: Device;
let signer: Device;

beforeAll(async () => {
  world = await openWorld();
  administrator = await world.administrator('au.administrator');
  preparer = await world.officer('au.officer', administrator);
  signer = await world.officer('au.other', administrator);
  await publish({ fourEyes: true });
});
afterAll(() => world.close());

async function publish(over: object): Promise<void> {
  world.rig.clock.now += 60_000;
  const { store } = administrator;
  const act = unwrap(
    await store.state('national-practice', { ...A_PRACTICE, effectiveFrom: store.today, ...over } as never)
  );
  await until(() => [preparer, signer].every((one) => one.store.act(act._id) !== null));
}

const practice = (): Pick<ImportParticulars, 'practices'> => {
  const held = signer.store.actsOf('national-practice');
  return { practices: [held.reduce((last, one) => (one.body.at > last.body.at ? one : last))._id] } as never;
};

/** Issued by one device on what another one prepared, and the server's answer: the problems, or none. */
async function issued(by: Device, prepared: ImportParticulars, changed: object = {}, with_ = preparer) {
  const draft = by.store.newDraftId();
  const signature = unwrap(await with_.store.prepare('import-authorization', prepared, draft));
  const act = unwrap(
    await by.store.issue(
      'import-authorization',
      { ...prepared, ...practice(), prepared: signature, ...changed } as ImportParticulars,
      { draft }
    )
  );
  return answerTo(by, act);
}

async function answerTo({ store }: Device, { _id }: Act): Promise<readonly string[]> {
  const refusal = () => store.refused().find(({ id }) => id === _id);
  await until(() => store.ledgerOf(_id)?.server != null || refusal() !== undefined);
  return refusal()?.problems.map(({ code }) => code) ?? [];
}

describe('An authorization for which the practice demands two people', () => {
  test('is issued by a second person on what the first one signed', async () => {
    expect(await issued(signer, importParticulars())).toEqual([]);
  });

  test('is refused from the person who prepared it', async () => {
    expect(await issued(preparer, importParticulars())).toEqual(['approval.own']);
  });

  test('is refused without a preparation', async () => {
    const act = unwrap(
      await signer.store.issue(
        'import-authorization',
        { ...importParticulars(), ...practice() },
        {
          draft: signer.store.newDraftId()
        }
      )
    );
    expect(await answerTo(signer, act)).toEqual(['approval.missing']);
  });

  test('is refused if its content changed after it was prepared', async () => {
    expect(await issued(signer, importParticulars(), { remarks: 'Another text' })).toEqual([
      'approval.missing'
    ]);
  });

  test('is read by the other officer’s device as prepared by the first, until the text changes', async () => {
    const { store } = signer;
    const [draft, content] = [store.newDraftId(), importParticulars()];
    const of = { kind: 'import-authorization', draft } as const;
    const signature = unwrap(await preparer.store.prepare('import-authorization', content, draft));
    expect(await store.preparerOf(content, signature, of)).toMatchObject({ person: 'au.officer' });
    expect(await store.preparerOf({ ...content, remarks: 'x' }, signature, of)).toBe(null);
    expect(await store.preparerOf(content, signature, { ...of, draft: store.newDraftId() })).toBe(null);
  });

  test('is signed only by the people whom the authority names, and by deputies on their days', async () => {
    const name = (people: readonly object[]) =>
      administrator.store.saveSetting('approvers', { people }).then(unwrap);
    const heard = (count: number) =>
      until(() => (signer.store.setting('approvers')?.['people'] as unknown[] | undefined)?.length === count);
    const deputy = { person: 'au.other', name: 'Second', from: '2026-12-10', until: '2026-12-20' };
    await name([deputy]);
    await heard(1);
    expect(await issued(signer, importParticulars())).toEqual(['approval.notApprover']);
    await name([
      { ...deputy, from: '2026-11-01' },
      { person: 'au.administrator', name: 'Head' }
    ]);
    await heard(2);
    expect(await issued(signer, importParticulars())).toEqual([]);
  });

  test('needs only one outside the limits that the practice sets', async () => {
    await publish({ fourEyes: true, fourEyesFor: { kinds: ['export-authorization'] } });
    expect(await issued(preparer, importParticulars())).toEqual([]);
    await publish({ fourEyes: true, fourEyesFor: { fromGrams: 1_000_000 } });
    expect(await issued(preparer, importParticulars())).toEqual([]);
    await publish({ fourEyes: true, fourEyesFor: { schedules: ['1961-I'], fromGrams: 1_000_000 } });
    expect(await issued(preparer, importParticulars())).toEqual(['approval.own']);
  });
});
