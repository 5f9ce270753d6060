import { afterAll, beforeAll, expect, test } from 'vitest';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { checkCountryDocument, checkReferenceDocument } from '#lib/domain/exchange/document-structure.ts';
import { sortActs } from '#lib/domain/exchange/sort-acts.ts';
import { checkBoardDocument } from '#lib/domain/exchange/system-structure.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { judgeInvented, PRACTICE } from '#lib/domain/act/practice.ts';
import { unwrap } from '#lib/domain/result.ts';
import { OFFICES } from '#lib/rehearsal/server/offices.ts';
import { toStored } from '#lib/rehearsal/server/practice-keys.ts';
import { openRig, signed, withRevision, type Client, type Rig } from '../couch/gateway/rig.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { importParticulars } from '../store/particulars.ts';
import { openRehearsal, until, type RehearsalWorld } from './world.ts';

test.each([
  [undefined, true, true, false],
  [true, false, true, false],
  [PRACTICE, false, false, true]
])(
  'what says %s of itself is taken by the real: %s, a demonstration: %s, a rehearsal: %s',
  (mark, ...taken) => {
    const body = mark === undefined ? {} : { demonstration: mark };
    const installations = [false, true, PRACTICE] as const;
    expect(installations.map((one) => judgeInvented(body, one).length === 0)).toEqual(taken);
  }
);

describeEngines('what was stated in a rehearsal', (open) => {
  let world: RehearsalWorld;
  let rig: Rig;
  let officer: Client;
  /** Of the kinds that go from device to device: a certificate, a receipt, an authorization. */
  let practised: readonly Act[];

  beforeAll(async () => {
    world = await openRehearsal();
    rig = await openRig(open, { demonstration: true });
    officer = await rig.signIn('au.officer');
    const { importing } = world.stores;
    const act = unwrap(
      await importing.issue('import-authorization', importParticulars(), { draft: importing.newDraftId() })
    );
    await until(() => importing.ledgerOf(act._id)?.partner['CH'] !== null);
    const kinds = ['import-authorization', 'receipt', 'certificate'] as const;
    practised = kinds.flatMap((kind) => importing.actsOf(kind) as readonly Act[]);
  });
  afterAll(async () => {
    await world.close();
    await rig.drop();
  });

  async function push(act: Act, to = 'country-au'): Promise<string> {
    const body = { docs: [withRevision(act)], new_edits: false };
    const answer = await officer.ask('POST', `/db/${to}/_bulk_docs`, body);
    return JSON.stringify(answer.body);
  }

  test('is refused at the door, whatever its kind, since nobody knows its keys or it belongs elsewhere', async () => {
    expect(practised.length).toBeGreaterThanOrEqual(4);
    for (const act of practised)
      expect(await push(act)).toMatch(/signature\.key\.unknown|door\.issuer\.foreign|act\.database\.wrong/);
  });

  test('is refused for saying so, though a certified key of the country has signed it', async () => {
    const [sample] = practised;
    const by = { person: 'au.officer', name: 'A. Person', function: 'Delegate' };
    const act = await signed(sample as Act, rig.keys.auOfficer, { by });
    const plain = await signed(sample as Act, rig.keys.auOfficer, { by, demonstration: true });
    expect(await push(act)).toContain('door.practice.refused');
    expect(await push(plain)).not.toContain('door.practice');
  });

  test('is taken by no database, and carried by no exchange', async () => {
    for (const act of practised) {
      const refusal = [expect.objectContaining({ code: 'door.practice.refused' })];
      const public_ = act.body.to.includes('*');
      const checked = public_
        ? checkReferenceDocument(act, null)
        : checkCountryDocument(act, null, 'country-au');
      expect(checked).toEqual({ ok: false, problems: refusal });
      if (public_) expect(checkBoardDocument(act, null).ok).toBe(false);
      const good = [{ verdict: 'good' }] as const;
      const { byTarget, skipped } = sortActs([act], good, act.body.issuer);
      expect([byTarget.size, skipped.length]).toEqual([0, 1]);
    }
  });

  test('comes with a session that opens nothing', async () => {
    const { person, password } = OFFICES.importing;
    const anybody = await rig.signIn('au.officer').then((client) => Object.assign(client, { cookie: '' }));
    const answer = await anybody.ask('POST', '/api/session', { person: person.id, password });
    expect(answer.status).toBe(401);
    const cookie = { cookie: `__Host-i2es=${world.server.keys.root.keyId}` };
    expect((await anybody.ask('GET', '/db/country-au', undefined, cookie)).status).toBe(401);
  });
});

test('a rehearsal takes nothing that says it is real or of a demonstration, under its own keys too', async () => {
  const world = await openRehearsal();
  const key = await importSigningKey(await generatePrivateJwk());
  await world.server.enrol(OFFICES.importing, key, 'Another computer');
  const { importing } = world.stores;
  const practised = unwrap(
    await importing.issue('import-authorization', importParticulars(), { draft: importing.newDraftId() })
  );
  const { demonstration: _mark, ...body } = practised.body;
  for (const over of [{}, { demonstration: true as const }]) {
    const act = await signBody({ ...body, ...over }, key);
    const { refused } = await world.server.push([toStored(act)], OFFICES.importing);
    expect(refused[0]?.reason).toContain('door.practice.real');
  }
  expect(sortActs([practised], [{ verdict: 'good' }], 'AU' as AuthorityCode, true).byTarget.size).toBe(1);
  await world.close();
});
