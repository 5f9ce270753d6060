/** P2: a country's own rules, which partners' forms follow: who publishes them in whose name, and from which day. */
import type { AttackCase } from '../attack.ts';
import { refused } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import type { Json } from '../sign.ts';
import { anImport } from '../trade.ts';
import { A_PRACTICE } from '../../samples/practice.ts';

async function aPractice(by: Intruder, over: Json = {}, role: Role = 'administrator'): Promise<Json> {
  const head = await by.head('national-practice', ['*'], {}, role);
  const effectiveFrom = dayFrom(0);
  return { ...head, ...(A_PRACTICE as Json), substances: [], effectiveFrom, ...over };
}

function dayFrom(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

const byAdministrator = (
  name: string,
  reason: string | readonly string[],
  over: (by: Intruder) => Promise<Json>
): AttackCase =>
  refused(
    'P2',
    name,
    reason,
    async (by) => by.sign(await aPractice(by, await over(by)), await by.device('administrator')),
    'administrator'
  );

export const P2_NATIONAL_PRACTICE: readonly AttackCase[] = [
  refused('P2', 'an officer publishes no national practice', 'signature.role.notAllowed', async (by) =>
    by.sign(await aPractice(by, {}, 'officer'))
  ),
  byAdministrator(
    'a partner publishes no practice in another country’s name',
    'act.database.wrong',
    async (by) => {
      const issuer = await by.authorityOf('foreign');
      return { issuer, seq: { [issuer]: 1 } };
    }
  ),
  byAdministrator('a practice for one partner only is refused', 'act.audience.wrong', async (by) => {
    const [home, abroad] = [await by.authorityOf('administrator'), await by.authorityOf('foreign')];
    return { to: [abroad], seq: { [home]: 1, [abroad]: 1 } };
  }),
  byAdministrator('a practice that begins before its signature is refused', 'practice.effective.past', () =>
    Promise.resolve({ effectiveFrom: dayFrom(-3) })
  ),
  byAdministrator(
    'a practice that calls another country’s substance its own is refused',
    'practice.substance.foreign',
    async (by) => {
      const abroad = (await by.authorityOf('foreign')).toLowerCase();
      const [row] = (A_PRACTICE as unknown as { substances: Json[] }).substances;
      return { substances: [{ ...row, key: `national-${abroad}-tramadol` }] };
    }
  ),
  byAdministrator('a practice that calls morphine its own is refused', 'act.slug.malformed', () => {
    const [row] = (A_PRACTICE as unknown as { substances: Json[] }).substances;
    return Promise.resolve({ substances: [{ ...row, key: 'morphine' }] });
  }),
  refused(
    'P2',
    'an authorization by a practice that the server does not have is refused',
    'authorization.practice.unknown',
    async (by) => {
      const home = await by.authorityOf('officer');
      return by.sign(
        await anImport(by, { practices: [`act:20261124:${home}:national-practice:${'A'.repeat(43)}`] })
      );
    }
  )
];
