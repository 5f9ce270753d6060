/** P2: what an officer brings of a partner is judged as the exchange judges it. */
import type { AttackCase } from '../attack.ts';
import { mustBe, mustRefuse } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import { makeKey, signWith, withId, type Json } from '../sign.ts';
import { anImport, aNumber, bodyOf } from '../trade.ts';

/** An authorization of the officer’s country that its device has not sent, signed by a certified key. */
async function unsent(by: Intruder, over: Json = {}): Promise<Json> {
  // An act is signed after its key was certified.
  await by.device('officer');
  return by.sign(await anImport(by, over));
}

function bring(by: Intruder, act: unknown, role: Role = 'foreign') {
  return by.askAs(role, { method: 'POST', path: '/api/carried', body: { act } });
}

async function codesOf(by: Intruder, act: unknown, role?: Role): Promise<string[]> {
  const { status, json } = await bring(by, act, role);
  const { problems = [] } = (json ?? {}) as { readonly problems?: readonly { readonly code: string }[] };
  return status === 200 ? [] : problems.map(({ code }) => code);
}

function refusedWhenBrought(
  name: string,
  reasons: readonly string[],
  make: (by: Intruder) => Promise<unknown>,
  role?: Role
): AttackCase {
  return {
    principle: 'P2',
    name: `brought by hand, ${name}`,
    reasons,
    attack: async (by) => mustRefuse(await codesOf(by, await make(by), role), reasons)
  };
}

/** Each is what the door of the network refuses too. */
const AS_BY_NETWORK: readonly AttackCase[] = [
  refusedWhenBrought(
    'a number that nobody has reserved is refused',
    ['door.number.notReserved'],
    async (by) =>
      unsent(by, { number: aNumber('import-authorization', await by.authorityOf('officer'), 999_999) })
  ),
  refusedWhenBrought('a number of another country is refused', ['door.number.foreign'], async (by) =>
    unsent(by, { number: aNumber('import-authorization', await by.authorityOf('foreign'), 1) })
  ),
  refusedWhenBrought('a number that the network has carried is refused', ['door.number.used'], async (by) => {
    const { number } = bodyOf(await by.state(await unsent(by)));
    return unsent(by, { number, remarks: 'Another one.' });
  }),
  refusedWhenBrought('a number that was brought before is refused', ['door.number.used'], async (by) => {
    const first = await unsent(by);
    await bring(by, first);
    return unsent(by, { number: bodyOf(first)['number'], remarks: 'Another one.' });
  }),
  refusedWhenBrought('goods for a post-office box are refused', ['importer.postBox'], (by) =>
    unsent(by, { importer: { name: 'Importer of an intruder', address: 'P.O. Box 12' } })
  ),
  refusedWhenBrought('an act of the day after tomorrow is refused', ['door.time.future'], (by) =>
    unsent(by, { at: new Date(Date.now() + 2 * 86_400_000).toISOString() })
  ),
  refusedWhenBrought('an act of a practice is refused', ['door.practice.refused'], (by) =>
    unsent(by, { demonstration: 'practice' })
  ),
  refusedWhenBrought(
    'one that replaces what is not cancelled is refused',
    ['replacement.notCancelled'],
    async (by) => {
      const { _id: replaces } = await by.state(await unsent(by));
      return unsent(by, { replaces });
    }
  ),
  refusedWhenBrought('a reply to what is not there is refused', ['dossier.reference.missing'], async (by) => {
    const { dossier } = bodyOf(await unsent(by));
    const on = `act:20261124:AU:import-authorization:${'A'.repeat(43)}`;
    const head = await by.head('reply', [await by.authorityOf('foreign')]);
    return by.sign({ ...head, dossier, on, answer: 'received' });
  })
];

export const P2_CARRIED: readonly AttackCase[] = [
  ...AS_BY_NETWORK,
  refusedWhenBrought('an act of one’s own authority is refused', ['carried.issuer'], unsent, 'officer'),
  refusedWhenBrought('an act for another country is refused', ['carried.addressee'], (by) =>
    unsent(by, { exportingCountry: 'FR' })
  ),
  refusedWhenBrought('an act that was altered is refused', ['act.id.differs'], async (by) => {
    const act = await unsent(by);
    return { ...act, body: { ...(act['body'] as Json), remarks: 'Twice as much.' } };
  }),
  refusedWhenBrought(
    'an act that was altered and has the hash of its alteration is refused',
    ['signature.value.wrong'],
    async (by) => {
      const act = await unsent(by);
      const body = { ...(act['body'] as Json), remarks: 'Twice as much.' };
      return withId({ body, signature: act['signature'] as Json });
    }
  ),
  refusedWhenBrought(
    'an act under a key that nobody certified is refused',
    ['signature.key.unknown'],
    async (by) => signWith(await makeKey(), await anImport(by))
  ),
  refusedWhenBrought(
    'an act with more than its three members is refused',
    ['document.key.unknown'],
    async (by) => ({
      ...(await unsent(by)),
      _deleted: true
    })
  ),
  refusedWhenBrought('an act that is too large is refused', ['document.tooLarge'], async (by) => {
    const act = await unsent(by);
    return { ...act, signature: { ...(act['signature'] as Json), value: 'A'.repeat(140_000) } };
  }),
  ...(['board', 'trainer'] as const).map((role): AttackCase => ({
    principle: 'P1',
    name: `the ${role} brings no act by hand`,
    attack: async (by) => mustBe([403], await bring(by, {}, role))
  })),
  {
    principle: 'P2',
    name: 'brought by hand a second time, an act is held once and no copy of another id is taken',
    reasons: ['act.id.differs'],
    attack: async (by) => {
      const act = await unsent(by);
      const told: unknown[] = [];
      for (let turn = 0; turn < 3; turn++) told.push((await bring(by, act)).json);
      if (
        JSON.stringify(told) !== JSON.stringify([{ state: 'stored' }, { state: 'held' }, { state: 'held' }])
      )
        return `It was told ${JSON.stringify(told)}`;
      const twin = { ...act, _id: `${String(act['_id']).slice(0, -4)}AAAA` };
      return mustRefuse(await codesOf(by, twin), ['act.id.differs']);
    }
  }
];
