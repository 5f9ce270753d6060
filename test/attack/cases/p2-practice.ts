/** P2, and of its session P1: what was stated in a rehearsal, whose keys hang from a root of its own and which says so of itself. */
import type { AttackCase } from '../attack.ts';
import { mustBe, refused } from '../expect-refused.ts';
import type { Intruder } from '../intruder.ts';
import { makeKey, type Json } from '../sign.ts';
import { anImport } from '../trade.ts';

const PRACTICE = { demonstration: 'practice' };

/** By a root that this installation does not know, for a device of the officer's. */
async function aPracticeCertificate(by: Intruder): Promise<Json> {
  const device = await makeKey();
  const { person } = await by.session('officer');
  const { id, name, authority } = person;
  const now = new Date().toISOString();
  const body = {
    ...(await by.head('certificate', ['*'], PRACTICE, 'administrator')),
    key: device.publicKey,
    keyId: device.keyId,
    holder: { authority, person: id, name, role: 'officer', device: 'Desk of a rehearsal' },
    validFrom: now,
    validUntil: `${Number(now.slice(0, 4)) + 1}${now.slice(4)}`
  };
  return by.sign(body, await makeKey());
}

export const P2_PRACTICE: readonly AttackCase[] = [
  refused(
    'P2',
    'an authorization of a rehearsal is refused by its key',
    'signature.key.unknown',
    async (by) => by.sign(await anImport(by, PRACTICE), await makeKey())
  ),
  refused(
    'P2',
    "a rehearsal's certificate is refused by its root",
    'signature.key.unknown',
    aPracticeCertificate
  ),
  refused(
    'P2',
    'an authorization that says it is practice is refused though its key is certified',
    'door.practice.refused',
    async (by) => by.sign(await anImport(by, PRACTICE))
  ),
  {
    principle: 'P1',
    name: 'the account and the session of a rehearsal open nothing',
    attack: async (by) => {
      const body = { person: 'au.exercise', password: 'exercise-wattle-26' };
      const signedIn = mustBe([401], await by.ask({ method: 'POST', path: '/api/session', body }));
      const headers = { cookie: '__Host-i2es=practice' };
      return signedIn ?? mustBe([401], await by.ask({ path: `/db/${await by.home()}`, headers }));
    }
  }
];
